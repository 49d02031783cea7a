"""What a manager may do about a person, from where that person stands."""

from enum import StrEnum

from storage.enums import PersonStatus, Role


class UserAct(StrEnum):
    """Something a manager does about a person."""

    DECIDE = "decide"
    SUSPEND = "suspend"
    REACTIVATE = "reactivate"
    CHANGE_DELEGATE = "change_delegate"


def acts_on(role: Role, status: PersonStatus, *, oneself: bool, guest: bool | None) -> frozenset[UserAct]:
    """Return what may be done about a person; nobody suspends themselves, so a manager always remains."""
    match status:
        case PersonStatus.PENDING:
            return frozenset({UserAct.DECIDE})
        case PersonStatus.REJECTED:
            return frozenset()
        case PersonStatus.ACTIVE:
            acts = set() if oneself else {UserAct.SUSPEND}
        case PersonStatus.SUSPENDED:
            acts = {UserAct.REACTIVATE} if may_work(role, guest=guest) else set()
    if role is Role.DELEGATE:
        acts.add(UserAct.CHANGE_DELEGATE)
    return frozenset(acts)


def may_work(role: Role, *, guest: bool | None) -> bool:
    """Tell whether somebody with this kind of account may have the role: only a delegate may be a guest.

    None is an account that Slack said nothing of; a person decides.
    """
    return role is Role.DELEGATE or not guest
