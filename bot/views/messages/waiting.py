"""What is said of requests that wait too long: to officials, to managers, to their delegates. Our extension."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slack_sdk.models.blocks import ActionsBlock, Block

from bot.ids import Action
from bot.views.messages.message import Message
from bot.views.parts import LONGEST_TEXT, button, clip, paragraph, small
from bot.views.text import KINDS, SUPPORT, count_text, day_text, figure, mention, moment_text, safe
from storage.models import KeyRequest, Person

NAMED = 15  # requests that one message names

_HOW = "Las llaves se ingresan con `/llaves asignar` o desde cada tarjeta."

_NAME_LENGTH = 100  # with its escapes: as many names fit in the text


@dataclass(frozen=True)
class Wait:
    """A pending request and its wait: business days, who has taken it, and where its card stands, if anywhere."""

    request: KeyRequest
    days: int
    holder: Person | None
    link: str | None


@dataclass(frozen=True)
class Stale:
    """The first `NAMED` requests of a round, oldest first, `total` in all, and how many are pending altogether."""

    named: Sequence[Wait]
    total: int
    pending: int


def stale_requests(stale: Stale) -> Message:
    """Remind the officials of the requests of one round, with a link to each card."""
    waits = "espera" if stale.total == 1 else "esperan"
    title = f":hourglass_flowing_sand: *{_requests(stale.total)} de llaves {waits} respuesta.*"
    assign = ActionsBlock(elements=[button(Action.OPEN_ASSIGN_LIST, "Asignar Token", primary=True)])
    return _message(f"{title} {_queue(stale.pending)}", stale, _HOW, [assign])


def stale_requests_escalated(stale: Stale, last_step: int) -> Message:
    """Tell the managers of the requests of one round that wait `last_step` business days or more."""
    waits = "lleva" if stale.total == 1 else "llevan"
    days = count_text(last_step, "día hábil", "días hábiles")
    title = f":rotating_light: *{_requests(stale.total)} de llaves {waits} {days} o más sin respuesta.*"
    advice = "Coordine con los funcionarios quién las atiende hoy."
    return _message(f"{title} {_queue(stale.pending)}", stale, advice, [])


def request_freed(request: KeyRequest, official: Person) -> Message:
    """Say in the thread of a card that an official took the request and did not finish it."""
    text = (
        f"{mention(official)} tomó la solicitud de {safe(request.provider.name)} · {request.codigo} y no la terminó; "
        "quedó libre. Tómela de nuevo o ingrese las llaves en la tarjeta de este hilo."
    )
    return Message(text=text, blocks=[paragraph(text)])


def request_delayed(requests: Sequence[KeyRequest], expected: date) -> Message:
    """Tell a delegate that the answer to their requests takes longer than promised, and when to expect it."""
    several = len(requests) > 1
    title = (
        f"*La respuesta a sus {figure(len(requests))} solicitudes de llaves está tardando más de lo previsto.*"
        if several
        else "*La respuesta a su solicitud de llaves está tardando más de lo previsto.*"
    )
    lines = [
        f"• {safe(request.provider.name, _NAME_LENGTH)} · {request.codigo} · {KINDS[request.kind]}, "
        f"enviada el {moment_text(request.submitted_at)}"
        for request in requests[:NAMED]
    ]
    if len(requests) > NAMED:
        lines.append(f"Y {count_text(len(requests) - NAMED, 'solicitud', 'solicitudes')} más de su entidad.")
    subject = "Siguen pendientes" if several else "Sigue pendiente"
    expectation = (
        f"{subject} y no perdió su lugar. Nueva fecha esperada: a más tardar el *{day_text(expected)}*.\n"
        "No tiene que hacer nada: le avisaremos por mensaje directo. Consulte el estado con `/llaves estado`."
    )
    blocks: list[Block] = [
        paragraph(f"{title}\n" + "\n".join(lines)),
        paragraph(expectation),
        small(SUPPORT),
    ]
    return Message(text="\n".join([title, *lines, expectation, SUPPORT]), blocks=blocks)


def answer_line(expected: date, today: date) -> str:
    """Return the promise of an answer, or that it was not kept."""
    if today <= expected:
        return f"Respuesta esperada: a más tardar el {day_text(expected)}."
    return f"La respuesta se esperaba el {day_text(expected)} y está tardando más de lo previsto."


def _requests(count: int) -> str:
    return count_text(count, "solicitud", "solicitudes")


def _queue(pending: int) -> str:
    return f"En la fila hay {count_text(pending, 'pendiente', 'pendientes')} en total."


def _message(title: str, stale: Stale, advice: str, after: Sequence[Block]) -> Message:
    more = stale.total - len(stale.named)
    rest = [f"Y {figure(more)} más. {advice}" if more else advice]
    lines = [_line(wait) for wait in stale.named]
    links = [f" · <{wait.link}|Ver tarjeta>" if wait.link else "" for wait in stale.named]
    entries = [paragraph(f"• {line}{link}") for line, link in zip(lines, links, strict=True)]
    return Message(
        # Whoever hears the text cannot press a link in it.
        text=clip("\n".join([title, *(f"• {line}" for line in lines), *rest]), LONGEST_TEXT),
        blocks=[paragraph(title), *entries, *map(paragraph, rest), *after],
    )


def _line(wait: Wait) -> str:
    request = wait.request
    parts = [
        f"*{safe(request.provider.name, _NAME_LENGTH)}*",
        request.codigo,
        KINDS[request.kind],
        f"desde el {moment_text(request.submitted_at)} ({_days(wait.days)})",
    ]
    if wait.holder:
        parts.append(f"la tiene {mention(wait.holder)}")
    return " · ".join(parts)


def _days(days: int) -> str:
    return count_text(days, "día hábil", "días hábiles") if days else "menos de un día hábil"
