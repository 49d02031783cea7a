"""What a delegate does next about one sede, from where its token stands."""

from enum import StrEnum

from storage.enums import TokenState


class NextStep(StrEnum):
    """What there is to do, the most urgent first."""

    CORRECT = "correct"
    RENEW = "renew"
    VIEW = "view"
    VIEW_MEANWHILE = "view_meanwhile"  # a renewal is pending, and the former keys work until they expire
    WAIT = "wait"
    ENROLL = "enroll"


URGENCY = tuple(NextStep)


def next_step(state: TokenState | None, expiry: TokenState | None, *, has_keys: bool) -> NextStep:
    """Return the next step; `state` is None before the first request, `expiry` while no key is near its end."""
    match state:
        case TokenState.RETURNED:
            return NextStep.CORRECT
        case TokenState.PENDING_FIRST | TokenState.PENDING_RENEWAL:
            return NextStep.VIEW_MEANWHILE if has_keys else NextStep.WAIT
    if expiry is not None:
        return NextStep.RENEW
    return NextStep.VIEW if has_keys else NextStep.ENROLL
