from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from storage import requests
from storage.db import Sessions
from storage.enums import PersonStatus, RequestKind, RequestStatus, Role
from storage.models import KeyRequest, Person, Provider
from tests.clock import Clock

NIT = "901000202"
NORTE, CENTRO, OTHER = "059990000201", "059990000202", "259990000101"


@pytest.fixture
def person_id(sessions: Sessions, clock: Clock) -> int:
    """The id of a person, in a directory with two sedes of one NIT and one of another."""
    person = Person(
        team_id="T0TEAM",
        user_id="U0BEATRIZ",
        role=Role.MANAGER,
        status=PersonStatus.ACTIVE,
        login="U0BEATRIZ",
        registered_at=clock.now(),
    )
    with sessions.begin() as session:
        session.add(person)
        session.add_all(Provider(codigo=codigo, nit=NIT, name="CLÍNICA") for codigo in (CENTRO, NORTE))
        session.add(Provider(codigo=OTHER, nit="901000101", name="HOSPITAL"))
    return person.id


def _add(sessions: Sessions, clock: Clock, person_id: int, codigo: str, **values: Any) -> int:
    request = KeyRequest(
        **{
            "codigo": codigo,
            "kind": RequestKind.ENROLLMENT,
            "status": RequestStatus.PENDING,
            "supplier_name": "Sistemas Villaflor",
            "software_name": "Historia Uno",
            "lead_name": "Marcela Pineda",
            "lead_email": "sistemas@sanroque.example.com",
            "lead_phone": "+573001234567",
            "responsible_name": "Jorge Ríos",
            "responsible_email": "datos@sanroque.example.com",
            "responsible_phone": "+576013305043",
            "requested_by_id": person_id,
            "requested_at": clock.now(),
        }
        | values
    )
    with sessions.begin() as session:
        session.add(request)
    return request.id


def _assigned(clock: Clock) -> dict[str, Any]:
    return {"status": RequestStatus.ASSIGNED, "assigned_at": clock.now()}


def _returned() -> dict[str, Any]:
    return {"status": RequestStatus.RETURNED, "return_reason": "El correo no es institucional."}


def test_a_request_is_loaded_with_everybody_in_it(sessions: Sessions, clock: Clock, person_id: int) -> None:
    others = ("resubmitted_by", "returned_by", "taken_by", "assigned_by", "updated_by", "cancelled_by")
    people = dict.fromkeys((f"{name}_id" for name in others), person_id)
    request_id = _add(sessions, clock, person_id, NORTE, **people)
    with sessions() as session:
        request = requests.load(session, request_id)
        assert requests.load(session, 999) is None
    assert request is not None
    assert request.provider.nit == NIT
    for name in ("requested_by", *others):
        person = getattr(request, name)
        assert person is not None
        assert person.id == person_id


def test_loading_again_shows_what_another_statement_changed(
    sessions: Sessions, clock: Clock, person_id: int
) -> None:
    request_id = _add(sessions, clock, person_id, NORTE)
    with sessions.begin() as session:
        before = requests.load(session, request_id)
        assert requests.change(session, request_id, {RequestStatus.PENDING}, **_assigned(clock))
        after = requests.load(session, request_id)
    assert after is before
    assert after is not None
    assert after.status is RequestStatus.ASSIGNED


@pytest.mark.parametrize("values", [{}, _returned()], ids=["pending", "returned"])
def test_a_pending_and_a_returned_request_are_open(
    sessions: Sessions, clock: Clock, person_id: int, values: dict[str, Any]
) -> None:
    request_id = _add(sessions, clock, person_id, NORTE, **values)
    with sessions() as session:
        found = requests.open_of(session, NORTE)
        assert found is not None
        assert found.id == request_id
        assert requests.open_of(session, CENTRO) is None


def test_a_request_with_keys_is_not_open(sessions: Sessions, clock: Clock, person_id: int) -> None:
    _add(sessions, clock, person_id, NORTE, **_assigned(clock))
    with sessions() as session:
        assert requests.open_of(session, NORTE) is None


