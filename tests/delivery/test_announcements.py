"""Messages of their own in a channel."""

from datetime import timedelta

from bot.delivery.courier import Delivery
from storage import jobs
from storage.enums import IntentKind, IntentStatus, JobName
from storage.models import Job
from tests.delivery.office import Office
from tests.delivery.stub import Answer, Stub


def _overdue(office: Office) -> str:
    with office.sessions.begin() as session:
        jobs.make_known(session, [JobName.DIGESTS], office.clock.now() - timedelta(days=3))
        job = session.query(Job).one()
    return office.tell(IntentKind.JOB_OVERDUE, job.id, jobs.incident(job))


def test_the_managers_are_told_in_their_channel(office: Office, delivery: Delivery, slack: Stub) -> None:
    key = _overdue(office)
    delivery.drain()
    (message,) = slack.messages()
    assert (message["channel"], office.intent(key).status) == ("C0MANAGERS", IntentStatus.SENT)


def test_an_announcement_whose_answer_was_lost_is_not_made_twice(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    key = _overdue(office)
    slack.fail("chat.postMessage", Answer(drop=True, done=True))
    delivery.drain()
    office.clock.advance(seconds=2)
    delivery.drain()
    assert len(slack.messages()) == 1
    assert office.intent(key).status is IntentStatus.SENT
