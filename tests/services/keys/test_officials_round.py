"""The officials' message of the day: only when something new is urgent, once, whoever runs it."""

from functools import partial

from sqlalchemy import Engine

from bot.services.keys.officials_round import tell_officials
from bot.services.keys.reminding import remind_of_expiries
from storage.enums import IntentKind, PersonStatus, RoundKind
from storage.models import Intent, Round
from tests.services.at_once import at_once
from tests.services.keys.expiring import expiring
from tests.services.office import ANDRES, HOSPITAL, LAURA, NORTE, Office


def _rounds(office: Office) -> list[str]:
    with office.sessions() as session:
        assert session.query(Intent).filter_by(kind=IntentKind.EXPIRING_KEYS).count() == (
            session.query(Round).count()
        )
        rounds = session.query(Round).filter_by(kind=RoundKind.EXPIRING_KEYS)
        return [each.slot for each in rounds.order_by(Round.id)]


def test_officials_are_told_once_of_each_of_the_last_steps(office: Office) -> None:
    expiring(office, 9)
    for _ in range(12):
        tell_officials(office.desk)
        tell_officials(office.desk)
        office.clock.advance(days=1)
    # Friday the 23rd: 7 days before are the 16th, one day before the 22nd.
    assert _rounds(office) == ["2026-01-16", "2026-01-22", "2026-01-23"]


def test_keys_without_a_delegate_are_told_of_as_well(office: Office) -> None:
    expiring(office, 7)
    office.change(LAURA, status=PersonStatus.SUSPENDED)
    assert remind_of_expiries(office.desk) == 1
    assert _rounds(office) == ["2026-01-14"]


def test_keys_that_somebody_asked_to_renew_are_not_told_of(office: Office) -> None:
    expiring(office, 7)
    office.request(HOSPITAL)
    assert tell_officials(office.desk) == 0
    assert _rounds(office) == []


def test_a_day_without_a_bot_is_made_up_for(office: Office) -> None:
    expiring(office, 5)
    tell_officials(office.desk)
    expiring(office, 8, NORTE, ANDRES, number=11)  # 7 days before is the 15th, when nothing runs
    office.clock.advance(days=2)
    assert tell_officials(office.desk) == 1
    assert _rounds(office) == ["2026-01-14", "2026-01-16"]


def test_a_round_of_a_clock_that_was_ahead_holds_up_none(office: Office) -> None:
    expiring(office, 7)
    with office.sessions.begin() as session:
        session.add(Round(kind=RoundKind.EXPIRING_KEYS, slot="2027-01-14", at=office.clock.now()))
    assert tell_officials(office.desk) == 1
    assert tell_officials(office.desk) == 0


def test_on_a_saturday_officials_are_told_nothing(office: Office) -> None:
    expiring(office, 10)
    office.clock.advance(days=3)
    assert remind_of_expiries(office.desk) == 0
    assert _rounds(office) == []


def test_two_replicas_begin_one_round(office: Office, engine: Engine) -> None:
    expiring(office, 7)
    outcomes = at_once(engine, "INSERT INTO rounds", *[partial(tell_officials, office.desk)] * 2)
    assert sorted(map(str, outcomes)) == ["0", "1"]
    assert _rounds(office) == ["2026-01-14"]
