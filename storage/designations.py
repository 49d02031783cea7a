"""The list of designated delegates (§6.1): one of them, and the list as a whole."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Insert, bindparam, delete, select, text
from sqlalchemy.orm import Session

from storage.db import insert_into
from storage.enums import DocumentType, PersonStatus, Role
from storage.models import Designation, Person, Provider


class Post(NamedTuple):
    """What somebody is designated for: to speak for a NIT, with this document. The list has each once."""

    nit: str
    document_type: DocumentType
    document_number: str


class Designee(NamedTuple):
    """Who is designated, as the list names them, and the e-mail that is theirs."""

    name: str
    email: str


def find(session: Session, post: Post) -> Designation | None:
    """Return one designation."""
    return session.scalar(select(Designation).filter_by(**post._asdict()))


def hold_nit(session: Session, nit: str) -> None:
    """Let nobody else come by this way for a NIT's designations until the transaction ends."""
    # SQLite has one writer anyway, and takes no notice of the lock.
    session.execute(
        select(Designation.id).where(Designation.nit == nit).order_by(Designation.id).with_for_update()
    )


def whole_list(session: Session) -> Mapping[Post, Designee]:
    """Return every designation there is."""
    columns = (getattr(Designation, name) for name in (*Post._fields, *Designee._fields))
    return {Post(*row[:3]): Designee(*row[3:]) for row in session.execute(select(*columns))}


def hold_list(session: Session) -> None:
    """Let nobody else write designations until the transaction ends; reading goes on."""
    if session.get_bind().dialect.name == "postgresql":
        # Two imports at once would each count against what the other has not committed; SQLite has one writer anyway.
        session.execute(text("LOCK TABLE designations IN SHARE ROW EXCLUSIVE MODE"))


def put(session: Session, designees: Mapping[Post, Designee]) -> None:
    """Add the designations that are new and overwrite name and e-mail of the others."""
    if not designees:
        return
    connection = session.connection()
    rows = [post._asdict() | designee._asdict() for post, designee in designees.items()]
    connection.execute(_upsert(session), rows)


def remove(session: Session, posts: Collection[Post]) -> None:
    """Take designations off the list."""
    if not posts:
        return
    # Prefixed: the names of the columns are taken.
    same = (getattr(Designation, name) == bindparam(f"its_{name}") for name in Post._fields)
    rows = [{f"its_{name}": value for name, value in post._asdict().items()} for post in posts]
    session.connection().execute(delete(Designation).where(*same), rows)


def directory_nits(session: Session) -> Collection[str]:
    """Return every NIT that has a sede in the directory of providers."""
    return set(session.scalars(select(Provider.nit).distinct()))


def active_delegates(session: Session) -> Mapping[Post, list[Person]]:
    """Return every delegate who may act, by what they would be designated for; of several workspaces, several."""
    found: dict[Post, list[Person]] = {}
    active: Any = select(Person).where(Person.role == Role.DELEGATE, Person.status == PersonStatus.ACTIVE)
    for person in session.scalars(active.order_by(Person.nit, Person.login)):
        post = Post(person.nit or "", person.document_type, person.document_number or "")
        found.setdefault(post, []).append(person)
    return found


def _upsert(session: Session) -> Insert:
    add = insert_into(session, Designation)
    changes = {name: add.excluded[name] for name in Designee._fields}
    return add.on_conflict_do_update(index_elements=Post._fields, set_=changes)
