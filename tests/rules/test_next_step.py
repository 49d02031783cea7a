"""What a delegate does next about one sede."""

import pytest

from bot.rules.next_step import URGENCY, NextStep, next_step
from storage.enums import TokenState

SOON = TokenState.EXPIRING


@pytest.mark.parametrize(
    ("state", "expiry", "has_keys", "step"),
    [
        (None, None, False, NextStep.ENROLL),
        (TokenState.CANCELLED, None, False, NextStep.ENROLL),
        (TokenState.PENDING_FIRST, None, False, NextStep.WAIT),
        (TokenState.PENDING_RENEWAL, None, True, NextStep.VIEW_MEANWHILE),
        (TokenState.PENDING_RENEWAL, TokenState.EXPIRED, True, NextStep.VIEW_MEANWHILE),
        (TokenState.RETURNED, None, False, NextStep.CORRECT),
        (TokenState.RETURNED, TokenState.EXPIRED, True, NextStep.CORRECT),
        (TokenState.ASSIGNED, None, True, NextStep.VIEW),
        (TokenState.ASSIGNED, SOON, True, NextStep.RENEW),
        (TokenState.REASSIGNED, TokenState.EXPIRED, True, NextStep.RENEW),
    ],
)
def test_the_next_step_follows_from_where_the_token_stands(
    state: TokenState | None,
    expiry: TokenState | None,
    has_keys: bool,  # noqa: FBT001
    step: NextStep,
) -> None:
    assert next_step(state, expiry, has_keys=has_keys) is step


def test_what_the_ministry_sent_back_is_the_most_urgent_and_what_was_never_asked_the_least() -> None:
    assert (URGENCY[0], URGENCY[-1]) == (NextStep.CORRECT, NextStep.ENROLL)
