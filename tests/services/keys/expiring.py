"""Keys that expire so many days from now, and what is queued about them."""

from collections.abc import Sequence

from bot.services.access import Actor
from bot.services.keys.assigning import assign_keys
from storage.enums import Environment, IntentKind, IntentStatus
from storage.models import Intent
from tests.services.office import CAMILA, HOSPITAL, LAURA, Office


def expiring(
    office: Office,
    days: int,
    codigo: str = HOSPITAL,
    actor: Actor = LAURA,
    *,
    number: int = 1,
    other_days: int | None = None,
) -> int:
    """A delegate gets keys that expire so many days from today, at midnight; returns the request's id.

    `other_days` is when the one of preproduction does, if on another day.
    """
    request_id = office.request(codigo, actor)
    entries = [
        office.entry(Environment.PRODUCTION, number, days=days),
        office.entry(Environment.PREPRODUCTION, number + 1, days=days if other_days is None else other_days),
    ]
    assign_keys(office.desk, CAMILA, request_id, entries)
    return request_id


def reminders(office: Office) -> Sequence[Intent]:
    """Every reminder, in the order in which they leave."""
    with office.sessions() as session:
        wanted = session.query(Intent).filter_by(kind=IntentKind.EXPIRY_REMINDER)
        return wanted.order_by(Intent.due_at, Intent.id).all()


def reminded(office: Office) -> Sequence[int]:
    """The ids of who is reminded, in that order."""
    return [intent.subject_id for intent in reminders(office)]


def sent(office: Office) -> None:
    """All that waits leaves."""
    with office.sessions.begin() as session:
        for intent in session.query(Intent).filter_by(status=IntentStatus.PENDING):
            intent.status = IntentStatus.SENT


def steps(office: Office, codigo: str = HOSPITAL) -> Sequence[int | None]:
    """The step that was told of each key of a sede."""
    return [key.reminded_step for key in office.keys(codigo)]
