"""The audit: append-only lines, each carrying the hash of the one before."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from storage.enums import AuditAction
from storage.models import AuditLine

GENESIS = "0" * 64

_CHAIN_LOCK = 4_118_001  # any constant of ours: PostgreSQL's advisory locks are plain numbers


def append(
    session: Session,
    *,
    at: datetime,
    team_id: str,
    user_id: str,
    action: AuditAction,
    subject: str,
    **detail: Any,  # noqa: ANN401 - JSON values
) -> None:
    """Write one line in the caller's transaction. `detail` holds ids, dates and names of things, never a secret."""
    if session.get_bind().dialect.name == "postgresql":
        # Two transactions that read the same last line would fork the chain; SQLite has one writer anyway.
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CHAIN_LOCK})
    session.flush()
    previous = session.scalar(select(AuditLine.hash).order_by(AuditLine.id.desc()).limit(1)) or GENESIS
    line = AuditLine(
        at=at,
        team_id=team_id,
        user_id=user_id,
        action=action,
        subject=subject,
        detail=detail,
        previous_hash=previous,
    )
    line.hash = hash_of(line)
    session.add(line)
    session.flush()


def hash_of(line: AuditLine) -> str:
    """Return the SHA-256 of the line's content and of the hash before it."""
    content = [
        line.previous_hash,
        line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        line.team_id,
        line.user_id,
        line.action.value,
        line.subject,
        line.detail,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def first_broken(lines: Iterable[AuditLine]) -> AuditLine | None:
    """Return the first line, in order of id, that does not follow from the one before it."""
    previous = GENESIS
    for line in lines:
        if line.previous_hash != previous or line.hash != hash_of(line):
            return line
        previous = line.hash
    return None
