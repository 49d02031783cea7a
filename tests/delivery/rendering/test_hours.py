"""What the clock tells keeps to the hours of service when it leaves, not only when it was queued."""

from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import pytest
from sqlalchemy.orm import Session

from bot.delivery.courier import Delivery
from bot.delivery.rendering.hours import wait_for_hours
from bot.delivery.rendering.job import Job
from bot.delivery.sender import NotYetError
from storage.db import Sessions
from storage.enums import DigestKind, IntentKind, IntentStatus
from storage.models import Digest, Intent
from tests.delivery.office import CHANNELS, Office
from tests.delivery.stub import Stub

FRIDAY_EVENING = datetime(2026, 1, 17, 0, tzinfo=UTC)  # 19:00 in Bogotá
SATURDAY, MONDAY = timedelta(hours=13), timedelta(hours=60)  # until 8:00, and until 7:00

WAITS = MappingProxyType(
    {
        IntentKind.REQUEST_FREED: SATURDAY,
        IntentKind.STALE_REQUESTS: SATURDAY,
        IntentKind.STALE_REQUESTS_ESCALATED: SATURDAY,
        IntentKind.EXPIRING_KEYS: SATURDAY,
        IntentKind.DIGEST: SATURDAY,
        IntentKind.DIGEST_FILE: SATURDAY,
        IntentKind.REQUEST_DELAYED: MONDAY,
        IntentKind.EXPIRY_REMINDER: MONDAY,
    }
)


def _wait(session: Session, kind: IntentKind, now: datetime, subject_id: int = 1) -> timedelta:
    intent = Intent(kind=kind, subject_id=subject_id, due_at=FRIDAY_EVENING)
    try:
        wait_for_hours(Job(session, intent, CHANNELS, now))
    except NotYetError as wait:
        return timedelta(seconds=wait.seconds)
    return timedelta()


def _digest(session: Session, kind: DigestKind) -> int:
    made = Digest(kind=kind, period="2026-W03", made_at=FRIDAY_EVENING, figures={})
    session.add(made)
    session.flush()
    return made.id


@pytest.mark.parametrize("kind", IntentKind)
def test_what_comes_up_on_friday_evening_waits_for_the_next_opening_unless_somebody_did_it(
    sessions: Sessions, kind: IntentKind
) -> None:
    with sessions.begin() as session:
        subject_id = _digest(session, DigestKind.WEEKLY)
        waited = _wait(session, kind, FRIDAY_EVENING, subject_id)
        assert waited == WAITS.get(kind, timedelta())
        assert _wait(session, kind, FRIDAY_EVENING + waited, subject_id) == timedelta()


def test_a_digest_that_somebody_ordered_comes_at_any_hour(sessions: Sessions) -> None:
    with sessions.begin() as session:
        ordered = _digest(session, DigestKind.ON_DEMAND)
        assert _wait(session, IntentKind.DIGEST, FRIDAY_EVENING, ordered) == timedelta()


def test_a_word_that_failed_and_now_waits_for_the_morning_holds_up_no_card(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    request = office.request()
    freed = office.tell(IntentKind.REQUEST_FREED, request)
    with office.sessions.begin() as session:
        session.query(Intent).update({Intent.attempts: 1})
    office.clock.advance(hours=9)
    delivery.drain()
    assert office.intent(freed).status is IntentStatus.PENDING
    office.tell(IntentKind.REQUEST_CARD, request)
    delivery.drain()
    assert len(slack.channels["C0OFFICIALS"]) == 1
