"""What is told of keys about to expire: to their delegates and, while nobody asks for new ones, to the officials."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from slack_sdk.models.blocks import ActionsBlock, Block

from bot.ids import Action
from bot.rules.calendar.days import day_in_bogota
from bot.views.keys.key_view import SHOWN
from bot.views.messages.message import Message
from bot.views.parts import button, entry, paragraph, small
from bot.views.text import (
    ENVIRONMENTS,
    KINDS,
    count_text,
    day_text,
    figure,
    mention,
    safe,
    sede_text,
    when_text,
)
from storage.enums import Environment, RequestKind
from storage.models import Person, Provider

SEDES_NAMED = 10
UNCOVERED_NAMED = 12
DELEGATES_NAMED = 2

LONGEST_NAME = 120  # as escaped: with ten sedes the whole text stays under the 4,000 characters of a message

CANNOT_REPORT = (
    "Con las de producción vencidas el prestador no puede reportar a la Historia Clínica Electrónica interoperable (IHCE) hasta "
    "que tenga llaves nuevas."
)


@dataclass(frozen=True)
class SedeToRenew:
    """A sede whose keys expire, by environment, without a request that waits; `returned` tells of one that came back."""

    provider: Provider
    expiries: Mapping[Environment, datetime]
    returned: bool


@dataclass(frozen=True)
class ExpiryReminder:
    """What a delegate is reminded of, the first to expire first.

    `snooze_until` is when the first key comes up again if they snooze; None when all are at their last step.
    """

    sedes: Sequence[SedeToRenew]
    now: datetime
    snooze_until: date | None


@dataclass(frozen=True)
class UncoveredSede:
    """A sede whose keys expire, or expired lately, by environment, while no request for new ones waits for officials."""

    provider: Provider
    expiries: Mapping[Environment, datetime]
    delegates: Sequence[Person]
    returned: bool = False


@dataclass(frozen=True)
class Uncovered:
    """All those sedes: how many, with how many keys that expire until a day, and the most urgent by name."""

    sedes: int
    keys: int
    until: date
    first: Sequence[UncoveredSede]
    now: datetime


def expiry_reminder(reminder: ExpiryReminder) -> Message:
    """Remind a delegate of keys about to expire, with a button per sede that asks for new ones."""
    expired = any(at <= reminder.now for sede in reminder.sedes for at in sede.expiries.values())
    ahead = any(at > reminder.now for sede in reminder.sedes for at in sede.expiries.values())
    stopped = any(
        at <= reminder.now
        for sede in reminder.sedes
        for environment, at in sede.expiries.items()
        if environment is Environment.PRODUCTION
    )
    ask = _CORRECT if all(sede.returned for sede in reminder.sedes) else _ASK
    opening = f"*{_TITLES[expired, ahead]}*\n{f'{CANNOT_REPORT} ' if stopped else ''}{ask}"
    named = reminder.sedes[:SEDES_NAMED]
    lines = [_sede_lines(sede, reminder.now) for sede in named]
    closing = _closing(reminder)
    blocks: list[Block] = [paragraph(opening)]
    for sede, text in zip(named, lines, strict=True):
        label = "Corregir solicitud" if sede.returned else KINDS[RequestKind.RENEWAL]
        blocks.append(entry(text, button(Action.START_REQUEST, label, sede.provider.codigo, primary=True)))
    blocks += [small(line) for line in closing]
    if reminder.snooze_until is not None:
        day = day_in_bogota(reminder.now).isoformat()
        blocks.append(ActionsBlock(elements=[button(Action.SNOOZE_REMINDER, "Recordar más tarde", day)]))
    return Message(text="\n\n".join([opening, *lines, *closing]), blocks=blocks)


_CORRECT = "El Ministerio devolvió la solicitud de llaves nuevas: corríjala con el botón de cada sede."

_ASK = "Pida otras con el botón de cada sede: el Ministerio las asigna y le avisamos por mensaje directo."

_TITLES = {
    (True, False): "Sus llaves de acceso vencieron",
    (False, True): "Sus llaves de acceso están por vencer",
    (True, True): "Tiene llaves de acceso vencidas y por vencer",
}


def _sede_lines(sede: SedeToRenew, now: datetime) -> str:
    lines = [f"*{safe(sede_text(sede.provider), LONGEST_NAME)}*", *_expiry_lines(sede.expiries, now)]
    if sede.returned:
        lines.append("Su solicitud fue devuelta: corríjala y envíela de nuevo.")
    return "\n".join(lines)


def _expiry_lines(expiries: Mapping[Environment, datetime], now: datetime) -> Iterator[str]:
    expiring = [
        (day_in_bogota(expiries[environment]), expiries[environment], environment)
        for environment in SHOWN
        if environment in expiries
    ]
    # Both environments of a sede mostly expire on one day, and are then one line.
    for _, group in groupby(sorted(expiring), key=lambda each: (each[0], each[1] <= now)):
        of_day = list(group)
        names = " y ".join(ENVIRONMENTS[environment] for _, _, environment in of_day)
        yield f"{names}: {when_text(of_day[0][1], now, plural=len(of_day) > 1)}"


def _closing(reminder: ExpiryReminder) -> Sequence[str]:
    more = len(reminder.sedes) - SEDES_NAMED
    lines = [f"Y {count_text(more, 'sede', 'sedes')} más: escriba `/llaves estado`."] if more > 0 else []
    if reminder.snooze_until is not None:
        day = day_text(reminder.snooze_until)
        lines.append(f"«Recordar más tarde»: el siguiente aviso de estas llaves llega desde el {day}.")
    return lines


def snoozed(until: date, *, some_stay: bool) -> str:
    """Tell a delegate until when their keys are left out of the reminders."""
    stay = (
        " Las que están en su último aviso, o tienen uno más reciente que este, no se posponen con él: pida otras con "
        "«Resolicitud Token»."
        if some_stay
        else ""
    )
    return f"Listo. Le volveremos a recordar estas llaves desde el {day_text(until)}.{stay}"


def expiring_keys(uncovered: Uncovered) -> Message:
    """Tell the officials which sedes run out of keys while nobody has asked for new ones."""
    sedes = count_text(uncovered.sedes, "sede", "sedes")
    keys = count_text(uncovered.keys, "llave", "llaves")
    opening = (
        f"*Llaves por vencer sin renovación en trámite: {sedes}, {keys}*\n"
        f"Vencen a más tardar el {day_text(uncovered.until)} o vencieron en los últimos 30 días, y los funcionarios no tienen solicitud que atender."
    )
    lines = [_uncovered_line(sede, uncovered.now) for sede in uncovered.first]
    more = uncovered.sedes - len(uncovered.first)
    closing = [f"Y {count_text(more, 'sede', 'sedes')} más."] if more > 0 else []
    return Message(
        text="\n".join([opening, *lines, *closing]),
        blocks=[
            paragraph(opening),
            *(paragraph(line) for line in lines),
            *(small(line) for line in closing),
            ActionsBlock(elements=[button(Action.OPEN_UPDATE_LIST, "Actualizar Token")]),
        ],
    )


def _uncovered_line(sede: UncoveredSede, now: datetime) -> str:
    name = safe(sede.provider.name, LONGEST_NAME // 3)
    expiries = "; ".join(_expiry_lines(sede.expiries, now))
    returned = " · solicitud devuelta, espera al delegado" if sede.returned else ""
    place = safe(sede_text(sede.provider), LONGEST_NAME // 3)
    return f"• *{name}* · {place} · {expiries} · {_who(sede.delegates)}{returned}"


def _who(delegates: Sequence[Person]) -> str:
    if not delegates:
        return ":warning: sin delegado activo"
    named = ", ".join(mention(person) for person in delegates[:DELEGATES_NAMED])
    more = len(delegates) - DELEGATES_NAMED
    return f"{named} y {figure(more)} más" if more > 0 else named
