"""Reminding delegates of keys that are about to expire: the ladder, and a manager's order."""

from dataclasses import dataclass
from datetime import datetime

from bot.services.access import Actor
from bot.services.desk import Desk


@dataclass(frozen=True)
class Reminded:
    """What a manager's order to remind came to, in delegates; `sedes_alone` counts sedes nobody can be reminded of.

    `first_at` and `last_at` are when the first and the last message leave; None when none does.
    """

    queued: int
    already: int
    snoozed: int
    sedes_alone: int
    first_at: datetime | None
    last_at: datetime | None


def remind_of_expiries(desk: Desk) -> int:
    """Queue a reminder to every delegate who has a key at a new step of the ladder; return how many."""
    del desk
    return 0


def remind_delegates(desk: Desk, actor: Actor) -> Reminded:
    """Queue reminders to the delegates of all keys about to expire, because a manager says so."""
    raise NotImplementedError(desk, actor)


def halt_reminders(desk: Desk, actor: Actor) -> int:
    """Keep the reminders that wait from leaving; return how many wait."""
    raise NotImplementedError(desk, actor)


def resume_reminders(desk: Desk, actor: Actor) -> int:
    """Let the reminders leave again; return how many waited."""
    raise NotImplementedError(desk, actor)
