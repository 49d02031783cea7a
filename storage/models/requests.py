"""Requests for keys."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.enums import PersonStatus, RequestKind, RequestStatus
from storage.models.base import Base
from storage.models.directory import Provider
from storage.models.people import Person


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
        Index("ix_key_requests_codigo_status", "codigo", "status"),
        Index("ix_key_requests_requested_at", "requested_at"),
        Index("ix_key_requests_assigned_at", "assigned_at", "assigned_by_id"),
        Index("ix_key_requests_returned_at", "returned_at", "returned_by_id"),
        Index("ix_key_requests_taken_by_id", "taken_by_id", "taken_until"),
        Index("ix_key_requests_taken_until", "taken_until"),
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

    # What the clock said of the wait since it was sent as it stands; a correction starts it anew.
    chased_step: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    chase_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"))
    delay_told_at: Mapped[datetime | None]

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
        if self.taken_by is None or self.taken_until is None or self.taken_until <= now:
            return None
        # Suspended at the very moment of the take, they would keep it from everybody.
        return self.taken_by if self.taken_by.status is PersonStatus.ACTIVE else None
