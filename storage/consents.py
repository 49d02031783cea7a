"""Consents: what was accepted, word for word, by whom and when."""

from datetime import datetime

from sqlalchemy.orm import Session

from storage.enums import ConsentKind
from storage.models import Consent, ConsentText


def record(
    session: Session,
    *,
    person_id: int,
    request_id: int | None,
    kind: ConsentKind,
    version: str,
    body: str,
    sha256: str,
    at: datetime,
) -> None:
    """Keep the proof that a person accepted a text, and the text itself the first time anybody does."""
    if session.get(ConsentText, sha256) is None:
        session.add(ConsentText(kind=kind, version=version, body=body, sha256=sha256))
        session.flush()
    session.add(
        Consent(person_id=person_id, request_id=request_id, kind=kind, text_sha256=sha256, accepted_at=at)
    )
