"""Where a token stands (domain: manual §6.4.1.2, §6.4.2): one internal state, whoever reads it."""

from datetime import datetime, timedelta

from storage.enums import RequestKind, RequestStatus, TokenState

EXPIRING = timedelta(days=60)  # before the expiry: the first step of the reminders


def request_state(kind: RequestKind, status: RequestStatus, *, updated: bool) -> TokenState:
    """Return the state a request gives its token; `updated` tells of an Actualizar Token after it."""
    match status:
        case RequestStatus.PENDING:
            first = kind is RequestKind.ENROLLMENT
            return TokenState.PENDING_FIRST if first else TokenState.PENDING_RENEWAL
        case RequestStatus.ASSIGNED:
            again = updated or kind is RequestKind.RENEWAL
            return TokenState.REASSIGNED if again else TokenState.ASSIGNED
        case RequestStatus.RETURNED:
            return TokenState.RETURNED
        case RequestStatus.CANCELLED:
            return TokenState.CANCELLED
        case RequestStatus.SUPERSEDED:
            return TokenState.SUPERSEDED


def expiry_state(expires_at: datetime, now: datetime) -> TokenState | None:
    """Return whether a key is expired or about to be; None while it is good for longer."""
    if expires_at <= now:
        return TokenState.EXPIRED
    return TokenState.EXPIRING if expires_at <= now + EXPIRING else None
