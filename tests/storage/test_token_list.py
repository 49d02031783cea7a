"""A page of the Listado de Tokens: what it finds, in which order, and that SQL reads states as the rules do."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.rules.states import EXPIRING, expiry_state, request_state
from storage import token_list
from storage.db import Sessions
from storage.enums import Environment, PersonStatus, RequestKind, RequestStatus, Role, TokenState
from storage.models import Key, KeyRequest, Person
from storage.paging import Page
from storage.providers import Entry, put
from storage.token_list import Expiry, Term
from storage.words import words_of
from tests.clock import Clock

PENDING, ASSIGNED = RequestStatus.PENDING, RequestStatus.ASSIGNED
NO_WORD = "zz"
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
EXPIRIES = (None, -DAY, timedelta(), SECOND, EXPIRING, EXPIRING + SECOND)
NAMES = ("CLÍNICA LA PAZ", "E.S.E. HOSPITAL LA PAZ", "CLÍNICA DEL SUR S.A.S.", "CONSULTORIO PÉREZ")


@pytest.fixture(params=[token_list._COMMON, 0], ids=["gathered", "row by row"])
def _written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways in which a condition is written, by what counts as common."""
    monkeypatch.setattr(token_list, "_COMMON", request.param)


class Shelf:
    """Requests put straight into the tables, one provider each."""

    def __init__(self, sessions: Sessions, clock: Clock) -> None:
        self.sessions, self.now = sessions, clock.now()
        self.requests: list[KeyRequest] = []
        self.first_expiries: dict[str, datetime] = {}
        self.person = Person(
            team_id="T0TEAM",
            user_id="U0BEATRIZ",
            role=Role.MANAGER,
            status=PersonStatus.ACTIVE,
            login="U0BEATRIZ",
            registered_at=self.now,
        )
        with sessions.begin() as session:
            session.add(self.person)

    def add(self, name: str = "PRESTADOR", *expires: timedelta | None, **values: Any) -> KeyRequest:
        """A provider's request; `expires` tells of the keys in force, by how long each lasts from now on."""
        number = len(self.requests)
        codigo = f"11999{number:07}"
        request = KeyRequest(
            **{
                "codigo": codigo,
                "kind": RequestKind.ENROLLMENT,
                "status": PENDING,
                "supplier_name": "Sistemas Villaflor",
                "software_name": "Historia Uno",
                "lead_name": "Marcela Pineda",
                "lead_email": "sistemas@sanroque.example.com",
                "lead_phone": "+573001234567",
                "responsible_name": "Jorge Ríos",
                "responsible_email": "datos@sanroque.example.com",
                "responsible_phone": "+576013305043",
                "requested_by_id": self.person.id,
                "requested_at": self.now - timedelta(hours=number // 2),  # two of each moment: the id decides
                "assigned_at": self.now,
                "return_reason": "El correo no existe.",
            }
            | values
        )
        with self.sessions.begin() as session:
            put(session, [Entry(codigo, str(800_000_000 + number), name, "", "", "")])
            session.add(request)
            session.flush()
            session.add_all(self._keys(request, [each for each in expires if each is not None]))
        self.requests.append(request)
        return request

    def _keys(self, request: KeyRequest, expires: Sequence[timedelta]) -> Iterator[Key]:
        for number, (environment, left) in enumerate(zip(Environment, expires, strict=False)):
            key = {
                "codigo": request.codigo,
                "environment": environment,
                "client_id": f"{number:036}",
                "secret_ciphertext": "sealed",
                "secret_fingerprint": f"{number:064}",
                "request_id": request.id,
                "assigned_by_id": self.person.id,
                "assigned_at": self.now,
            }
            # Every key in force has replaced one that expired long ago: a retired one never counts.
            yield Key(**key, version=1, expires_at=self.now - 99 * DAY, superseded_at=self.now)
            yield Key(**key, version=2, expires_at=self.now + left)
        if expires:
            self.first_expiries[request.codigo] = self.now + min(expires)

    def page(
        self,
        status: RequestStatus,
        *terms: Term,
        number: int = 1,
        size: int = 100,
        now: datetime | None = None,
    ) -> Page[KeyRequest]:
        moment = now or self.now
        with self.sessions.begin() as session:
            expiry = Expiry(moment, moment + EXPIRING)
            return token_list.page(session, status, terms, expiry, number=number, size=size)

    def found(self, status: RequestStatus, *words: str, **page: Any) -> list[int]:
        return [row.id for row in self.page(status, *(Term(word) for word in words), **page).rows]

    def states(self, request: KeyRequest) -> set[TokenState]:
        """What the rules say of a request, and of the first of its keys to expire."""
        states = {request_state(request.kind, request.status, updated=request.updated_at is not None)}
        first = self.first_expiries.get(request.codigo)
        if request.status is ASSIGNED and first and (expiry := expiry_state(first, self.now)):
            states.add(expiry)
        return states


@pytest.fixture
def shelf(sessions: Sessions, clock: Clock) -> Shelf:
    return Shelf(sessions, clock)


@pytest.mark.usefixtures("_written")
def test_every_state_means_in_sql_what_the_rules_make_of_it(shelf: Shelf) -> None:
    for kind, status, updated in product(RequestKind, RequestStatus, (None, shelf.now)):
        for first, second in product(EXPIRIES, EXPIRIES[::2]) if status is ASSIGNED else [(None, None)]:
            shelf.add("PRESTADOR", first, second, kind=kind, status=status, updated_at=updated)
    several = [set(some) for size in (1, 2, 3) for some in combinations(TokenState, size)]
    for status, wanted in product((PENDING, ASSIGNED), several):
        found = shelf.page(status, Term(NO_WORD, frozenset(wanted)), size=1_000)
        expected = {
            request.id
            for request in shelf.requests
            if request.status is status and shelf.states(request) & wanted
        }
        assert {row.id for row in found.rows} == expected, (status, wanted)
        assert found.total == len(expected)


@pytest.mark.usefixtures("_written")
def test_the_words_of_a_search_must_all_match_each_by_name_or_state(shelf: Shelf) -> None:
    named = shelf.add("POR FIN VENCER S.A.S.", 200 * DAY, status=ASSIGNED)
    expiring = shelf.add("CLÍNICA", DAY, status=ASSIGNED)
    shelf.add("POR LA PAZ", 200 * DAY, status=ASSIGNED)
    state = frozenset({TokenState.EXPIRING})
    found = shelf.page(ASSIGNED, Term("por", state), Term("vencer", state))
    assert {row.id for row in found.rows} == {named.id, expiring.id}
    found = shelf.page(ASSIGNED, Term("por", state), Term("clinica"))
    assert [row.id for row in found.rows] == [expiring.id]


@pytest.mark.usefixtures("_written")
def test_a_provider_is_found_by_nit_codigo_or_the_beginning_of_a_word_of_its_name(shelf: Shelf) -> None:
    first, second = shelf.add("CLÍNICA LA ESPERANZA"), shelf.add("E.S.E. HOSPITAL SAN ROQUE")
    assert shelf.found(PENDING, "800000001") == [second.id]
    assert shelf.found(PENDING, first.codigo) == [first.id]
    assert shelf.found(PENDING, "esper") == [first.id]
    assert shelf.found(PENDING, "ese", "roq") == [second.id]
    assert shelf.found(PENDING, "la", "roque") == []
    assert shelf.found(PENDING, "speranza") == []
    assert shelf.found(ASSIGNED, "esper") == []


def test_who_waits_longest_is_first_and_among_keys_the_newest(shelf: Shelf) -> None:
    waiting = [shelf.add().id for _ in range(5)]
    holding = [shelf.add(status=ASSIGNED).id for _ in range(4)]
    # Numbers 0 and 1 share a moment, 2 and 3 the one before; with equal moments the first to arrive waits longest.
    assert shelf.found(PENDING) == [waiting[place] for place in (4, 2, 3, 0, 1)]
    assert shelf.found(ASSIGNED) == [holding[place] for place in (0, 2, 1, 3)]


@pytest.mark.parametrize(("number", "page"), [(-3, 1), (0, 1), (1, 1), (3, 3), (4, 3), (99, 3)])
def test_a_page_beyond_an_end_is_the_page_at_that_end(shelf: Shelf, number: int, page: int) -> None:
    for _ in range(7):
        shelf.add()
    found = shelf.page(PENDING, number=number, size=3)
    assert (found.number, found.last, found.total) == (page, 3, 7)
    assert len(found.rows) == (1 if page == 3 else 3)


def test_a_list_without_requests_has_one_empty_page(shelf: Shelf) -> None:
    found = shelf.page(PENDING, number=5, size=3)
    assert (found.number, found.last, found.total, list(found.rows)) == (1, 1, 0, [])


def test_a_row_brings_its_provider_and_who_took_it(shelf: Shelf) -> None:
    shelf.add("CLÍNICA", taken_by_id=shelf.person.id, taken_until=shelf.now + DAY)
    (row,) = shelf.page(PENDING).rows
    assert row.provider.name == "CLÍNICA"
    assert row.holder(shelf.now) is not None


WORDS = st.lists(
    st.sampled_from(["c", "clinica", "la", "paz", "ese", "s", "sur", "sas", "perez", "8", NO_WORD]),
    max_size=4,
    unique=True,
)


@pytest.fixture
def library(shelf: Shelf) -> Shelf:
    """Some sixty requests under four names, of both kinds and statuses."""
    for number in range(60):
        kind = RequestKind.RENEWAL if number % 3 else RequestKind.ENROLLMENT
        shelf.add(NAMES[number % 4], kind=kind, status=ASSIGNED if number % 5 else PENDING)
    return shelf


@pytest.mark.usefixtures("_written")
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=WORDS, status=st.sampled_from([PENDING, ASSIGNED]), size=st.integers(1, 20))
def test_the_pages_of_a_search_are_all_its_matches_once_and_in_order(
    library: Shelf, words: list[str], status: RequestStatus, size: int
) -> None:
    expected = [
        request
        for request in library.requests
        if request.status is status and all(_has(request, library, word) for word in words)
    ]
    newest = status is ASSIGNED
    expected.sort(key=lambda request: (request.requested_at, request.id), reverse=newest)
    last = library.page(status, *(Term(word) for word in words), size=size).last
    found = [
        request_id
        for number in range(1, last + 1)
        for request_id in library.found(status, *words, number=number, size=size)
    ]
    assert found == [request.id for request in expected]


def _has(request: KeyRequest, library: Shelf, word: str) -> bool:
    number = library.requests.index(request)
    words = [request.codigo, str(800_000_000 + number), *words_of(NAMES[number % 4])]
    return any(each.startswith(word) for each in words)
