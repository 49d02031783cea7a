"""Moving a request along its lifecycle, or saying who was faster."""

from sqlalchemy.orm import Session

from bot.errors import OvertakenError, UserError
from bot.rules.lifecycle import REQUEST_STEPS, RequestStep
from bot.services.desk import Desk
from bot.services.traces import redraw_card
from bot.views.states import official_state
from bot.views.text import mention, moment_text
from storage import requests
from storage.enums import CardKind, RequestStatus
from storage.models import KeyRequest


def pending(session: Session, request_id: int) -> KeyRequest:
    """Return a pending request whole. Raises `UserError` that says who was faster."""
    request = requests.load(session, request_id)
    if request is None:
        raise UserError("Esa solicitud ya no existe.")
    if request.status is not RequestStatus.PENDING:
        raise overtaken(request)
    return request


def move(
    desk: Desk,
    session: Session,
    request_id: int,
    step: RequestStep,
    version: int | None = None,
    **changes: object,
) -> KeyRequest:
    """Move a request along the lifecycle table and queue its card; return it whole.

    `version` is the one that was read when the step was decided, where it matters. Raises `OvertakenError` when
    somebody was faster.
    """
    expected, status = REQUEST_STEPS[step]
    if status not in expected:
        # Whoever took it for themselves did so for the state it was in.
        changes = {"taken_by_id": None, "taken_until": None} | changes
    moved = requests.change(session, request_id, expected, version, status=status, **changes)
    request = requests.load(session, request_id)
    if request is None:
        raise UserError("Esa solicitud ya no existe.")
    if not moved and version is not None and request.status in expected:
        raise OvertakenError(
            "Esta solicitud cambió desde que usted la leyó. Revise la tarjeta y decida de nuevo."
        )
    if not moved:
        raise overtaken(request)
    redraw_card(desk, session, CardKind.REQUEST, request)
    return request


def overtaken(request: KeyRequest) -> OvertakenError:
    """Say where a request stands that cannot be moved any more, and who moved it."""
    if request.status is RequestStatus.PENDING:
        return OvertakenError(
            f"Esta sede ya tiene una solicitud en trámite desde el {moment_text(request.requested_at)}. "
            "Consulte su estado con `/llaves estado`."
        )
    match request.status:
        case RequestStatus.RETURNED:
            who, when = request.returned_by, request.returned_at
        case RequestStatus.CANCELLED:
            who, when = request.cancelled_by, request.cancelled_at
        case _:
            who, when = request.assigned_by, request.assigned_at
    by = f" Por {mention(who)}, {moment_text(when)}." if who and when else ""
    return OvertakenError(
        f"Esta solicitud ya no está pendiente: {official_state(request)}.{by} Siga con otra: no hace falta nada más."
    )
