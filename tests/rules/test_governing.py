from itertools import product

import pytest

from bot.rules.governing import UserAct, acts_on, may_work
from storage.enums import PersonStatus, Role


@pytest.mark.parametrize("role", Role)
def test_a_registration_that_waits_is_decided_on_and_nothing_else(role: Role) -> None:
    assert acts_on(role, PersonStatus.PENDING, oneself=False, guest=False) == {UserAct.DECIDE}


@pytest.mark.parametrize("role", Role)
def test_about_a_refused_registration_there_is_nothing_to_do(role: Role) -> None:
    assert acts_on(role, PersonStatus.REJECTED, oneself=False, guest=False) == frozenset()


@pytest.mark.parametrize("role", Role)
def test_whoever_works_may_be_suspended_guest_or_not(role: Role) -> None:
    for guest in (False, True):
        assert UserAct.SUSPEND in acts_on(role, PersonStatus.ACTIVE, oneself=False, guest=guest)


def test_nobody_suspends_themselves() -> None:
    assert acts_on(Role.MANAGER, PersonStatus.ACTIVE, oneself=True, guest=False) == frozenset()


@pytest.mark.parametrize("status", [PersonStatus.ACTIVE, PersonStatus.SUSPENDED])
def test_only_a_delegate_is_changed_for_another(status: PersonStatus) -> None:
    changed = {
        role for role in Role if UserAct.CHANGE_DELEGATE in acts_on(role, status, oneself=False, guest=False)
    }
    assert changed == {Role.DELEGATE}


def test_the_suspended_are_reactivated_unless_a_guest_would_work_for_the_ministry() -> None:
    reactivated = {
        (role, guest)
        for role, guest in product(Role, (False, True))
        if UserAct.REACTIVATE in acts_on(role, PersonStatus.SUSPENDED, oneself=False, guest=guest)
    }
    assert reactivated == {
        (Role.DELEGATE, False),
        (Role.DELEGATE, True),
        (Role.OFFICIAL, False),
        (Role.MANAGER, False),
    }
    assert all(may_work(role, guest=guest) for role, guest in reactivated)
