"""The directory of providers: by código de habilitación, by NIT, and as a whole."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Insert, delete, insert, select, text
from sqlalchemy.orm import Session

from storage.db import insert_into
from storage.models import Provider, ProviderWord
from storage.words import words_of


class Entry(NamedTuple):
    """One sede of the directory as a plain row, for work on tens of thousands at once; `Provider`'s columns."""

    codigo: str
    nit: str
    name: str
    sede: str
    municipality: str
    department: str


def of_nit(session: Session, nit: str) -> Sequence[Provider]:
    """Return every sede of a NIT, by código."""
    return session.scalars(select(Provider).where(Provider.nit == nit).order_by(Provider.codigo)).all()


def find(session: Session, codigo: str) -> Provider | None:
    """Return one sede."""
    return session.get(Provider, codigo)


def directory(session: Session) -> Mapping[str, Entry]:
    """Return every sede there is, by código."""
    columns = (getattr(Provider, name) for name in Entry._fields)
    return {row.codigo: Entry._make(row) for row in session.execute(select(*columns))}


def hold_directory(session: Session) -> None:
    """Let nobody else write providers until the transaction ends; reading, and rows that point here, go on."""
    if session.get_bind().dialect.name == "postgresql":
        # Two imports at once would each count against what the other has not committed; SQLite has one writer anyway.
        session.execute(text("LOCK TABLE providers IN SHARE ROW EXCLUSIVE MODE"))


def put(session: Session, entries: Sequence[Entry]) -> None:
    """Add the sedes whose código is new and overwrite the others, with the words they are searched by."""
    if not entries:
        return
    connection = session.connection()
    connection.execute(_upsert(session), [entry._asdict() for entry in entries])
    connection.execute(
        delete(ProviderWord).where(ProviderWord.codigo.in_([entry.codigo for entry in entries]))
    )
    words = [
        {"word": word, "codigo": entry.codigo}
        for entry in entries
        for word in {entry.codigo, entry.nit, *words_of(entry.name)}
    ]
    connection.execute(insert(ProviderWord), words)


def _upsert(session: Session) -> Insert:
    add = insert_into(session, Provider)
    changes = {name: add.excluded[name] for name in Entry._fields if name != "codigo"}
    return add.on_conflict_do_update(index_elements=["codigo"], set_=changes)
