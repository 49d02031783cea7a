"""Who may do what. Asked in the service on every action: anyone who sees a button can press it."""

from enum import StrEnum

from storage.enums import Role


class Ability(StrEnum):
    """Something a role may do."""

    REQUEST_KEYS = "request_keys"
    VIEW_KEYS = "view_keys"
    ASSIGN_KEYS = "assign_keys"
    UPDATE_KEYS = "update_keys"
    TAKE_REQUESTS = "take_requests"
    RETURN_REQUESTS = "return_requests"
    DECIDE_ON_DELEGATES = "decide_on_delegates"
    DECIDE_ON_OFFICIALS = "decide_on_officials"
    GOVERN_USERS = "govern_users"
    SNOOZE_REMINDERS = "snooze_reminders"
    READ_DIGESTS = "read_digests"
    GOVERN_REMINDERS = "govern_reminders"


ABILITIES = {
    Role.DELEGATE: frozenset({Ability.REQUEST_KEYS, Ability.VIEW_KEYS, Ability.SNOOZE_REMINDERS}),
    Role.OFFICIAL: frozenset(
        {
            Ability.ASSIGN_KEYS,
            Ability.UPDATE_KEYS,
            Ability.TAKE_REQUESTS,
            Ability.RETURN_REQUESTS,
            Ability.DECIDE_ON_DELEGATES,
        }
    ),
    # A manager decides who may do what, and never sees or types a secret.
    Role.MANAGER: frozenset(
        {
            Ability.DECIDE_ON_DELEGATES,
            Ability.DECIDE_ON_OFFICIALS,
            Ability.GOVERN_USERS,
            Ability.READ_DIGESTS,
            Ability.GOVERN_REMINDERS,
        }
    ),
}


def may(role: Role, ability: Ability) -> bool:
    """Tell whether a role has an ability."""
    return ability in ABILITIES[role]


def ability_to_decide_on(role: Role) -> Ability:
    """Return what it takes to decide on a registration: officials for delegates, managers for officials."""
    return Ability.DECIDE_ON_DELEGATES if role is Role.DELEGATE else Ability.DECIDE_ON_OFFICIALS
