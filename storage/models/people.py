"""People, what they declared, and what they agreed to."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.enums import (
    ConsentKind,
    DesignationMatch,
    DocumentType,
    EntityType,
    PersonStatus,
    Prerequisite,
    Role,
)
from storage.models.base import Base


class Person(Base):
    """Somebody known by (team, Slack user), and what they may do."""

    __tablename__ = "people"
    __table_args__ = (
        UniqueConstraint("team_id", "user_id"),
        CheckConstraint("role = 'manager' OR document_number IS NOT NULL", name="has_a_document"),
        CheckConstraint("role != 'delegate' OR nit IS NOT NULL", name="a_delegate_has_a_nit"),
        Index(
            "uq_people_document_in_use",
            "team_id",
            "document_type",
            "document_number",
            unique=True,
            sqlite_where=text("status != 'rejected'"),
            postgresql_where=text("status != 'rejected'"),
        ),
        Index("ix_people_nit_status", "nit", "status"),
        Index("ix_people_nit_role_status", "nit", "role", "status"),
        Index("ix_people_document_number", "document_number"),
        Index("ix_people_login", "login"),
        Index("ix_people_status_registered_at", "status", "registered_at"),
        Index("ix_people_role_status", "role", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[str] = mapped_column(String(40))
    role: Mapped[Role]
    status: Mapped[PersonStatus]
    entity_type: Mapped[EntityType | None]
    nit: Mapped[str | None] = mapped_column(String(10))
    document_type: Mapped[DocumentType | None]
    document_number: Mapped[str | None] = mapped_column(String(20))
    login: Mapped[str] = mapped_column(String(40))
    registered_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str | None] = mapped_column(Text)
    guest: Mapped[bool | None]  # None where Slack did not say
    designation_match: Mapped[DesignationMatch | None]
    dm_channel: Mapped[str | None] = mapped_column(String(40))
    home_opened_at: Mapped[datetime | None]
    weekly_digest: Mapped[bool] = mapped_column(default=True, server_default=true())
    monthly_digest: Mapped[bool] = mapped_column(default=True, server_default=true())
    version: Mapped[int] = mapped_column(default=1)

    decided_by: Mapped["Person | None"] = relationship(remote_side="Person.id", lazy="raise")


class Declaration(Base):
    """A prerequisite of §6.1 that a person says is met, because no system of ours can see it."""

    __tablename__ = "declarations"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    prerequisite: Mapped[Prerequisite] = mapped_column(primary_key=True)
    declared_at: Mapped[datetime]


class ConsentText(Base):
    """A text people agreed to, word for word, so that the proof does not depend on the code's history."""

    __tablename__ = "consent_texts"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[ConsentKind]
    version: Mapped[str] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(Text)


class Consent(Base):
    """Proof that a person accepted a text (Ley 1581 de 2012: prior, express and informed)."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("key_requests.id"), index=True)
    kind: Mapped[ConsentKind]
    text_sha256: Mapped[str] = mapped_column(ForeignKey("consent_texts.sha256"))
    accepted_at: Mapped[datetime]
