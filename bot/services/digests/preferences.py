"""Which digests a manager is told of."""

from bot.rules.permissions import Ability
from bot.services.access import Actor, require
from bot.services.desk import Desk
from bot.services.traces import note
from storage.enums import AuditAction
from storage.models import Person
from storage.reading import reading


def digest_preferences(desk: Desk, actor: Actor) -> Person:
    """Return the manager who asks, with what they chose. Raises `NotAllowedError` for non-managers."""
    with reading(desk.sessions) as session:
        return require(session, actor, Ability.READ_DIGESTS)


def choose_digests(desk: Desk, actor: Actor, *, weekly: bool, monthly: bool) -> Person:
    """Store what a manager chooses and return them. Raises `NotAllowedError` for non-managers."""
    with desk.sessions.begin() as session:
        manager = require(session, actor, Ability.READ_DIGESTS)
        if (manager.weekly_digest, manager.monthly_digest) == (weekly, monthly):
            return manager
        # The version stays: what others read of this person, and decide on, is not this.
        manager.weekly_digest, manager.monthly_digest = weekly, monthly
        note(
            desk,
            session,
            actor,
            AuditAction.DIGEST_PREFERENCES_CHANGED,
            f"person:{manager.id}",
            weekly=weekly,
            monthly=monthly,
        )
        return manager
