"""Answers to `/llaves estado` and `/llaves ayuda`: where things stand and what can be done, without a secret."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block

from bot.views.key_view import SHOWN
from bot.views.message import Message
from bot.views.parts import clip, paragraph, small
from bot.views.states import delegate_state
from bot.views.text import (
    ENVIRONMENTS,
    HELPDESK,
    date_text,
    has_expired,
    moment_text,
    person_state,
    safe,
)
from storage.enums import Environment, PersonStatus, RequestStatus, Role
from storage.models import Key, KeyRequest, Person, Provider

SEDES_SHOWN = 20

LONGEST_MESSAGE = 40_000  # what Slack keeps of a text

UNREGISTERED = "Usted aún no está registrado. Escriba `/llaves registro` para empezar."

COMMANDS = {
    Role.DELEGATE: {
        "solicitar": "pedir llaves o corregir una solicitud devuelta",
        "estado": "en qué va su solicitud y cuándo vencen sus llaves",
        "ver": "ver y copiar ClientID, ClientSecret y los parámetros de conexión",
    },
    Role.OFFICIAL: {"estado": "cuántas solicitudes esperan"},
    Role.MANAGER: {"estado": "cuántas solicitudes esperan"},
}

_FROM_CARDS = {
    Role.OFFICIAL: "Desde las tarjetas del canal de funcionarios usted aprueba delegados, ingresa llaves "
    "(*Ingresar info*) y devuelve solicitudes (*Devolver*).",
    Role.MANAGER: "Desde las tarjetas del canal de gerentes usted aprueba a los funcionarios.",
}


def person_status(person: Person | None, provider: Provider | None) -> Message:
    """Tell somebody who may not act yet where their registration stands."""
    if person is None:
        return _message([UNREGISTERED])
    whose = f" ({safe(provider.name)})" if provider else ""
    lines = [f"*Registro*{whose}: {person_state(person)} · {moment_text(person.registered_at)}"]
    if person.status is PersonStatus.REJECTED:
        lines.append(f"Motivo: {safe(person.decision_reason or '')}\nCorríjalo con `/llaves registro`.")
    elif person.status is PersonStatus.PENDING:
        lines.append("Le avisaremos por mensaje directo cuando lo revisen.")
    else:
        lines.append("Comuníquese con un gerente del programa IHCE.")
    return _message(lines)


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
            verb = "venció el" if has_expired(key, now) else "vence el"
            lines.append(f"{ENVIRONMENTS[environment]}: {verb} {date_text(key.expires_at)}")
    if request.status is RequestStatus.PENDING:
        lines.append("Un funcionario del MSPS la atenderá y le avisaremos por mensaje directo.")
    if keys:
        lines.append("Vea sus llaves con `/llaves ver`.")
    return "\n".join(lines)


def queue_status(pending: int) -> Message:
    """Tell an official or a manager how many requests wait."""
    if not pending:
        return _message(["No hay solicitudes pendientes."])
    if pending == 1:
        return _message(["Hay *1 solicitud pendiente*. Su tarjeta está en el canal de funcionarios."])
    return _message(
        [f"Hay *{pending} solicitudes pendientes*. Sus tarjetas están en el canal de funcionarios."]
    )


def help_text(person: Person | None, unknown: str | None = None) -> Message:
    """Tell what this person can do; `unknown` is the word that was not understood."""
    lines = [f"No conozco «{safe(unknown)}»."] if unknown else []
    if person is None or person.status is not PersonStatus.ACTIVE:
        commands = {"registro": "registrarse como delegado o funcionario", "estado": "en qué va su registro"}
    else:
        commands = COMMANDS[person.role]
        if person.role in _FROM_CARDS:
            lines.append(_FROM_CARDS[person.role])
    commands = {**commands, "ayuda": "esta lista"}
    lines.append(
        "*Usted puede escribir:*\n"
        + "\n".join(f"`/llaves {word}` – {what}" for word, what in commands.items())
    )
    return _message(lines, HELPDESK)


def _message(paragraphs: Sequence[str], footer: str | None = None) -> Message:
    blocks: list[Block] = [paragraph(text) for text in paragraphs]
    if footer:
        blocks.append(small(footer))
    text = "\n\n".join([*paragraphs, *([footer] if footer else [])])
    return Message(text=clip(text, LONGEST_MESSAGE), blocks=blocks)
