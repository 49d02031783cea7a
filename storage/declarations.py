"""Prerequisites (§6.1) that people say are met."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from storage.enums import Prerequisite
from storage.models import Declaration


def of_person(session: Session, person_id: int) -> Mapping[Prerequisite, datetime]:
    """Return what a person declared, and when."""
    rows = session.execute(
        select(Declaration.prerequisite, Declaration.declared_at).where(Declaration.person_id == person_id)
    )
    return {row.prerequisite: row.declared_at for row in rows}


def add(session: Session, person_id: int, prerequisites: Collection[Prerequisite], now: datetime) -> None:
    """Keep that a person declares these, none of which they did before."""
    if prerequisites:
        session.execute(
            insert(Declaration),
            [{"person_id": person_id, "prerequisite": each, "declared_at": now} for each in prerequisites],
        )
