"""The list of users: one page of people, searched by index."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union, union_all
from sqlalchemy.orm import Session, joinedload

from storage.enums import PersonStatus, Role
from storage.models import Person
from storage.paging import Page, last_page


@dataclass(frozen=True)
class Term:
    """One searched word.

    Where it stands for roles or states, one of them; otherwise a NIT, document number, login or Slack id that is one
    of `words`, in capitals as they are stored.
    """

    words: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()
    statuses: frozenset[PersonStatus] = frozenset()


def page(session: Session, team_id: str, terms: Collection[Term], *, number: int, size: int) -> Page[Person]:
    """Return one page of the people of a team who match every term: who waits first, then the newest.

    A number beyond the end gives the last page.
    """
    wanted = and_(Person.team_id == team_id, *(_matches(session, team_id, term) for term in terms))
    total = session.scalar(select(func.count()).select_from(Person).where(wanted)) or 0
    number = min(max(number, 1), last_page(total, size))
    start = (number - 1) * size
    ids = session.execute(_ordered(wanted, start + size).offset(start).limit(size)).scalars().all()
    found = {
        person.id: person
        for person in session.scalars(
            select(Person).where(Person.id.in_(ids)).options(joinedload(Person.decided_by))
        )
    }
    return Page([found[person_id] for person_id in ids], number, size, total)


def _ordered(wanted: ColumnElement[bool], upto: int) -> Select[int]:
    # Each state on its own runs along the index of state and date, no further than the page; one order over all
    # states would sort the whole table.
    newest = [
        select(
            select(Person.id, Person.status, Person.registered_at)
            .where(wanted, Person.status == status)
            .order_by(Person.registered_at.desc(), Person.id.desc())
            .limit(upto)
            .subquery()
        )
        for status in PersonStatus
    ]
    each = union_all(*newest).subquery()
    waits = each.c.status == PersonStatus.PENDING
    return select(each.c.id).order_by(waits.desc(), each.c.registered_at.desc(), each.c.id.desc())


def _matches(session: Session, team_id: str, term: Term) -> ColumnElement[bool]:
    if term.roles or term.statuses:
        return or_(Person.role.in_(sorted(term.roles)), Person.status.in_(sorted(term.statuses)))
    # Each by its own index, and looked up beforehand: they are few, and given the alternatives in the condition
    # SQLite reads every row instead.
    named = union(
        *(
            select(Person.id).where(Person.team_id == team_id, column.in_(term.words))
            for column in (Person.nit, Person.document_number, Person.login, Person.user_id)
        )
    )
    return Person.id.in_(session.scalars(named).all())
