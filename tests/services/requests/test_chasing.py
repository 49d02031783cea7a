"""Stale requests: one reminder a day for all of them, the managers from the last step on, delegates once."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, update

from bot.services.requests import chasing
from bot.services.requests.asking import submit_request
from bot.services.requests.chasing import GATHERED_FOR, chase_stale
from bot.services.requests.taking import take_request
from bot.services.requests.withdrawing import cancel_request
from storage.enums import IntentKind, IntentStatus, PersonStatus, Priority, RoundKind
from storage.models import Intent, KeyRequest, Round
from tests.services.at_once import at_once
from tests.services.office import ANDRES, CAMILA, CENTRO, HOSPITAL, LAURA, MATEO, NORTE, SUR, Office
from tests.services.typed import answers

STALE, ESCALATED = IntentKind.STALE_REQUESTS, IntentKind.STALE_REQUESTS_ESCALATED


def _intents(office: Office, *kinds: IntentKind) -> Sequence[Intent]:
    with office.sessions() as session:
        return session.query(Intent).filter(Intent.kind.in_(kinds)).order_by(Intent.id).all()


def _rounds(office: Office) -> list[str]:
    with office.sessions() as session:
        return [each.slot for each in session.query(Round).order_by(Round.id)]


def _chased(office: Office, request_id: int) -> tuple[int, int | None]:
    request = office.stored_request(request_id)
    return request.chased_step, request.chase_id


def _settle(office: Office, status: IntentStatus, *, in_doubt: bool = False) -> None:
    """Say what became of every reminder so far."""
    with office.sessions.begin() as session:
        session.execute(
            update(Intent).where(Intent.kind.in_((STALE, ESCALATED))).values(status=status, in_doubt=in_doubt)
        )


def test_a_request_is_chased_once_for_a_step_and_no_card_is_drawn_for_it(office: Office) -> None:
    request_id = office.request()
    office.clock.advance(hours=23, minutes=59)
    assert chase_stale(office.desk) == 0
    office.clock.advance(minutes=1)
    with office.recorded() as record:
        assert chase_stale(office.desk) == 1
    (told,) = record.told
    assert (told.kind, told.lane, told.dedupe_key) == (STALE, "channel:officials", "stale_requests:1")
    assert _rounds(office) == ["2026-01-15"]
    assert _chased(office, request_id) == (1, 1)
    assert office.stored_request(request_id).version == 1
    with office.nothing_stored():
        assert chase_stale(office.desk) == 0


def test_however_many_wait_they_are_one_round_marked_in_small_transactions(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chasing, "AT_ONCE", 2)
    ids = [office.request()] + [office.request(codigo, ANDRES) for codigo in (NORTE, CENTRO, SUR)]
    office.clock.advance(days=1)
    assert chase_stale(office.desk) == 4
    assert [_chased(office, request_id) for request_id in ids] == [(1, 1)] * 4
    (intent,) = _intents(office, STALE, ESCALATED)
    assert intent.due_at == office.clock.now() + GATHERED_FOR


def test_from_the_last_step_on_the_managers_are_told_every_business_day(office: Office) -> None:
    request_id = office.request()
    told = []
    for _ in range(8):
        office.clock.advance(days=1)
        chase_stale(office.desk)
        managers = len(_intents(office, ESCALATED))
        told.append((_chased(office, request_id)[0], len(_rounds(office)), managers))
        _settle(office, IntentStatus.SENT)
    # Thursday, Friday, Saturday, Sunday, Monday…; the request was sent on a Wednesday at 10.
    assert told == [(1, 1, 0), (1, 1, 0), (1, 1, 0), (1, 1, 0), (3, 2, 0), (3, 2, 0), (5, 3, 1), (6, 4, 2)]
    assert {intent.lane for intent in _intents(office, ESCALATED)} == {"channel:managers"}


def test_a_bot_that_was_down_for_a_week_sends_one_message_with_the_steps_that_are_reached(
    office: Office,
) -> None:
    old = office.request()
    office.clock.advance(days=5)
    young = office.request(NORTE, ANDRES)
    office.clock.advance(days=2)
    chase_stale(office.desk)
    assert (_chased(office, old), _chased(office, young)) == ((5, 1), (1, 1))
    assert [intent.kind for intent in _intents(office, STALE, ESCALATED)] == [STALE, ESCALATED]


@pytest.mark.parametrize(
    "hours",
    [
        pytest.param(20, id="before 7 in the morning"),
        pytest.param(32, id="at 18, when a round would leave after closing"),
        pytest.param(4 * 24, id="on a Sunday"),
    ],
)
def test_nobody_is_told_anything_outside_the_hours_of_service(office: Office, hours: int) -> None:
    office.request()
    with office.sessions.begin() as session:
        session.execute(update(KeyRequest).values(requested_at=office.clock.now() - timedelta(days=30)))
    office.clock.advance(hours=hours)
    with office.nothing_stored():
        assert chase_stale(office.desk) == 0


def test_what_comes_due_after_the_rounds_message_left_waits_for_the_next_day(office: Office) -> None:
    first = office.request()
    office.clock.advance(minutes=10)
    second = office.request(NORTE, ANDRES)
    office.clock.advance(days=1, minutes=-10)
    chase_stale(office.desk)
    _settle(office, IntentStatus.SENT)
    office.clock.advance(minutes=10)
    with office.nothing_stored():
        assert chase_stale(office.desk) == 0
    office.clock.advance(hours=21)  # Friday, 7:10
    assert chase_stale(office.desk) == 1
    assert (_chased(office, first), _chased(office, second)) == ((1, 1), (1, 2))
    assert _rounds(office) == ["2026-01-15", "2026-01-16"]


def test_what_comes_due_while_slack_refuses_joins_the_message_that_waits(office: Office) -> None:
    office.request()
    office.clock.advance(hours=2)
    late = office.request(NORTE, ANDRES)
    office.clock.advance(hours=22)
    chase_stale(office.desk)
    office.clock.advance(hours=2)
    assert chase_stale(office.desk) == 1
    assert _chased(office, late) == (1, 1)
    assert len(_intents(office, STALE)) == 1


@pytest.mark.parametrize(
    ("status", "in_doubt"),
    [(IntentStatus.SENDING, True), (IntentStatus.PENDING, True), (IntentStatus.DEAD, False)],
)
def test_a_message_that_slack_may_have_takes_no_more_requests_in(
    office: Office, status: IntentStatus, *, in_doubt: bool
) -> None:
    office.request()
    office.clock.advance(hours=2)
    late = office.request(NORTE, ANDRES)
    office.clock.advance(hours=22)
    chase_stale(office.desk)
    _settle(office, status, in_doubt=in_doubt)
    office.clock.advance(hours=22)  # Friday, 8:00
    assert chase_stale(office.desk) == 1
    assert _chased(office, late) == (1, 2)


def test_two_replicas_in_the_same_minute_make_one_round(office: Office, engine: Engine) -> None:
    ids = [office.request(), office.request(NORTE, ANDRES)]
    office.clock.advance(days=1)
    told = at_once(
        engine,
        "SELECT key_requests.id, CASE",
        lambda: chase_stale(office.desk),
        lambda: chase_stale(office.desk),
    )
    assert sum(map(int, map(str, told))) == 2
    assert _rounds(office) == ["2026-01-15"]
    assert len(_intents(office, STALE)) == 1
    assert [_chased(office, request_id) for request_id in ids] == [(1, 1)] * 2


def test_a_crash_between_two_batches_loses_no_request_and_tells_of_none_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chasing, "AT_ONCE", 1)
    ids = [office.request(), office.request(NORTE, ANDRES), office.request(SUR, ANDRES)]
    office.clock.advance(days=1)
    with monkeypatch.context() as crash:
        crash.setattr(office.desk.sessions, "begin", _up_for(2, office.sessions.begin))
        with pytest.raises(ConnectionError):
            chase_stale(office.desk)
    assert sorted(_chased(office, request_id)[0] for request_id in ids) == [0, 0, 1]
    assert chase_stale(office.desk) == 2
    assert [_chased(office, request_id) for request_id in ids] == [(1, 1)] * 3
    assert len(_intents(office, STALE)) == 1


def _up_for(times: int, begin: Callable[[], Any]) -> Callable[[], Any]:
    """Begin so many transactions, and then no more: the process died."""
    left = iter(range(times))

    def begin_while_up() -> Any:
        if next(left, None) is None:
            raise ConnectionError
        return begin()

    return begin_while_up


def test_a_round_of_a_clock_that_was_ahead_holds_up_none(office: Office) -> None:
    office.request()
    office.clock.advance(days=1)
    with office.sessions.begin() as session:
        session.add(Round(kind=RoundKind.STALE_REQUESTS, slot="2027-01-15", at=office.clock.now()))
    assert chase_stale(office.desk) == 1
    assert _rounds(office) == ["2027-01-15", "2026-01-15"]


def test_a_correction_starts_the_wait_anew(office: Office) -> None:
    request_id = office.request()
    office.clock.advance(days=7)
    chase_stale(office.desk)
    assert office.stored_request(request_id).delay_told_at is not None
    submit_request(office.desk, LAURA, answers(HOSPITAL), office.request_sent(request_id))
    request = office.stored_request(request_id)
    assert (request.chased_step, request.chase_id, request.delay_told_at) == (0, None, None)
    with office.nothing_stored():
        assert chase_stale(office.desk) == 0
    _settle(office, IntentStatus.SENT)
    office.clock.advance(days=7)
    assert chase_stale(office.desk) == 2  # the officials, and the delegate
    assert _chased(office, request_id) == (5, 2)
    assert len(_intents(office, IntentKind.REQUEST_DELAYED)) == 2


class TestTheDelegate:
    def test_is_told_once_when_the_promised_day_is_over(self, office: Office) -> None:
        request_id = office.request()  # promised for Monday 19
        office.clock.advance(days=5, hours=7, minutes=50)
        chase_stale(office.desk)
        assert _intents(office, IntentKind.REQUEST_DELAYED) == []
        office.clock.advance(hours=13, minutes=20)  # Tuesday, 7:10
        chase_stale(office.desk)
        (intent,) = _intents(office, IntentKind.REQUEST_DELAYED)
        laura = office.person(LAURA).id
        assert (intent.recipient_id, intent.lane, intent.priority) == (laura, f"dm:{laura}", Priority.BULK)
        told_at = office.stored_request(request_id).delay_told_at
        assert told_at == intent.created_at == office.clock.now()
        take_request(office.desk, CAMILA, request_id)
        office.clock.advance(days=30)
        chase_stale(office.desk)
        assert len(_intents(office, IntentKind.REQUEST_DELAYED)) == 1

    def test_gets_one_message_for_all_that_is_late_of_theirs(self, office: Office) -> None:
        for codigo, whose in ((NORTE, ANDRES), (CENTRO, ANDRES), (SUR, MATEO)):
            office.request(codigo, whose)
        office.clock.advance(days=7)
        chase_stale(office.desk)
        told = [intent.recipient_id for intent in _intents(office, IntentKind.REQUEST_DELAYED)]
        assert told == [office.person(ANDRES).id, office.person(MATEO).id]

    def test_who_may_act_no_more_has_successors(self, office: Office) -> None:
        office.request(NORTE, ANDRES)
        office.change(ANDRES, status=PersonStatus.SUSPENDED)
        office.clock.advance(days=7)
        chase_stale(office.desk)
        (intent,) = _intents(office, IntentKind.REQUEST_DELAYED)
        assert intent.recipient_id == office.person(MATEO).id

    def test_is_told_as_soon_as_there_is_one_again(self, office: Office) -> None:
        request_id = office.request()
        office.change(LAURA, status=PersonStatus.SUSPENDED)
        office.clock.advance(days=7)
        chase_stale(office.desk)
        with office.nothing_stored():
            chase_stale(office.desk)
        assert office.stored_request(request_id).delay_told_at is None
        office.change(LAURA, status=PersonStatus.ACTIVE)
        chase_stale(office.desk)
        assert office.stored_request(request_id).delay_told_at == office.clock.now()
        assert len(_intents(office, IntentKind.REQUEST_DELAYED)) == 1

    def test_is_left_in_peace_on_a_saturday(self, office: Office) -> None:
        office.clock.advance(days=-1)  # Tuesday: promised for Friday
        office.request()
        office.clock.advance(days=4)
        chase_stale(office.desk)
        assert office.clock.now() == datetime(2026, 1, 17, 15, tzinfo=UTC)
        assert _intents(office, IntentKind.REQUEST_DELAYED) == []

    def test_who_took_the_request_back_is_told_nothing(self, office: Office) -> None:
        request_id = office.request()
        cancel_request(office.desk, LAURA, office.request_sent(request_id))
        office.clock.advance(days=7)
        with office.nothing_stored():
            assert chase_stale(office.desk) == 0

    def test_of_two_replicas_at_the_same_moment_one_tells(self, office: Office, engine: Engine) -> None:
        office.request()
        office.clock.advance(days=7)
        at_once(
            engine,
            "SELECT providers.codigo",
            lambda: chase_stale(office.desk),
            lambda: chase_stale(office.desk),
        )
        assert len(_intents(office, IntentKind.REQUEST_DELAYED)) == 1
