"""What an official finds in the Listado de Tokens, and whether a search goes straight to its only match."""

import pytest

from bot.errors import NotAllowedError
from bot.forms.search import ListState, TokenList
from bot.services.access import Actor
from bot.services.keys.assigning import assign_keys
from bot.services.keys.token_list import PAGE_SIZE, Listing, list_tokens
from bot.services.keys.updating import update_keys
from bot.services.requests.taking import take_request
from storage import providers
from storage.enums import Environment
from storage.providers import Entry
from tests.services.office import (
    ANDRES,
    BEATRIZ,
    CAMILA,
    CENTRO,
    HOSPITAL,
    HOSPITAL_NIT,
    JULIAN,
    LAURA,
    NORTE,
    TOMAS,
    Office,
)

ASSIGN, UPDATE = TokenList.ASSIGN, TokenList.UPDATE


@pytest.fixture
def office(office: Office) -> Office:
    """The ministry after its directory was imported, with the words that providers are found by."""
    with office.sessions.begin() as session:
        providers.put(session, list(providers.directory(session).values()))
    return office


def _search(office: Office, which: TokenList, text: str, actor: Actor = CAMILA) -> Listing:
    return list_tokens(office.desk, actor, ListState(which=which).searching(text))


def _found(office: Office, which: TokenList, text: str) -> list[str]:
    return sorted(row.codigo for row in _search(office, which, text).page.rows)


@pytest.mark.parametrize("which", TokenList)
@pytest.mark.parametrize("actor", [LAURA, BEATRIZ, TOMAS])
def test_only_an_official_sees_the_lists(office: Office, which: TokenList, actor: Actor) -> None:
    with pytest.raises(NotAllowedError):
        list_tokens(office.desk, actor, ListState(which=which))


def test_what_waits_is_in_one_list_and_what_has_keys_in_the_other(office: Office) -> None:
    office.assigned(HOSPITAL, LAURA, number=1)
    office.request(NORTE, ANDRES)
    office.returned(CENTRO, ANDRES)
    assert _found(office, ASSIGN, "") == [NORTE]
    assert _found(office, UPDATE, "") == [HOSPITAL]


@pytest.mark.parametrize(
    "text", ["901000101-4", HOSPITAL_NIT, HOSPITAL, "2599900001-01", "E.S.E.", "Róque", "hospital villa"]
)
def test_nit_codigo_and_name_find_a_provider_however_they_are_typed(office: Office, text: str) -> None:
    office.request(HOSPITAL, LAURA)
    office.request(NORTE, ANDRES)
    assert _found(office, ASSIGN, text) == [HOSPITAL]


@pytest.mark.parametrize(
    ("text", "codigos"),
    [
        ("Pendiente", [NORTE, HOSPITAL]),
        ("resolicitud", [HOSPITAL]),
        ("Inscripción", [NORTE]),
        ("Resolicitud Token", [HOSPITAL]),
        ("pendiente clínica", [NORTE]),
        ("asignado", []),
        ("devuelta", []),
    ],
)
def test_what_waits_is_found_by_its_state_in_the_manuals_words(
    office: Office, text: str, codigos: list[str]
) -> None:
    office.assigned(HOSPITAL, LAURA, number=1)
    office.request(HOSPITAL, LAURA)
    office.request(NORTE, ANDRES)
    assert _found(office, ASSIGN, text) == codigos


@pytest.mark.parametrize(
    ("text", "codigos"),
    [
        ("asignado", [NORTE]),
        ("Reasignado", [HOSPITAL]),
        ("por vencer", [NORTE]),
        ("Por Vencer clínica", [NORTE]),
        ("por vencer hospital", []),
        ("vencida", []),
        ("pendiente", []),
    ],
)
def test_who_has_keys_is_found_by_their_state_and_expiry(
    office: Office, text: str, codigos: list[str]
) -> None:
    hospital = office.assigned(HOSPITAL, LAURA, number=1)
    entries = [office.entry(Environment.PRODUCTION, 11, days=400)]
    update_keys(office.desk, CAMILA, office.request_read(hospital), entries)
    assign_keys(
        office.desk,
        CAMILA,
        office.request(NORTE, ANDRES),
        [office.entry(Environment.PRODUCTION, 21, days=30)],
    )
    assert _found(office, UPDATE, text) == codigos


def test_keys_that_expired_are_found_as_such_and_not_as_about_to(office: Office) -> None:
    office.assigned(HOSPITAL, LAURA, number=1)
    office.clock.advance(days=181)
    assert _found(office, UPDATE, "vencida") == [HOSPITAL]
    assert _found(office, UPDATE, "por vencer") == []


def test_the_first_expiry_of_each_row_comes_along_only_where_there_are_keys(office: Office) -> None:
    office.assigned(HOSPITAL, LAURA, number=1)
    office.request(HOSPITAL, LAURA)
    assert list(_search(office, UPDATE, "").expiries) == [HOSPITAL]
    assert _search(office, ASSIGN, "").expiries == {}


def test_a_page_beyond_the_end_shows_the_last_and_says_which(office: Office) -> None:
    delegate = office.person(LAURA)
    with office.sessions.begin() as session:
        entries = [Entry(f"11999{number:07}", delegate.nit or "", "SEDE", "", "", "") for number in range(12)]
        providers.put(session, entries)
    for entry in entries:
        office.request(entry.codigo)
    found = list_tokens(office.desk, CAMILA, ListState(which=ASSIGN, page=9))
    assert (found.state.page, len(found.page.rows)) == (2, 12 - PAGE_SIZE)


class TestStraightTo:
    def test_the_only_match_of_a_search(self, office: Office) -> None:
        request_id = office.request(HOSPITAL, LAURA)
        office.request(NORTE, ANDRES)
        assert _search(office, ASSIGN, HOSPITAL_NIT).straight_to == request_id

    def test_not_without_a_search(self, office: Office) -> None:
        office.request(HOSPITAL, LAURA)
        assert _search(office, ASSIGN, "").straight_to is None

    def test_not_among_several_or_none(self, office: Office) -> None:
        office.request(NORTE, ANDRES)
        office.request(CENTRO, ANDRES)
        assert _search(office, ASSIGN, "clínica").straight_to is None
        assert _search(office, ASSIGN, "zapatería").straight_to is None

    def test_not_to_what_another_official_took_until_the_take_ends(self, office: Office) -> None:
        request_id = office.request(HOSPITAL, LAURA)
        take_request(office.desk, JULIAN, request_id)
        assert _search(office, ASSIGN, HOSPITAL_NIT).straight_to is None
        assert _search(office, ASSIGN, HOSPITAL_NIT, JULIAN).straight_to == request_id
        office.clock.advance(days=3)
        assert _search(office, ASSIGN, HOSPITAL_NIT).straight_to == request_id
