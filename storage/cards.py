"""Where our messages stand: one card per subject in a channel, and the direct message of each person."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.enums import CardKind
from storage.models import Card, Person


def find(session: Session, kind: CardKind, subject_id: int) -> Card | None:
    """Return the card about a registration or a request, if it was ever posted."""
    return session.scalar(select(Card).where(Card.kind == kind, Card.subject_id == subject_id))


def place(session: Session, kind: CardKind, subject_id: int, channel: str, ts: str, version: int) -> None:
    """Note where the card stands and which version of its subject it shows; the place before is forgotten."""
    card = find(session, kind, subject_id)
    if card is None:
        card = Card(kind=kind, subject_id=subject_id)
        session.add(card)
    card.channel, card.ts, card.drawn_version = channel, ts, version
    session.flush()


def remember_dm(session: Session, person_id: int, channel: str | None) -> None:
    """Note the channel of a person's direct messages, or forget it. It is no change a card would show."""
    session.execute(update(Person).where(Person.id == person_id).values(dm_channel=channel))
