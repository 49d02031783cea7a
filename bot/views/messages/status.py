"""The answer to `/llaves estado`: where things stand, without a secret."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from slack_sdk.models.blocks import Block

from bot.rules.calendar.days import day_in_bogota
from bot.views.keys.key_view import SHOWN
from bot.views.messages.message import Message
from bot.views.messages.waiting import answer_line
from bot.views.parts import clip, paragraph
from bot.views.states import delegate_state, expiry_text
from bot.views.text import (
    ENVIRONMENTS,
    count_text,
    date_text,
    has_expired,
    moment_text,
    person_state,
    reason_text,
    safe,
    sede_text,
)
from storage.enums import Environment, PersonStatus, RequestStatus, Role
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
            return [registered, f"Motivo: {reason_text(person)}\nCorríjalo con `/llaves registro`."]
        case PersonStatus.SUSPENDED:
            reason = f"Motivo: {reason_text(person)}\n" if person.decision_reason else ""
            return [registered, f"{reason}Comuníquese con la mesa de ayuda: 601 330 5043."]
        case _:
            return [registered, "Le avisaremos por mensaje directo cuando lo revisen."]


def delegate_status(
    requests: Sequence[KeyRequest],
    keys: Mapping[str, Mapping[Environment, Key]],
    now: datetime,
    unasked: int = 0,
    answers: Mapping[str, date] = MappingProxyType({}),
) -> Message:
    """Tell a delegate the state of each sede's request and when its keys expire; `unasked` sedes have no request.

    `answers` tells, by código, until when to expect the answer to what is pending.
    """
    if not requests:
        return _message(["Aún no ha solicitado llaves. Escriba `/llaves solicitar` para pedirlas."])
    lines = [
        _sede_status(request, keys.get(request.codigo, {}), now, answers.get(request.codigo))
        for request in requests[:SEDES_SHOWN]
    ]
    if len(requests) > SEDES_SHOWN:
        more = count_text(len(requests) - SEDES_SHOWN, "sede", "sedes")
        lines.append(f"Y {more} más con solicitud: búsquelas con `/llaves solicitar`.")
    if unasked:
        told = count_text(unasked, "sede aún no ha solicitado llaves", "sedes aún no han solicitado llaves")
        lines.append(f"{told}: pídalas con `/llaves solicitar`.")
    return _message(lines)


def _sede_status(
    request: KeyRequest, keys: Mapping[Environment, Key], now: datetime, answer_by: date | None
) -> str:
    lines = [
        f"*{safe(sede_text(request.provider))}*",
        f"Estado de inscripción: *{delegate_state(request)}* · {moment_text(request.requested_at)}",
    ]
    if request.status is RequestStatus.RETURNED:
        lines.append(f"Motivo: {safe(request.return_reason or '')}\nCorríjala con `/llaves solicitar`.")
    shown = {environment: keys[environment] for environment in SHOWN if environment in keys}
    lines += [expiry_line(environment, key, now) for environment, key in shown.items()]
    if request.status is RequestStatus.PENDING:
        lines.append("Un funcionario del MSPS la atenderá y le avisaremos por mensaje directo.")
        if answer_by is not None:
            lines.append(answer_line(answer_by, day_in_bogota(now)))
        if any(not has_expired(key, now) for key in shown.values()):
            lines.append("Mientras tanto, sus llaves siguen funcionando hasta que venzan.")
    if request.status is RequestStatus.ASSIGNED and any(
        expiry_text(key.expires_at, now) for key in shown.values()
    ):
        lines.append("Pida otras con `/llaves solicitar`.")
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


def queue_status(pending: int, role: Role = Role.MANAGER) -> Message:
    """Tell an official or a manager how many requests wait; only an official is told how to attend them."""
    if not pending:
        return _message(["No hay solicitudes pendientes."])
    told = f"Hay *{count_text(pending, 'solicitud pendiente', 'solicitudes pendientes')}*."
    if role is not Role.OFFICIAL:
        return _message([told])
    if pending == 1:
        return _message(
            [f"{told} Asígnela con `/llaves asignar`; su tarjeta está en el canal de funcionarios."]
        )
    return _message(
        [f"{told} Asígnelas con `/llaves asignar`; sus tarjetas están en el canal de funcionarios."]
    )


def _message(paragraphs: Sequence[str]) -> Message:
    blocks: list[Block] = [paragraph(text) for text in paragraphs]
    return Message(text=clip("\n\n".join(paragraphs), LONGEST_MESSAGE), blocks=blocks)