@pytest.mark.parametrize("values", [{}, _returned()], ids=["pending", "returned"])
def test_the_database_itself_refuses_a_second_open_request(
    sessions: Sessions, clock: Clock, person_id: int, values: dict[str, Any]
) -> None:
    _add(sessions, clock, person_id, NORTE, **values)
    with pytest.raises(IntegrityError):
        _add(sessions, clock, person_id, NORTE)
    _add(sessions, clock, person_id, CENTRO)


@pytest.mark.parametrize("closed", [RequestStatus.SUPERSEDED, RequestStatus.CANCELLED])
def test_closed_requests_leave_room_for_the_next(
    sessions: Sessions, clock: Clock, person_id: int, closed: RequestStatus
) -> None:
    for _ in range(2):
        _add(sessions, clock, person_id, NORTE, status=closed)
    _add(sessions, clock, person_id, NORTE, **_assigned(clock))
    _add(sessions, clock, person_id, NORTE)


def test_the_database_itself_refuses_a_second_request_whose_keys_are_in_force(
    sessions: Sessions, clock: Clock, person_id: int
) -> None:
    _add(sessions, clock, person_id, NORTE, **_assigned(clock))
    with pytest.raises(IntegrityError):
        _add(sessions, clock, person_id, NORTE, **_assigned(clock))
    _add(sessions, clock, person_id, CENTRO, **_assigned(clock))


def test_the_request_in_force_is_the_one_whose_keys_are(
    sessions: Sessions, clock: Clock, person_id: int
) -> None:
    _add(sessions, clock, person_id, NORTE, status=RequestStatus.SUPERSEDED)
    in_force = _add(sessions, clock, person_id, NORTE, **_assigned(clock))
    _add(sessions, clock, person_id, NORTE)
    with sessions() as session:
        found = requests.in_force_of(session, NORTE)
        assert requests.in_force_of(session, CENTRO) is None
    assert found is not None
    assert (found.id, found.provider.codigo) == (in_force, NORTE)


def test_a_return_without_reason_and_an_assignment_without_moment_cannot_be_stored(
    sessions: Sessions, clock: Clock, person_id: int
) -> None:
    with pytest.raises(IntegrityError):
        _add(sessions, clock, person_id, NORTE, status=RequestStatus.RETURNED)
    with pytest.raises(IntegrityError):
        _add(sessions, clock, person_id, NORTE, status=RequestStatus.ASSIGNED)


def test_the_newest_request_of_each_sede_comes_by_codigo(
    sessions: Sessions, clock: Clock, person_id: int
) -> None:
    centro = _add(sessions, clock, person_id, CENTRO)
    _add(sessions, clock, person_id, NORTE, **_assigned(clock))
    clock.advance(days=1)
    norte = _add(sessions, clock, person_id, NORTE)
    _add(sessions, clock, person_id, OTHER)
    with sessions() as session:
        found = requests.latest_of_nit(session, NIT)
        assert list(requests.latest_of_nit(session, "901000303")) == []
    assert [request.id for request in found] == [norte, centro]
    assert found[0].provider.codigo == NORTE


def test_of_two_requests_of_one_moment_the_later_stored_is_the_newest(
    sessions: Sessions, clock: Clock, person_id: int
) -> None:
    _add(sessions, clock, person_id, NORTE, **_assigned(clock))
    second = _add(sessions, clock, person_id, NORTE)
    with sessions() as session:
        assert [request.id for request in requests.latest_of_nit(session, NIT)] == [second]


def test_a_cancelled_request_stands_for_a_sede_only_where_no_other_was_sent(
    sessions: Sessions, clock: Clock, person_id: int
) -> None:
    former = _add(sessions, clock, person_id, NORTE, **_assigned(clock))
    clock.advance(days=1)
    _add(sessions, clock, person_id, NORTE, status=RequestStatus.CANCELLED)
    only = _add(sessions, clock, person_id, CENTRO, status=RequestStatus.CANCELLED)
    with sessions() as session:
        found = requests.latest_of_nit(session, NIT)
    assert [request.id for request in found] == [former, only]


def test_what_was_cancelled_is_no_history(sessions: Sessions, clock: Clock, person_id: int) -> None:
    _add(sessions, clock, person_id, NORTE, status=RequestStatus.CANCELLED)
    with sessions() as session:
        assert not requests.has_history(session, NORTE)


