"""Thousands of reminders, a Slack that refuses for an hour, and the news that must not wait for either."""

import itertools
import threading
from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from bot.delivery.courier import IDLE_SECONDS, Delivery
from storage.enums import IntentKind, IntentStatus
from tests.clock import Clock
from tests.delivery.office import Office
from tests.delivery.stub import Answer, Call, Stub, throttled

OUT_OF_ORDER = Answer("<html>Service unavailable</html>", 503, {"Content-Type": "text/html"})


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    """One kind of database: what is tried here is time, and there is much of it."""
    return sqlite_engine


class Steps(threading.Event):
    """A stop whose pauses move the clock and take no time; `when` has what happens at the first pause after so long."""

    def __init__(self, clock: Clock, seconds: float, when: dict[float, Callable[[], object]]) -> None:
        super().__init__()
        self._clock = clock
        self._end = clock.monotonic() + seconds
        self._when = {clock.monotonic() + after: happens for after, happens in when.items()}

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout, "the loop would spin"
        # While nothing is due, nothing happens: no need to look three times a second.
        self._clock.advance(seconds=15 if timeout == IDLE_SECONDS else timeout)
        for moment in [each for each in self._when if each <= self._clock.monotonic()]:
            self._when.pop(moment)()
        if self._clock.monotonic() >= self._end:
            self.set()
        return self.is_set()


def _first_of(slack: Stub, channel: str) -> str:
    return min(str(message["ts"]) for message in slack.channels[channel])


def test_after_an_hour_of_refusals_everything_arrives_once_and_the_card_first(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    office.remind(200, known=True)

    def fail(answer: Answer | None) -> None:
        slack.always = answer

    fail(throttled("30"))
    minute = 60.0
    delivery.run(
        Steps(
            office.clock,
            75 * minute,
            {
                15 * minute: lambda: office.tell(IntentKind.REQUEST_CARD, office.request()),
                30 * minute: lambda: fail(OUT_OF_ORDER),
                60 * minute: lambda: fail(None),
            },
        )
    )
    asked = slack.calls.copy()
    assert set(office.statuses()) == {IntentStatus.SENT}
    assert Counter(map(len, slack.channels.values())) == Counter({1: 201})
    reminders = [_first_of(slack, channel) for channel in slack.channels if channel.startswith("D")]
    assert _first_of(slack, "C0OFFICIALS") < min(reminders)
    assert len(asked) - 201 < 400  # what was asked in vain in an hour


def test_a_message_that_arrived_although_slack_broke_is_not_sent_again(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    office.remind(10)
    slack.fail("chat.postMessage", *[Answer("", 502, done=True)] * 5)
    delivery.run(Steps(office.clock, 300, {}))
    assert set(office.statuses()) == {IntentStatus.SENT}
    assert Counter(map(len, slack.channels.values())) == Counter({1: 10})


def test_a_card_waits_for_none_of_the_reminders_and_they_keep_slacks_pace(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    office.remind(140)
    at: list[tuple[Call, float]] = []
    answer = slack.answer

    def noted(method: str, args: dict[str, object]) -> Answer:
        at.append((Call(method, args), office.clock.monotonic()))
        return answer(method, args)

    slack.answer = noted  # type: ignore[method-assign]
    delivery.run(
        Steps(
            office.clock, 240, {20.0: lambda: office.tell(IntentKind.REQUEST_CARD, office.request(), "card")}
        )
    )
    posts = [(call.args["channel"], moment) for call, moment in at if call.method == "chat.postMessage"]
    (card,) = [moment for channel, moment in posts if channel == "C0OFFICIALS"]
    assert card <= 22
    assert len(posts) == 141
    moments = [moment for _, moment in posts]
    assert all(later > earlier for earlier, later in itertools.pairwise(moments[50:]))
    assert max(moments) <= 25  # at the pace of posts, though nobody's conversation with the app was open
    with office.sessions() as session:
        attempts = session.connection().exec_driver_sql("SELECT max(attempts) FROM outbox").scalar_one()
    assert attempts == 1
