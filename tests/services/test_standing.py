import pytest

from bot.services.access import Actor
from bot.services.registration import register
from bot.services.standing import standing
from storage.enums import Environment, PersonStatus, RequestStatus
from tests.services.office import (
    ANDRES,
    BEATRIZ,
    CAMILA,
    CENTRO,
    HOSPITAL,
    LAURA,
    MATEO,
    NORTE,
    SUR,
    TOMAS,
    Office,
)
from tests.services.typed import delegate_form


@pytest.mark.parametrize("actor", [TOMAS, Actor("T0ELSEWHERE", CAMILA.user_id)])
def test_a_stranger_stands_nowhere_and_learns_nothing(office: Office, actor: Actor) -> None:
    office.request()
    found = standing(office.desk, actor)
    assert (found.person, found.provider, found.active) == (None, None, False)
    assert (list(found.requests), found.keys, found.pending) == ([], {}, 0)


def test_a_delegate_who_waits_sees_the_provider_and_no_requests(office: Office) -> None:
    office.request(NORTE, ANDRES)
    register(office.desk, TOMAS, delegate_form())
    found = standing(office.desk, TOMAS)
    assert found.person is not None
    assert (found.person.status, found.active) == (PersonStatus.PENDING, False)
    assert found.provider is not None
    assert (list(found.requests), found.keys) == ([], {})


def test_a_delegate_sees_the_newest_request_of_each_sede_of_their_own_nit(office: Office) -> None:
    office.assigned()
    office.assigned(NORTE, ANDRES, number=11)
    renewal = office.request(NORTE, ANDRES)
    returned = office.returned(SUR, MATEO)
    found = standing(office.desk, MATEO)
    assert [(request.codigo, request.id, request.status) for request in found.requests] == [
        (NORTE, renewal, RequestStatus.PENDING),
        (SUR, returned, RequestStatus.RETURNED),
    ]
    assert found.active
    assert found.requests[0].provider.sede == "SEDE NORTE"


def test_a_delegate_sees_when_the_keys_in_force_expire(office: Office) -> None:
    office.assigned(number=1)
    office.clock.advance(days=100)
    office.assigned(number=11)
    found = standing(office.desk, LAURA)
    assert found.now == office.clock.now()
    assert {environment: key.version for environment, key in found.keys[HOSPITAL].items()} == {
        Environment.PRODUCTION: 2,
        Environment.PREPRODUCTION: 2,
    }


def test_looking_is_not_noted(office: Office) -> None:
    office.assigned()
    with office.nothing_stored():
        standing(office.desk, LAURA)


@pytest.mark.parametrize("actor", [CAMILA, BEATRIZ])
def test_officials_and_managers_see_how_many_requests_wait_and_none_of_them(
    office: Office, actor: Actor
) -> None:
    office.assigned()
    office.returned(NORTE, ANDRES)
    office.request(CENTRO, ANDRES)
    office.request(SUR, ANDRES)
    found = standing(office.desk, actor)
    assert (found.pending, list(found.requests), found.keys) == (2, [], {})


@pytest.mark.parametrize("status", [PersonStatus.PENDING, PersonStatus.REJECTED, PersonStatus.SUSPENDED])
@pytest.mark.parametrize("actor", [CAMILA, LAURA])
def test_whoever_is_not_active_sees_only_their_own_registration(
    office: Office, actor: Actor, status: PersonStatus
) -> None:
    office.assigned()
    office.request(NORTE, ANDRES)
    office.change(actor, status=status)
    found = standing(office.desk, actor)
    assert found.person is not None
    assert (found.active, found.pending, list(found.requests), found.keys) == (False, 0, [], {})
