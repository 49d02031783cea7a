"""Keys: the ones in force, their versions, and finding a secret used before."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from storage.enums import Environment
from storage.models import Key


def in_force(session: Session, codigo: str) -> dict[Environment, Key]:
    """Return the provider's current key per environment."""
    found = session.scalars(select(Key).where(Key.codigo == codigo, Key.superseded_at.is_(None)))
    return {key.environment: key for key in found}


def saved_with(session: Session, key_id: int) -> Sequence[Key]:
    """Return the keys that were saved together with one, itself among them: those of one Guardar."""
    one = session.get(Key, key_id)
    if one is None:
        return ()
    together = (Key.codigo == one.codigo, Key.assigned_at == one.assigned_at)
    return session.scalars(select(Key).where(*together).order_by(Key.id)).all()


def first_expiries(
    session: Session, codigos: Sequence[str], environments: Collection[Environment] = tuple(Environment)
) -> dict[str, datetime]:
    """Return when the first key in force of each provider expires, of some environments or of all.

    Providers without such keys are left out.
    """
    rows = session.execute(
        select(Key.codigo, func.min(Key.expires_at).label("expires_at"))
        .where(
            Key.codigo.in_(codigos), Key.environment.in_(sorted(environments)), Key.superseded_at.is_(None)
        )
        .group_by(Key.codigo)
    )
    return {row.codigo: row.expires_at for row in rows}


def with_fingerprint(session: Session, fingerprints: Sequence[str]) -> Key | None:
    """Return any key, current or not, that was entered with the same secret."""
    return session.scalar(select(Key).where(Key.secret_fingerprint.in_(fingerprints)).limit(1))


def with_client_id(session: Session, client_id: str) -> Key | None:
    """Return a key in force that has this ClientID."""
    return session.scalar(select(Key).where(Key.client_id == client_id, Key.superseded_at.is_(None)).limit(1))


def next_version(session: Session, codigo: str, environment: Environment) -> int:
    """Return the version number the next key of this provider and environment takes, from 1."""
    newest = session.scalar(
        select(func.max(Key.version)).where(Key.codigo == codigo, Key.environment == environment)
    )
    return (newest or 0) + 1


def replace(session: Session, key: Key) -> None:
    """Put a key in force and retire the one before it."""
    session.execute(
        update(Key)
        .where(Key.codigo == key.codigo, Key.environment == key.environment, Key.superseded_at.is_(None))
        .values(superseded_at=key.assigned_at)
    )
    session.add(key)
    session.flush()


def binding(codigo: str, environment: Environment, version: int) -> str:
    """Return the associated data that ties a ciphertext to its row."""
    return f"{codigo}/{environment.value}/{version}"
