from collections.abc import Collection
from datetime import timedelta

import pytest
from sqlalchemy import event, insert

from storage import user_list
from storage.db import Sessions
from storage.enums import DocumentType, PersonStatus, Role
from storage.models import Person
from storage.paging import Page
from storage.user_list import Term
from tests.clock import Clock

TEAM = "T0TEAM"
NIT = "901000202"
MANY = 500


def _person(clock: Clock, number: int, **values: object) -> dict[str, object]:
    return {
        "team_id": TEAM,
        "user_id": f"U{number:08}",
        "role": Role.DELEGATE,
        "status": PersonStatus.ACTIVE,
        "nit": f"{910_000_000 + number}",
        "document_type": DocumentType.CC,
        "document_number": f"{1_000_000_000 + number}",
        "login": f"ADMINHCEIPS{910_000_000 + number}",
        "registered_at": clock.now() - timedelta(minutes=number),
        "guest": False,
        "version": 1,
        **values,
    }


def _fill(sessions: Sessions, *people: dict[str, object]) -> None:
    with sessions.begin() as session:
        session.execute(insert(Person), people)


def _page(sessions: Sessions, *terms: Term, number: int = 1, size: int = 10) -> Page[Person]:
    with sessions() as session:
        return user_list.page(session, TEAM, terms, number=number, size=size)


def _users(page: Page[Person]) -> list[str]:
    return [person.user_id for person in page.rows]


def _named(*words: str) -> Term:
    return Term(words=frozenset(words))


def test_who_waits_comes_first_and_then_the_newest_whatever_the_state(
    sessions: Sessions, clock: Clock
) -> None:
    states = [
        PersonStatus.ACTIVE,
        PersonStatus.REJECTED,
        PersonStatus.PENDING,
        PersonStatus.SUSPENDED,
        PersonStatus.PENDING,
    ]
    _fill(sessions, *(_person(clock, number, status=status) for number, status in enumerate(states)))
    assert _users(_page(sessions)) == ["U00000002", "U00000004", "U00000000", "U00000001", "U00000003"]


def test_pages_follow_one_another_without_a_gap_and_beyond_the_end_stands_the_last(
    sessions: Sessions, clock: Clock
) -> None:
    states = list(PersonStatus)
    _fill(sessions, *(_person(clock, number, status=states[number % 4]) for number in range(23)))
    pages = [_page(sessions, number=number) for number in (1, 2, 3)]
    seen = [user for page in pages for user in _users(page)]
    assert len(seen) == len(set(seen)) == 23
    assert [page.last for page in pages] == [3, 3, 3]
    beyond = _page(sessions, number=9)
    assert (beyond.number, _users(beyond)) == (3, _users(pages[2]))
    assert _page(sessions, number=-1).number == 1


def test_an_empty_list_has_one_page(sessions: Sessions) -> None:
    page = _page(sessions, number=4)
    assert (page.rows, page.number, page.total, page.last) == ([], 1, 0, 1)


@pytest.mark.parametrize(
    "word", ["910000003", "1000000003", "ADMINHCEIPS910000003", "U00000003"], ids=lambda word: word
)
def test_a_nit_a_document_a_login_or_a_slack_user_finds_its_person(
    sessions: Sessions, clock: Clock, word: str
) -> None:
    _fill(sessions, *(_person(clock, number) for number in range(6)))
    assert _users(_page(sessions, _named(word))) == ["U00000003"]
    assert _users(_page(sessions, _named(word, "9100000034"))) == ["U00000003"]
    assert _users(_page(sessions, _named(word[:-1]))) == []


def test_every_term_must_hold(sessions: Sessions, clock: Clock) -> None:
    _fill(
        sessions,
        _person(clock, 0, nit=NIT),
        _person(clock, 1, nit=NIT, status=PersonStatus.SUSPENDED),
        _person(clock, 2, status=PersonStatus.SUSPENDED),
        _person(clock, 3, role=Role.OFFICIAL, nit=None, status=PersonStatus.SUSPENDED),
    )
    suspended = Term(statuses=frozenset({PersonStatus.SUSPENDED}))
    assert _users(_page(sessions, suspended)) == ["U00000001", "U00000002", "U00000003"]
    assert _users(_page(sessions, suspended, _named(NIT))) == ["U00000001"]
    assert _users(_page(sessions, suspended, Term(roles=frozenset({Role.OFFICIAL})))) == ["U00000003"]
    either = Term(roles=frozenset({Role.OFFICIAL}), statuses=frozenset({PersonStatus.ACTIVE}))
    assert _users(_page(sessions, either)) == ["U00000000", "U00000003"]


def test_people_of_another_team_are_not_listed(sessions: Sessions, clock: Clock) -> None:
    _fill(sessions, _person(clock, 0), _person(clock, 1, team_id="T0OTHER", nit=NIT))
    assert _users(_page(sessions)) == ["U00000000"]
    assert _page(sessions, _named(NIT)).total == 0


SEARCHES: dict[str, tuple[Collection[Term], int]] = {
    "everybody": ([], 1),
    "a deep page": ([], 40),
    "nit": ([_named("910000077")], 1),
    "login": ([_named("ADMINHCEIPS910000077")], 1),
    "state": ([Term(statuses=frozenset({PersonStatus.SUSPENDED}))], 1),
    "role": ([Term(roles=frozenset({Role.MANAGER}))], 1),
    "nobody": ([_named("NADIE")], 1),
}


@pytest.mark.parametrize(("terms", "number"), SEARCHES.values(), ids=list(SEARCHES))
def test_a_page_reads_no_more_people_than_it_shows(
    sessions: Sessions, clock: Clock, terms: Collection[Term], number: int
) -> None:
    states = [PersonStatus.ACTIVE] * 18 + [PersonStatus.PENDING, PersonStatus.SUSPENDED]
    _fill(sessions, *(_person(clock, number, status=states[number % 20]) for number in range(MANY)))
    loaded = []

    def count(_person: Person, _context: object) -> None:
        loaded.append(1)

    event.listen(Person, "load", count)
    try:
        page = _page(sessions, *terms, number=number)
    finally:
        event.remove(Person, "load", count)
    assert len(loaded) == len(page.rows) <= 10
