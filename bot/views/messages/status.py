"""The answer to `/llaves estado`: where things stand, without a secret."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block

from bot.views.keys.key_view import SHOWN
from bot.views.messages.message import Message
from bot.views.parts import clip, paragraph
from bot.views.states import delegate_state, expiry_text
from bot.views.text import (
    ENVIRONMENTS,
    date_text,
    has_expired,
    moment_text,
    person_state,
    safe,
)
from storage.enums import Environment, PersonStatus, RequestStatus
from storage.models import Key, KeyRequest, Person, Provider

SEDES_SHOWN = 20

LONGEST_MESSAGE = 40_000  # what Slack keeps of a text

UNREGISTERED = "Usted aún no está registrado. Escriba `/llaves registro` para empezar."


def person_status(person: Person | None, provider: Provider | None) -> Message:
    """Tell somebody who may not act yet where their registration stands."""
    return _message(registration_lines(person, provider))


def registration_lines(person: Person | None, provider: Provider | None) -> Sequence[str]:
    """Return where a registration that is not in force stands and what to do about it, as mrkdwn paragraphs."""
    if person is None:
        return [UNREGISTERED]
    whose = f" ({safe(provider.name)})" if provider else ""
    registered = f"*Registro*{whose}: {person_state(person)} · {moment_text(person.registered_at)}"
    match person.status:
        case PersonStatus.REJECTED:
            reason = safe(person.decision_reason or "")
            return [registered, f"Motivo: {reason}\nCorríjalo con `/llaves registro`."]
        case PersonStatus.SUSPENDED:
            reason = f"Motivo: {safe(person.decision_reason)}\n" if person.decision_reason else ""
            return [registered, f"{reason}Comuníquese con un gerente del programa IHCE."]
        case _:
            return [registered, "Le avisaremos por mensaje directo cuando lo revisen."]


def delegate_status(
    requests: Sequence[KeyRequest], keys: Mapping[str, Mapping[Environment, Key]], now: datetime
) -> Message:
    """Tell a delegate the state of each sede's request and when its keys expire."""
    if not requests:
        return _message(["Aún no ha solicitado llaves. Escriba `/llaves solicitar` para pedirlas."])
    lines = [_sede_status(request, keys.get(request.codigo, {}), now) for request in requests[:SEDES_SHOWN]]
    if len(requests) > SEDES_SHOWN:
        lines.append(f"Y {len(requests) - SEDES_SHOWN} sedes más.")
    return _message(lines)


def _sede_status(request: KeyRequest, keys: Mapping[Environment, Key], now: datetime) -> str:
    lines = [
        f"*{safe(request.provider.name)}* · {request.codigo}",
        f"Estado de inscripción: *{delegate_state(request)}* · {moment_text(request.requested_at)}",
    ]
    if request.status is RequestStatus.RETURNED:
        lines.append(f"Motivo: {safe(request.return_reason or '')}\nCorríjala con `/llaves solicitar`.")
    for environment in SHOWN:
        key = keys.get(environment)
        if key:
            lines.append(expiry_line(environment, key, now))
    if request.status is RequestStatus.PENDING:
        lines.append("Un funcionario del MSPS la atenderá y le avisaremos por mensaje directo.")
    if request.status is RequestStatus.CANCELLED:
        lines.append("Si necesita llaves, pídalas con `/llaves solicitar`.")
    if keys:
        lines.append("Vea sus llaves con `/llaves ver`.")
    return "\n".join(lines)


def expiry_line(environment: Environment, key: Key, now: datetime) -> str:
    """Return when a key expires or expired, marked when that is near or past."""
    verb = "venció el" if has_expired(key, now) else "vence el"
    mark = expiry_text(key.expires_at, now)
    return f"{ENVIRONMENTS[environment]}: {verb} {date_text(key.expires_at)}" + (
        f" · *{mark}*" if mark else ""
    )


def queue_status(pending: int) -> Message:
    """Tell an official or a manager how many requests wait."""
    if not pending:
        return _message(["No hay solicitudes pendientes."])
    if pending == 1:
        return _message(["Hay *1 solicitud pendiente*. Su tarjeta está en el canal de funcionarios."])
    return _message(
        [f"Hay *{pending} solicitudes pendientes*. Sus tarjetas están en el canal de funcionarios."]
    )


def _message(paragraphs: Sequence[str]) -> Message:
    blocks: list[Block] = [paragraph(text) for text in paragraphs]
    return Message(text=clip("\n\n".join(paragraphs), LONGEST_MESSAGE), blocks=blocks)
