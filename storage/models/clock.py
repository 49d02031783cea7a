"""What the clock did: its jobs, its rounds, the digests it made, and what people asked it to leave."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.enums import DigestKind, Halt, JobName, RoundKind
from storage.models.base import Base


class Job(Base):
    """A job of the clock: who runs it now, under a lease, and when it last succeeded and failed."""

    __tablename__ = "jobs"
    __table_args__ = (UniqueConstraint("name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[JobName]
    created_at: Mapped[datetime]
    lease: Mapped[str | None] = mapped_column(String(36))
    leased_until: Mapped[datetime | None]
    succeeded_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]


class Round(Base):
    """One time that officials are reminded of everything due at once; `slot` is the day it stands for."""

    __tablename__ = "rounds"
    __table_args__ = (UniqueConstraint("kind", "slot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RoundKind]
    slot: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]


class Snooze(Base):
    """A delegate wants to hear no more of a key until the next step of its ladder."""

    __tablename__ = "snoozes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    key_id: Mapped[int] = mapped_column(ForeignKey("keys.id"), primary_key=True)
    step: Mapped[int] = mapped_column(SmallInteger)
    at: Mapped[datetime]


class Halted(Base):
    """A manager brought something to a halt; the row is gone when it goes on."""

    __tablename__ = "halted"

    what: Mapped[Halt] = mapped_column(primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class Digest(Base):
    """The figures of a moment, as managers were told; `period` is the week or month, or who ordered it and when.

    One that a manager orders keeps no `figures`: it tells those of the moment it is sent. `channel` and `ts` are where
    Slack has it.
    """

    __tablename__ = "digests"
    __table_args__ = (UniqueConstraint("kind", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[DigestKind]
    period: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime]
    ordered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    channel: Mapped[str | None] = mapped_column(String(40))
    ts: Mapped[str | None] = mapped_column(String(40))
