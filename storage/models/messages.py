"""What Slack was told, and what it must still be told."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.enums import CardKind, IntentKind, IntentStatus, Priority
from storage.models.base import Base


class Card(Base):
    """Where the one message about a registration or a request stands, and which version it shows."""

    __tablename__ = "cards"
    __table_args__ = (UniqueConstraint("kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[CardKind]
    subject_id: Mapped[int]
    channel: Mapped[str] = mapped_column(String(40))
    ts: Mapped[str] = mapped_column(String(40))
    drawn_version: Mapped[int]


class Intent(Base):
    """An outbox row: somebody must be told of a subject. It holds no text, no block and no secret.

    `recipient_id` is who gets a direct message or a Home; a card has none.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_due", "status", "priority", "due_at", "kind"),
        # Whether an earlier intent of a lane still waits is asked for every intent that is about to be sent.
        Index(
            "ix_outbox_lane_pending",
            "lane",
            "id",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
        # Two intents of one lane (a card, a person's DM) are never in flight together, whichever replica holds them.
        Index(
            "uq_outbox_lane_in_flight",
            "lane",
            unique=True,
            sqlite_where=text("status = 'sending'"),
            postgresql_where=text("status = 'sending'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[IntentKind]
    subject_id: Mapped[int]
    dedupe_key: Mapped[str] = mapped_column(String(120), unique=True)
    operation_id: Mapped[str] = mapped_column(String(36), unique=True)
    lane: Mapped[str] = mapped_column(String(80))
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    status: Mapped[IntentStatus]
    priority: Mapped[int] = mapped_column(SmallInteger, default=Priority.PROMPT, server_default="0")
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    in_doubt: Mapped[bool] = mapped_column(default=False)
    leased_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(80))
