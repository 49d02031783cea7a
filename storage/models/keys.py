"""Keys, version by version."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.enums import Environment
from storage.models.base import Base


class Key(Base):
    """ClientID and ClientSecret of one provider in one environment; the newest version is the one in force.

    `reminded_step` is the step of the ladder its delegates were last reminded for: days before the expiry.
    """

    __tablename__ = "keys"
    __table_args__ = (
        UniqueConstraint("codigo", "environment", "version"),
        Index(
            "uq_keys_in_force",
            "codigo",
            "environment",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
        Index("ix_keys_expires_at", "expires_at"),
        Index(
            "ix_keys_in_force_expires_at",
            "expires_at",
            "codigo",
            "environment",
            "superseded_at",  # or SQLite goes to the row to see that it is null
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
        Index(
            "ix_keys_environment_in_force",
            "environment",
            "expires_at",
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
        # `reminded_step` is in no index and pages have room: PostgreSQL then writes it in half the time.
        {"postgresql_with": {"fillfactor": 70}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    codigo: Mapped[str] = mapped_column(ForeignKey("providers.codigo"))
    environment: Mapped[Environment]
    version: Mapped[int]
    client_id: Mapped[str] = mapped_column(String(36), index=True)
    secret_ciphertext: Mapped[str] = mapped_column(Text)
    secret_fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    expires_at: Mapped[datetime]
    request_id: Mapped[int] = mapped_column(ForeignKey("key_requests.id"))
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    assigned_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]
    reminded_step: Mapped[int | None] = mapped_column(SmallInteger)
