from itertools import product

import pytest

from bot.rules.permissions import Ability, ability_to_decide_on, may
from storage.enums import Role

GRANTED = {
    (Role.DELEGATE, Ability.REQUEST_KEYS),
    (Role.DELEGATE, Ability.VIEW_KEYS),
    (Role.DELEGATE, Ability.SNOOZE_REMINDERS),
    (Role.OFFICIAL, Ability.ASSIGN_KEYS),
    (Role.OFFICIAL, Ability.UPDATE_KEYS),
    (Role.OFFICIAL, Ability.TAKE_REQUESTS),
    (Role.OFFICIAL, Ability.RETURN_REQUESTS),
    (Role.OFFICIAL, Ability.DECIDE_ON_DELEGATES),
    (Role.MANAGER, Ability.DECIDE_ON_DELEGATES),
    (Role.MANAGER, Ability.DECIDE_ON_OFFICIALS),
    (Role.MANAGER, Ability.GOVERN_USERS),
    (Role.MANAGER, Ability.READ_DIGESTS),
    (Role.MANAGER, Ability.GOVERN_REMINDERS),
}


@pytest.mark.parametrize(("role", "ability"), list(product(Role, Ability)))
def test_a_role_may_what_its_work_needs_and_no_more(role: Role, ability: Ability) -> None:
    assert may(role, ability) is ((role, ability) in GRANTED)


@pytest.mark.parametrize("ability", [Ability.VIEW_KEYS, Ability.ASSIGN_KEYS, Ability.UPDATE_KEYS])
def test_a_manager_neither_sees_nor_types_a_secret(ability: Ability) -> None:
    assert not may(Role.MANAGER, ability)


def test_who_enters_keys_never_reads_them_back() -> None:
    assert not any(may(role, Ability.VIEW_KEYS) and may(role, Ability.ASSIGN_KEYS) for role in Role)


@pytest.mark.parametrize(
    ("applicant", "ability"),
    [
        (Role.DELEGATE, Ability.DECIDE_ON_DELEGATES),
        (Role.OFFICIAL, Ability.DECIDE_ON_OFFICIALS),
        (Role.MANAGER, Ability.DECIDE_ON_OFFICIALS),
    ],
)
def test_only_delegates_are_let_in_by_officials(applicant: Role, ability: Ability) -> None:
    assert ability_to_decide_on(applicant) is ability
