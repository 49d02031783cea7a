"""Moving a request along its lifecycle, or saying who was faster."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import OvertakenError, UserError
from bot.rules.lifecycle import REQUEST_STEPS, RequestStep
from bot.services.desk import Desk
from bot.services.traces import redraw_card
from bot.views.states import official_state
from bot.views.text import mention, moment_text, safe
from storage import requests
from storage.enums import CardKind, RequestStatus
from storage.models import KeyRequest, Person

_STEPS_OF_DELEGATES = frozenset({RequestStep.CORRECT, RequestStep.RESUBMIT, RequestStep.CANCEL})

_GONE = "Esa solicitud ya no existe."


def pending(session: Session, request_id: int) -> KeyRequest:
    """Return a pending request whole. Raises `UserError` that says who was faster."""
    request = requests.load(session, request_id)
    if request is None:
        raise UserError(_GONE)
    if request.status is not RequestStatus.PENDING:
        raise overtaken(request)
    return request


def move(
    desk: Desk,
    session: Session,
    request_id: int,
    step: RequestStep,
    version: int | None = None,
    submitted_at: datetime | None = None,
    **changes: object,
) -> KeyRequest:
    """Move a request along the lifecycle table and queue its card; return it whole.

    `version` is the one that was read when the step was decided, where it matters; `submitted_at` is the moment of
    the answers that were read, for whom a take does not matter. Raises `OvertakenError` when somebody was faster.
    """
    expected, status = REQUEST_STEPS[step]
    if status not in expected:
        # Whoever took it for themselves did so for the state it was in.
        changes = {"taken_by_id": None, "taken_until": None} | changes
    moved = requests.change(session, request_id, expected, version, submitted_at, status=status, **changes)
    request = requests.load(session, request_id)
    if request is None:
        raise UserError(_GONE)
    if not moved:
        raise _too_late(request, step, version)
    redraw_card(desk, session, CardKind.REQUEST, request)
    return request


def _too_late(request: KeyRequest, step: RequestStep, version: int | None) -> OvertakenError:
    if step in _STEPS_OF_DELEGATES:
        return overtaken_delegate(request)
    if step is RequestStep.UPDATE:
        return OvertakenError(
            "Estas llaves cambiaron hace un momento. Abra de nuevo «Actualizar Keys» en `/llaves actualizar` y revise si "
            "aún hace falta."
        )
    if version is not None and request.status in REQUEST_STEPS[step][0]:
        return OvertakenError(
            "Esta solicitud cambió desde que usted la leyó. Revise la tarjeta y decida de nuevo."
        )
    return overtaken(request)


def overtaken(request: KeyRequest) -> OvertakenError:
    """Tell an official where a request stands that cannot be moved any more, and who moved it."""
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


def overtaken_delegate(request: KeyRequest) -> OvertakenError:
    """Tell a delegate what became of a request since they read it, and what to do now."""
    match request.status:
        case RequestStatus.PENDING if request.resubmitted_by and request.resubmitted_at:
            sentence = (
                "Esta sede ya tiene una solicitud en trámite, corregida por "
                f"{mention(request.resubmitted_by)} el {moment_text(request.resubmitted_at)}. "
                "Revísela con `/llaves solicitar`."
            )
        case RequestStatus.PENDING:
            sentence = (
                f"Esta sede ya tiene una solicitud en trámite desde el {moment_text(request.requested_at)}. "
                "Consulte su estado con `/llaves estado`."
            )
        case RequestStatus.RETURNED:
            sentence = (
                "El Ministerio devolvió esta solicitud desde que usted la abrió. "
                f"*Motivo:* {safe(request.return_reason or '')}\nÁbrala de nuevo con `/llaves solicitar` para corregirla."
            )
        case RequestStatus.CANCELLED:
            who = f"{mention(request.cancelled_by)} canceló" if request.cancelled_by else "Se canceló"
            sentence = f"{who} esta solicitud. Si aún necesita llaves, pídalas con `/llaves solicitar`."
        case RequestStatus.ASSIGNED | RequestStatus.SUPERSEDED:
            sentence = "El Ministerio ya asignó las llaves de esta solicitud. Véalas con `/llaves ver`."
    return OvertakenError(sentence)


def refuse_if_held(request: KeyRequest, person: Person, now: datetime) -> None:
    """Raise `OvertakenError` while another official than this one has taken the request for themselves."""
    holder = request.holder(now)
    if holder is None or request.taken_until is None or holder.id == person.id:
        return
    raise OvertakenError(
        f"{mention(holder)} tomó esta solicitud hasta el {moment_text(request.taken_until)}. "
        "Siga con otra: entonces, o antes si la suelta, queda libre."
    )
