from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.states import EXPIRING, expiry_state, request_state
from storage.enums import RequestKind, RequestStatus, TokenState

NOW = datetime(2026, 1, 14, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "status", "updated", "state"),
    [
        (RequestKind.ENROLLMENT, RequestStatus.PENDING, False, TokenState.PENDING_FIRST),
        (RequestKind.RENEWAL, RequestStatus.PENDING, False, TokenState.PENDING_RENEWAL),
        (RequestKind.ENROLLMENT, RequestStatus.ASSIGNED, False, TokenState.ASSIGNED),
        (RequestKind.ENROLLMENT, RequestStatus.ASSIGNED, True, TokenState.REASSIGNED),
        (RequestKind.RENEWAL, RequestStatus.ASSIGNED, False, TokenState.REASSIGNED),
        (RequestKind.RENEWAL, RequestStatus.ASSIGNED, True, TokenState.REASSIGNED),
    ],
)
def test_a_state_tells_a_first_request_from_a_repeated_one(
    kind: RequestKind,
    status: RequestStatus,
    updated: bool,  # noqa: FBT001 - a parameter of the table above
    state: TokenState,
) -> None:
    assert request_state(kind, status, updated=updated) is state


@pytest.mark.parametrize("kind", RequestKind)
@pytest.mark.parametrize("updated", [False, True])
@pytest.mark.parametrize(
    ("status", "state"),
    [
        (RequestStatus.RETURNED, TokenState.RETURNED),
        (RequestStatus.CANCELLED, TokenState.CANCELLED),
        (RequestStatus.SUPERSEDED, TokenState.SUPERSEDED),
    ],
)
def test_the_other_states_are_the_same_for_both_kinds(
    kind: RequestKind,
    status: RequestStatus,
    updated: bool,  # noqa: FBT001 - a parameter of the table above
    state: TokenState,
) -> None:
    assert request_state(kind, status, updated=updated) is state


@pytest.mark.parametrize(
    ("left", "state"),
    [
        (timedelta(seconds=-1), TokenState.EXPIRED),
        (timedelta(), TokenState.EXPIRED),
        (timedelta(seconds=1), TokenState.EXPIRING),
        (EXPIRING, TokenState.EXPIRING),
        (EXPIRING + timedelta(seconds=1), None),
    ],
)
def test_a_key_is_about_to_expire_for_sixty_days_and_expired_from_its_moment_on(
    left: timedelta, state: TokenState | None
) -> None:
    assert expiry_state(NOW + left, NOW) is state
