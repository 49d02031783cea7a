"""The tables. Their CHECK and UNIQUE constraints hold whatever the code above them does."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Enum,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from storage.db import UtcDateTime
from storage.enums import (
    AuditAction,
    CardKind,
    ConsentKind,
    DesignationMatch,
    DocumentType,
    EntityType,
    Environment,
    IntentKind,
    IntentStatus,
    PersonStatus,
    Prerequisite,
    RequestKind,
    RequestStatus,
    Role,
)


class Base(DeclarativeBase):
    """Names every constraint, so that a migration can speak of it on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy declares it this way
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        # Stored by value, as text: a new member needs no migration.
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            length=40,
            values_callable=lambda kind: [member.value for member in kind],
        ),
    }


class Provider(Base):
    """A prestador's sede as REPS knows it; its 12-digit código de habilitación is text, leading zeros and all."""

    __tablename__ = "providers"
    __table_args__ = (CheckConstraint("length(codigo) = 12", name="codigo_has_12_digits"),)

    codigo: Mapped[str] = mapped_column(String(12), primary_key=True)
    nit: Mapped[str] = mapped_column(String(10), index=True)
    name: Mapped[str] = mapped_column(String(300))
    sede: Mapped[str] = mapped_column(String(300), default="")
    municipality: Mapped[str] = mapped_column(String(100), default="")
    department: Mapped[str] = mapped_column(String(100), default="")


class ProviderWord(Base):
    """A word by which a sede is found: one of its name, its NIT or its código; see `storage.words`."""

    __tablename__ = "provider_words"
    __table_args__ = (Index("ix_provider_words_codigo", "codigo", "word"),)

    # Compared byte by byte on both databases, so that a prefix is a range of the index.
    word: Mapped[str] = mapped_column(
        String(40).with_variant(String(40, collation="C"), "postgresql"), primary_key=True
    )
    codigo: Mapped[str] = mapped_column(ForeignKey("providers.codigo", ondelete="CASCADE"), primary_key=True)


class Designation(Base):
    """Whom a provider designated as its delegate (§6.1), from the list the ministry loads."""

    __tablename__ = "designations"
    __table_args__ = (UniqueConstraint("nit", "document_type", "document_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    nit: Mapped[str] = mapped_column(String(10))
    document_type: Mapped[DocumentType]
    document_number: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))


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
    guest: Mapped[bool] = mapped_column(default=False)
    designation_match: Mapped[DesignationMatch | None]
    dm_channel: Mapped[str | None] = mapped_column(String(40))
    home_opened_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    decided_by: Mapped["Person | None"] = relationship(remote_side="Person.id", lazy="raise")


class Declaration(Base):
    """A prerequisite of §6.1 that a person says is met, because no system of ours can see it."""

    __tablename__ = "declarations"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    prerequisite: Mapped[Prerequisite] = mapped_column(primary_key=True)
    declared_at: Mapped[datetime]


class KeyRequest(Base):
    """One solicitud de llaves (§6.4.1.1): the form as sent, and what became of it."""

    __tablename__ = "key_requests"
    __table_args__ = (
        Index(
            "uq_key_requests_open",
            "codigo",
            unique=True,
            sqlite_where=text("status IN ('pending', 'returned')"),
            postgresql_where=text("status IN ('pending', 'returned')"),
        ),
        Index(
            "uq_key_requests_in_force",
            "codigo",
            unique=True,
            sqlite_where=text("status = 'assigned'"),
            postgresql_where=text("status = 'assigned'"),
        ),
        # The Listado de Tokens looks through all requests of a status without touching their rows.
        Index("ix_key_requests_listed", "status", "requested_at", "id", "codigo", "kind", "updated_at"),
        Index("ix_key_requests_codigo_requested_at", "codigo", "requested_at"),
        Index("ix_key_requests_requested_at", "requested_at"),
        Index("ix_key_requests_assigned_at", "assigned_at", "assigned_by_id"),
        Index("ix_key_requests_returned_at", "returned_at", "returned_by_id"),
        Index("ix_key_requests_taken_by_id", "taken_by_id", "taken_until"),
        CheckConstraint("status != 'returned' OR return_reason IS NOT NULL", name="a_return_has_a_reason"),
        CheckConstraint("status != 'assigned' OR assigned_at IS NOT NULL", name="an_assignment_has_a_moment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    codigo: Mapped[str] = mapped_column(ForeignKey("providers.codigo"))
    kind: Mapped[RequestKind]
    status: Mapped[RequestStatus]
    version: Mapped[int] = mapped_column(default=1)

    supplier_name: Mapped[str] = mapped_column(String(200))
    software_name: Mapped[str] = mapped_column(String(200))
    lead_name: Mapped[str] = mapped_column(String(200))
    lead_email: Mapped[str] = mapped_column(String(254))
    lead_phone: Mapped[str] = mapped_column(String(40))
    responsible_name: Mapped[str] = mapped_column(String(200))
    responsible_email: Mapped[str] = mapped_column(String(254))
    responsible_phone: Mapped[str] = mapped_column(String(40))

    requested_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    requested_at: Mapped[datetime]
    resubmitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    resubmitted_at: Mapped[datetime | None]
    returned_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    returned_at: Mapped[datetime | None]
    return_reason: Mapped[str | None] = mapped_column(Text)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    taken_until: Mapped[datetime | None]
    assigned_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    assigned_at: Mapped[datetime | None]
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    updated_at: Mapped[datetime | None]
    cancelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    cancelled_at: Mapped[datetime | None]

    provider: Mapped[Provider] = relationship(lazy="raise")
    requested_by: Mapped[Person] = relationship(foreign_keys=[requested_by_id], lazy="raise")
    resubmitted_by: Mapped[Person | None] = relationship(foreign_keys=[resubmitted_by_id], lazy="raise")
    returned_by: Mapped[Person | None] = relationship(foreign_keys=[returned_by_id], lazy="raise")
    taken_by: Mapped[Person | None] = relationship(foreign_keys=[taken_by_id], lazy="raise")
    assigned_by: Mapped[Person | None] = relationship(foreign_keys=[assigned_by_id], lazy="raise")
    updated_by: Mapped[Person | None] = relationship(foreign_keys=[updated_by_id], lazy="raise")
    cancelled_by: Mapped[Person | None] = relationship(foreign_keys=[cancelled_by_id], lazy="raise")

    @property
    def submitted_by(self) -> Person:
        """The delegate who sent the request as it stands: the last to correct it, or who asked."""
        return self.resubmitted_by or self.requested_by

    @property
    def submitted_at(self) -> datetime:
        """When the request was sent as it stands: every correction gives it a moment of its own."""
        return self.resubmitted_at or self.requested_at

    def holder(self, now: datetime) -> Person | None:
        """The official who took the request for themselves and still has it; a take ends by itself."""
        held = self.taken_until is not None and self.taken_until > now
        return self.taken_by if held else None


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


class Key(Base):
    """ClientID and ClientSecret of one provider in one environment; the newest version is the one in force."""

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
        Index("ix_outbox_status_due_at", "status", "due_at"),
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
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    in_doubt: Mapped[bool] = mapped_column(default=False)
    leased_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(80))


class AuditLine(Base):
    """Who did what and when, chained by hash; a trigger refuses UPDATE and DELETE."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject", "subject"), Index("ix_audit_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    team_id: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[str] = mapped_column(String(40))
    action: Mapped[AuditAction]
    subject: Mapped[str] = mapped_column(String(80))
    detail: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
