"""The one table of what each audience reads for each state (manual §6.4.1.1 to §6.4.2.1; ours are marked)."""

from datetime import datetime

from bot.rules.states import expiry_state, request_state
from storage.enums import TokenState
from storage.models import KeyRequest

DELEGATE_STATES = {
    TokenState.PENDING_FIRST: "Token solicitados por primera vez",
    TokenState.PENDING_RENEWAL: "Resolicitud de token",
    TokenState.ASSIGNED: "Se ha asignado token",
    TokenState.REASSIGNED: "Se ha asignado token",
    TokenState.RETURNED: "Devuelta",  # ours, as are those that follow
    TokenState.CANCELLED: "Cancelada",
    TokenState.SUPERSEDED: "Reemplazada",
    TokenState.EXPIRING: "Por vencer",
    TokenState.EXPIRED: "Vencida",
}

OFFICIAL_STATES = {
    TokenState.PENDING_FIRST: "Pendiente",
    TokenState.PENDING_RENEWAL: "Pendiente",
    TokenState.ASSIGNED: "Asignado",
    TokenState.REASSIGNED: "Reasignado",
    TokenState.RETURNED: "Devuelta",  # ours, as are those that follow
    TokenState.CANCELLED: "Cancelada",
    TokenState.SUPERSEDED: "Reemplazado",
    TokenState.EXPIRING: "Por vencer",
    TokenState.EXPIRED: "Vencida",
}


def token_state(request: KeyRequest) -> TokenState:
    """Return the state of a request, whoever reads it."""
    return request_state(request.kind, request.status, updated=request.updated_at is not None)


def delegate_state(request: KeyRequest) -> str:
    """Return the state as the delegate reads it (§6.4.1.1, §6.4.1.2)."""
    return DELEGATE_STATES[token_state(request)]


def official_state(request: KeyRequest) -> str:
    """Return the state as the officials read it (Imagen 16 and 17)."""
    return OFFICIAL_STATES[token_state(request)]


def expiry_text(expires_at: datetime, now: datetime) -> str:
    """Return "Vencida" or "Por vencer", or nothing while the key is good for longer."""
    state = expiry_state(expires_at, now)
    return "" if state is None else DELEGATE_STATES[state]
