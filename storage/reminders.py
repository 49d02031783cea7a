"""Reminders of keys about to expire: which keys are due, who may be told, what is held back."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.enums import Halt, IntentKind, IntentStatus
from storage.models import Halted, Intent


def halted(session: Session) -> Halted | None:
    """Return who brought the reminders to a halt, if anybody did."""
    return session.get(Halted, Halt.EXPIRY_REMINDERS)


def waiting(session: Session) -> int:
    """Count the reminders that have not left yet."""
    unsent = select(func.count()).where(
        Intent.kind == IntentKind.EXPIRY_REMINDER, Intent.status == IntentStatus.PENDING
    )
    return session.scalar(unsent) or 0
