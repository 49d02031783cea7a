"""What was taken and not finished is everybody's again, and its card's thread says so."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from bot.errors import OvertakenError
from bot.services.access import Actor
from bot.services.keys.assigning import assign_keys
from bot.services.registration.designated import NOBODY
from bot.services.requests.freeing import free_taken
from bot.services.requests.taking import take_request
from storage.enums import AuditAction, IntentKind, RequestStatus
from storage.models import Intent
from tests.services.at_once import at_once
from tests.services.office import CAMILA, JULIAN, TEAM, Noted, Office, Told


def _freed(office: Office) -> list[Intent]:
    with office.sessions() as session:
        return session.query(Intent).filter_by(kind=IntentKind.REQUEST_FREED).all()


def test_a_take_that_ended_is_freed_noted_and_said_in_the_thread_of_its_card(office: Office) -> None:
    request_id = office.request()
    take_request(office.desk, CAMILA, request_id)
    office.clock.advance(hours=2)
    with office.recorded() as record:
        assert free_taken(office.desk) == 1
    request = office.stored_request(request_id)
    assert (request.status, request.taken_by_id, request.taken_until) == (RequestStatus.PENDING, None, None)
    lane = f"card:request:{request_id}"
    assert record.told == [
        Told(IntentKind.REQUEST_CARD, request_id, f"request_card:{request_id}:3", lane),
        Told(IntentKind.REQUEST_FREED, request_id, f"request_freed:{request_id}:3", lane),
    ]
    camila = office.person(CAMILA).id
    assert record.noted == [
        Noted(
            Actor(TEAM, NOBODY),
            AuditAction.REQUEST_FREED,
            f"request:{request_id}",
            {"official": camila, "until": datetime(2026, 1, 14, 17, tzinfo=UTC).isoformat()},
        )
    ]
    (intent,) = _freed(office)
    assert (intent.recipient_id, intent.due_at) == (camila, office.clock.now())


def test_it_also_draws_the_homes_that_show_what_officials_have_taken(office: Office) -> None:
    request_id = office.request()
    take_request(office.desk, CAMILA, request_id)
    office.change(CAMILA, home_opened_at=office.clock.now())
    office.clock.advance(hours=2)
    with office.recorded() as record:
        free_taken(office.desk)
    assert IntentKind.HOME in {told.kind for told in record.told}


def test_what_is_freed_once_is_not_freed_again(office: Office) -> None:
    take_request(office.desk, CAMILA, office.request())
    office.clock.advance(hours=2)
    free_taken(office.desk)
    with office.nothing_stored():
        assert free_taken(office.desk) == 0


def test_a_take_that_goes_on_or_was_given_anew_is_left_alone(office: Office) -> None:
    request_id = office.request()
    take_request(office.desk, CAMILA, request_id)
    office.clock.advance(hours=1, minutes=59)
    take_request(office.desk, CAMILA, request_id)
    office.clock.advance(minutes=1)
    with office.nothing_stored():
        assert free_taken(office.desk) == 0


def test_what_was_finished_is_left_alone(office: Office) -> None:
    request_id = office.request()
    take_request(office.desk, CAMILA, request_id)
    assign_keys(office.desk, CAMILA, request_id, office.both(1))
    office.clock.advance(hours=3)
    with office.nothing_stored():
        assert free_taken(office.desk) == 0


def test_what_ends_with_the_day_is_free_at_once_and_said_the_next_morning(office: Office) -> None:
    office.clock.advance(hours=6)  # 16:00: two hours of service end with it at 18:00
    take_request(office.desk, CAMILA, office.request())
    office.clock.advance(hours=2, seconds=30)
    assert free_taken(office.desk) == 1
    (intent,) = _freed(office)
    assert intent.due_at == datetime(2026, 1, 15, 12, tzinfo=UTC)


def test_of_two_replicas_at_the_same_moment_one_frees_it(office: Office, engine: Engine) -> None:
    request_id = office.request()
    take_request(office.desk, CAMILA, request_id)
    office.clock.advance(hours=2)
    freed = at_once(
        engine, "UPDATE key_requests", lambda: free_taken(office.desk), lambda: free_taken(office.desk)
    )
    assert sorted(map(str, freed)) == ["0", "1"]
    assert len(_freed(office)) == 1


def test_an_official_who_takes_it_at_that_moment_has_it_or_is_told_that_it_changed(
    office: Office, engine: Engine
) -> None:
    request_id = office.request()
    take_request(office.desk, CAMILA, request_id)
    office.clock.advance(hours=2)
    _, taken = at_once(
        engine,
        "UPDATE key_requests",
        lambda: free_taken(office.desk),
        lambda: take_request(office.desk, JULIAN, request_id),
    )
    holder = None if isinstance(taken, OvertakenError) else office.person(JULIAN).id
    assert office.stored_request(request_id).taken_by_id == holder
