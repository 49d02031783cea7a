"""What a manager is answered who orders the reminders of keys about to expire, halts them or lets them go on."""

from collections.abc import Sequence
from datetime import datetime

from bot.rules.calendar.days import BOGOTA, day_in_bogota
from bot.views.text import count_text, day_text, moment_text

ORDERED = "Recordar a delegados"
HALTED = "Recordatorios detenidos"
RESUMED = "Recordatorios en curso"


def reminders_ordered(
    *,
    queued: int,
    already: int,
    snoozed: int,
    sedes_alone: int,
    first_at: datetime | None,
    last_at: datetime | None,
) -> str:
    """Tell what an order to remind came to, in delegates, and of how many sedes nobody hears."""
    return "\n".join(
        [_first_line(queued, already, snoozed, first_at, last_at), *_rest(already, snoozed, sedes_alone)]
    )


def _first_line(
    queued: int, already: int, snoozed: int, first_at: datetime | None, last_at: datetime | None
) -> str:
    if first_at is not None and last_at is not None:
        sent = count_text(queued, "recordatorio", "recordatorios")
        return f"*Se {'enviará' if queued == 1 else 'enviarán'} {sent}* {_between(first_at, last_at)}."
    if already:
        return "*No hay más recordatorios por enviar hoy.*"
    if snoozed:
        return "*No hay recordatorios por enviar:* todos los delegados los pospusieron."
    return "*No hay recordatorios por enviar:* ningún delegado tiene llaves vencidas o que venzan en 30 días sin solicitud en trámite."


def _rest(already: int, snoozed: int, sedes_alone: int) -> Sequence[str]:
    told = count_text(already, "delegado ya fue avisado hoy", "delegados ya fueron avisados hoy")
    later = count_text(snoozed, "delegado pidió que le recuerden", "delegados pidieron que les recuerden")
    alone = count_text(sedes_alone, "sede no tiene delegado activo", "sedes no tienen delegado activo")
    return [
        *([f"{told}, o su recordatorio espera para salir."] if already else []),
        *([f"{later} más tarde."] if snoozed else []),
        *([f":warning: {alone}: de sus llaves nadie recibe aviso."] if sedes_alone else []),
    ]


def _between(first_at: datetime, last_at: datetime) -> str:
    first, last = (moment.astimezone(BOGOTA) for moment in (first_at, last_at))
    if first.date() != last.date():
        return f"entre el {moment_text(first_at)} y el {moment_text(last_at)}"
    day = day_text(day_in_bogota(first_at))
    begin, end = f"{first:%H:%M}", f"{last:%H:%M}"
    return f"a las {begin} del {day}" if begin == end else f"entre las {begin} y las {end} del {day}"


_RESUME = "El botón «Reanudar recordatorios» está en la pestaña Inicio y en `/llaves resumen`."


def reminders_halted(waiting: int) -> str:
    """Tell that no reminder leaves any more, and how many wait."""
    if not waiting:
        return f"*Recordatorios detenidos.* Ninguno sale ni se prepara hasta que un gerente los reanude. {_RESUME}"
    told = count_text(waiting, "espera", "esperan")
    return f"*Recordatorios detenidos:* {told} a que un gerente los reanude. Los demás avisos siguen saliendo. {_RESUME}"


def reminders_resumed(waiting: int) -> str:
    """Tell that the reminders leave again, and how many waited."""
    if not waiting:
        return "*Recordatorios reanudados.* No había ninguno en espera."
    told = count_text(waiting, "que esperaba sale", "que esperaban salen")
    return f"*Recordatorios reanudados:* {told} en horario de servicio, los más urgentes primero."
