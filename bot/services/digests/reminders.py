"""How the reminders of keys about to expire stand, for whoever may halt them."""

from sqlalchemy.orm import Session

from bot.views.home.boards import Reminders
from storage import people, reminders


def reminders_now(session: Session) -> Reminders:
    """Return how many reminders wait, and who halted them since when, if anybody did."""
    waiting, halted = reminders.waiting(session), reminders.halted(session)
    if halted is None:
        return Reminders(waiting)
    return Reminders(waiting, people.load(session, halted.by_id), halted.at)
