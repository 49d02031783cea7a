import pytest

from bot.errors import NotAllowedError, OvertakenError, UserError
from bot.forms.users import UserListState
from bot.rules.governing import UserAct
from bot.services.access import Actor, Read
from bot.services.registration.registering import register
from bot.services.users.listing import list_users, user_file, user_file_as_read
from storage.enums import PersonStatus, Role
from tests.services.office import (
    ANDRES,
    BEATRIZ,
    CAMILA,
    HOSPITAL,
    LAURA,
    MATEO,
    NORTE,
    TOMAS,
    Office,
    active,
)
from tests.services.typed import CLINIC_NIT, delegate_form

ELSEWHERE = Actor("T0ELSEWHERE", "U0ELSEWHERE")


def _found(office: Office, search: str) -> list[str]:
    listing = list_users(office.desk, BEATRIZ, UserListState().searching(search))
    return [person.user_id for person in listing.page.rows]


@pytest.mark.parametrize("actor", [LAURA, CAMILA, TOMAS, Actor("T0ELSEWHERE", BEATRIZ.user_id)])
def test_only_a_manager_looks_at_users(office: Office, actor: Actor) -> None:
    with pytest.raises(NotAllowedError):
        list_users(office.desk, actor, UserListState())
    with pytest.raises(NotAllowedError):
        user_file(office.desk, actor, office.person(LAURA).id)


def test_everybody_is_listed_with_the_name_of_their_entity(office: Office) -> None:
    listing = list_users(office.desk, BEATRIZ, UserListState())
    assert listing.page.total == 6
    assert listing.entities[CLINIC_NIT].name.startswith("CLÍNICA LA ESPERANZA")
    assert listing.manager.user_id == BEATRIZ.user_id


def test_the_state_that_comes_back_names_the_page_that_is_shown(office: Office) -> None:
    listing = list_users(office.desk, BEATRIZ, UserListState(search="delegado", page=7))
    assert listing.state == UserListState(search="delegado", page=1)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("901.000.101-4", [LAURA.user_id]),
        ("1000000004", [CAMILA.user_id]),
        ("CC1000000002", [ANDRES.user_id]),
        ("<@U0MATEO|mateo>", [MATEO.user_id]),
        ("gerente", [BEATRIZ.user_id]),
        ("suspendido", []),
        ("nadie", []),
    ],
)
def test_people_are_found_by_what_is_known_of_them(office: Office, search: str, found: list[str]) -> None:
    assert _found(office, search) == found


def test_a_page_tells_the_entity_its_other_delegates_and_its_open_requests(office: Office) -> None:
    open_id = office.request(NORTE, ANDRES)
    office.assigned(HOSPITAL, LAURA)
    found = user_file(office.desk, BEATRIZ, office.person(ANDRES).id)
    assert found.provider is not None
    assert found.provider.nit == CLINIC_NIT
    assert [person.user_id for person in found.colleagues] == [MATEO.user_id]
    assert [request.id for request in found.requests] == [open_id]
    assert found.acts == {UserAct.SUSPEND, UserAct.CHANGE_DELEGATE}
    assert user_file(office.desk, BEATRIZ, office.person(LAURA).id).requests == []


def test_the_page_of_an_official_has_no_entity_and_ones_own_nothing_to_do(office: Office) -> None:
    official = user_file(office.desk, BEATRIZ, office.person(CAMILA).id)
    assert (official.provider, list(official.requests)) == (None, [])
    assert official.acts == {UserAct.SUSPEND}
    assert user_file(office.desk, BEATRIZ, office.person(BEATRIZ).id).acts == frozenset()


def test_a_page_names_who_decided(office: Office) -> None:
    office.change(LAURA, decided_by_id=office.person(CAMILA).id)
    found = user_file(office.desk, BEATRIZ, office.person(LAURA).id)
    assert found.person.decided_by is not None
    assert found.person.decided_by.user_id == CAMILA.user_id


def test_nobody_and_people_of_another_team_have_no_page(office: Office) -> None:
    far = office.add(active(office.clock, ELSEWHERE, Role.DELEGATE, "1090000001", CLINIC_NIT))
    for person_id in (999, far):
        with pytest.raises(UserError, match="/llaves usuarios"):
            user_file(office.desk, BEATRIZ, person_id)


def test_a_page_that_shows_an_older_version_leads_no_further(office: Office) -> None:
    person = register(office.desk, TOMAS, delegate_form()).person
    assert user_file_as_read(office.desk, BEATRIZ, Read(person.id, person.version)).person.id == person.id
    office.change(TOMAS, status=PersonStatus.ACTIVE, version=2)
    with pytest.raises(OvertakenError, match="cambió desde que usted lo leyó"):
        user_file_as_read(office.desk, BEATRIZ, Read(person.id, person.version))