def test_history_is_of_one_sede(sessions: Sessions, clock: Clock, person_id: int) -> None:
    _add(sessions, clock, person_id, NORTE)
    with sessions() as session:
        assert requests.has_history(session, NORTE)
        assert not requests.has_history(session, CENTRO)


def test_only_pending_requests_wait_for_an_official(sessions: Sessions, clock: Clock, person_id: int) -> None:
    with sessions() as session:
        assert requests.count_pending(session) == 0
    _add(sessions, clock, person_id, NORTE)
    _add(sessions, clock, person_id, CENTRO, **_returned())
    _add(sessions, clock, person_id, OTHER, **_assigned(clock))
    with sessions() as session:
        assert requests.count_pending(session) == 1


def test_a_change_counts_the_version_and_one_that_comes_too_late_does_nothing(
    sessions: Sessions, clock: Clock, person_id: int
) -> None:
    request_id = _add(sessions, clock, person_id, NORTE)
    with sessions.begin() as session:
        assert requests.change(session, request_id, {RequestStatus.PENDING}, **_returned())
        assert not requests.change(session, request_id, {RequestStatus.PENDING}, **_assigned(clock))
        assert not requests.change(session, 999, {RequestStatus.PENDING}, **_assigned(clock))
    with sessions() as session:
        request = requests.load(session, request_id)
    assert request is not None
    assert (request.status, request.version, request.assigned_at) == (RequestStatus.RETURNED, 2, None)


def test_a_change_may_ask_that_nothing_changed_since_a_version_was_read(
    sessions: Sessions, clock: Clock, person_id: int
) -> None:
    request_id = _add(sessions, clock, person_id, NORTE, version=3)
    with sessions.begin() as session:
        assert not requests.change(session, request_id, {RequestStatus.PENDING}, 2, **_returned())
        assert not requests.change(session, request_id, {RequestStatus.RETURNED}, 3, **_assigned(clock))
        assert requests.change(session, request_id, {RequestStatus.PENDING}, 3, **_returned())
    with sessions() as session:
        request = requests.load(session, request_id)
    assert request is not None
    assert (request.status, request.version) == (RequestStatus.RETURNED, 4)


def test_a_change_may_admit_several_statuses(sessions: Sessions, clock: Clock, person_id: int) -> None:
    ids = [_add(sessions, clock, person_id, NORTE), _add(sessions, clock, person_id, CENTRO, **_returned())]
    with sessions.begin() as session:
        for request_id in ids:
            assert requests.change(
                session, request_id, frozenset(requests.OPEN), status=RequestStatus.CANCELLED
            )
            assert not requests.change(session, request_id, frozenset(requests.OPEN))


def test_a_change_may_ask_that_the_answers_are_still_those_of_a_moment(
    sessions: Sessions, clock: Clock, person_id: int
) -> None:
    request_id = _add(sessions, clock, person_id, NORTE)
    pending, asked = {RequestStatus.PENDING}, clock.now()
    clock.advance(hours=1)
    with sessions.begin() as session:
        assert requests.change(session, request_id, pending, taken_by_id=person_id)
        assert requests.change(session, request_id, pending, submitted_at=asked, resubmitted_at=clock.now())
        assert not requests.change(session, request_id, pending, submitted_at=asked)
        assert requests.change(session, request_id, pending, submitted_at=clock.now())


def test_whoever_corrected_a_request_submitted_it_and_before_that_whoever_asked(
    sessions: Sessions, clock: Clock, person_id: int
) -> None:
    other = Person(
        team_id="T0TEAM",
        user_id="U0RODRIGO",
        role=Role.MANAGER,
        status=PersonStatus.ACTIVE,
        login="U0RODRIGO",
        registered_at=clock.now(),
    )
    with sessions.begin() as session:
        session.add(other)
    request_id = _add(sessions, clock, person_id, NORTE)

    def submitter() -> str:
        with sessions() as session:
            request = requests.load(session, request_id)
            assert request is not None
            return request.submitted_by.user_id

    assert submitter() == "U0BEATRIZ"
    with sessions.begin() as session:
        assert requests.change(session, request_id, {RequestStatus.PENDING}, resubmitted_by_id=other.id)
    assert submitter() == "U0RODRIGO"
