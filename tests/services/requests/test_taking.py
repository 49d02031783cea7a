"""Tomar and Soltar: one official at a time, for two hours of service."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.errors import NotAllowedError, OvertakenError, UserError
from bot.rules.calendar.service_hours import Opening, ServiceHours
from bot.rules.timetable import Timetable
from bot.services.access import Actor
from bot.services.keys.assigning import assign_keys, prepare_assignment
from bot.services.requests.taking import release_request, take_request
from storage.enums import AuditAction, IntentKind, PersonStatus, RequestStatus
from tests.services.office import (
    BEATRIZ,
    CAMILA,
    JULIAN,
    LAURA,
    TOMAS,
    Noted,
    Office,
    Told,
)

TWO_HOURS_LATER = datetime(2026, 1, 14, 17, tzinfo=UTC)


def test_whoever_takes_a_request_has_it_for_two_hours(office: Office) -> None:
    request_id = office.request()
    taken = take_request(office.desk, CAMILA, request_id)
    request = office.stored_request(request_id)
    assert (request.status, request.version) == (RequestStatus.PENDING, 2)
    assert (request.taken_by_id, request.taken_until) == (office.person(CAMILA).id, TWO_HOURS_LATER)
    holder = taken.holder(office.clock.now())
    assert holder is not None
    assert holder.user_id == CAMILA.user_id


def test_the_two_hours_are_hours_of_service(office: Office) -> None:
    office.clock.advance(days=2, hours=7)  # Friday 17:00 in Bogotá: an hour today, and one on Saturday from 8
    request = take_request(office.desk, CAMILA, office.request())
    assert request.taken_until == datetime(2026, 1, 17, 14, tzinfo=UTC)


def test_the_hours_of_service_are_those_of_the_timetable(office: Office) -> None:
    mornings = ServiceHours(week=(*((Opening(time(7), time(11)),) for _ in range(5)), (), ()))
    desk = replace(office.desk, timetable=Timetable(hours=mornings))
    request = take_request(desk, CAMILA, office.request())
    assert request.taken_until == datetime(2026, 1, 15, 13, tzinfo=UTC)  # an hour today, one from 7 tomorrow


def test_it_redraws_the_card_and_is_noted(office: Office) -> None:
    request_id = office.request()
    with office.recorded() as record:
        take_request(office.desk, CAMILA, request_id)
    lane = f"card:request:{request_id}"
    assert record.told == [
        Told(IntentKind.REQUEST_CARD, request_id, f"request_card:{request_id}:2", lane),
    ]
    assert record.noted == [
        Noted(
            CAMILA,
            AuditAction.REQUEST_TAKEN,
            f"request:{request_id}",
            {"until": TWO_HOURS_LATER.isoformat()},
        )
    ]


def test_another_official_is_told_who_has_it_and_until_when(office: Office) -> None:
    request_id = office.request()
    take_request(office.desk, CAMILA, request_id)
    sentence = r"<@U0CAMILA> tomó esta solicitud hasta el 14 ene 2026, 12:00\."
    with office.nothing_stored():
        for refused in (take_request, release_request, prepare_assignment):
            with pytest.raises(OvertakenError, match=sentence):
                refused(office.desk, JULIAN, request_id)


def test_taking_again_what_one_has_gives_the_two_hours_anew(office: Office) -> None:
    request_id = office.request()
    take_request(office.desk, CAMILA, request_id)
    office.clock.advance(hours=1)
    assert take_request(office.desk, CAMILA, request_id).taken_until == TWO_HOURS_LATER + timedelta(hours=1)


def test_after_two_hours_it_is_anybodys(office: Office) -> None:
    request_id = office.request()
    take_request(office.desk, CAMILA, request_id)
    office.clock.advance(hours=2)
    take_request(office.desk, JULIAN, request_id)
    assert office.stored_request(request_id).taken_by_id == office.person(JULIAN).id


def test_whoever_has_it_lets_it_go_and_another_may_take_it(office: Office) -> None:
    request_id = office.request()
    take_request(office.desk, CAMILA, request_id)
    with office.recorded() as record:
        release_request(office.desk, CAMILA, request_id)
    request = office.stored_request(request_id)
    assert (request.taken_by_id, request.taken_until) == (None, None)
    assert [told.kind for told in record.told] == [IntentKind.REQUEST_CARD]
    assert record.noted == [Noted(CAMILA, AuditAction.REQUEST_RELEASED, f"request:{request_id}", {})]
    take_request(office.desk, JULIAN, request_id)


@pytest.mark.parametrize("hours", [None, 2], ids=["never-taken", "time-over"])
def test_what_nobody_has_is_free_already(office: Office, hours: int | None) -> None:
    request_id = office.request()
    if hours is not None:
        take_request(office.desk, CAMILA, request_id)
        office.clock.advance(hours=hours)
    with office.nothing_stored(), pytest.raises(OvertakenError, match="ya está libre"):
        release_request(office.desk, CAMILA, request_id)


@pytest.mark.parametrize("actor", [LAURA, BEATRIZ, TOMAS])
def test_nobody_but_an_official_takes_or_releases(office: Office, actor: Actor) -> None:
    request_id = office.request()
    with office.nothing_stored():
        for refused in (take_request, release_request):
            with pytest.raises(NotAllowedError):
                refused(office.desk, actor, request_id)


def test_only_what_waits_is_taken(office: Office) -> None:
    request_id = office.returned()
    with office.nothing_stored():
        with pytest.raises(OvertakenError, match="Devuelta"):
            take_request(office.desk, JULIAN, request_id)
        with pytest.raises(UserError, match="ya no existe"):
            take_request(office.desk, JULIAN, 999)


def test_what_was_typed_by_another_official_before_the_take_is_not_lost(office: Office) -> None:
    request_id = office.request()
    take_request(office.desk, CAMILA, request_id)
    assign_keys(office.desk, JULIAN, request_id, office.both(1))
    request = office.stored_request(request_id)
    assert (request.status, request.taken_by_id) == (RequestStatus.ASSIGNED, None)


def test_an_official_suspended_at_the_moment_of_the_take_keeps_it_from_nobody(office: Office) -> None:
    request_id = office.request()
    take_request(office.desk, CAMILA, request_id)
    office.change(CAMILA, status=PersonStatus.SUSPENDED)
    take_request(office.desk, JULIAN, request_id)
    assert office.stored_request(request_id).taken_by_id == office.person(JULIAN).id
