"""The word that moves the clock: `avanzar`, also typed as `/llaves-demo avanzar`."""

import re
from datetime import timedelta

from rich.progress import BarColumn, Progress, TextColumn

from bot.demo.console.choosing import NotUnderstoodError
from bot.demo.console.seat import Seat
from bot.views.text import moment_text

DEMO_COMMAND = "/llaves-demo"
LONGEST = timedelta(days=366)

_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "s": timedelta(weeks=1)}


def advance(seat: Seat, amount: str) -> str:
    """Let time pass for everybody, showing each day; return a remark on when it is and who got messages."""
    if seat.clock is None:
        raise NotUnderstoodError("El reloj de este Slack no se puede adelantar.")
    seat.needs_no_window()
    delta = duration(amount)
    before = _inboxes(seat)
    start = seat.clock.now()
    columns = (TextColumn("Avanzando"), BarColumn(), TextColumn("{task.fields[moment]}"))
    with Progress(*columns, console=seat.console, transient=True) as progress:
        task = progress.add_task("", total=delta.total_seconds(), moment=moment_text(start))
        seat.clock.advance(
            delta,
            lambda moment: progress.update(
                task, completed=(moment - start).total_seconds(), moment=moment_text(moment)
            ),
        )
    arrived = {
        name.capitalize(): len(inbox - before[name])
        for name, inbox in _inboxes(seat).items()
        if inbox - before[name]
    }
    told = ", ".join(f"{name} ({count})" for name, count in arrived.items()) or "nadie"
    return f"Ahora es {moment_text(seat.clock.now())}. Mensajes nuevos para: {told}."


def duration(amount: str) -> timedelta:
    """Read `12h`, `30d` or `2s`: hours, days, weeks. Raises `NotUnderstoodError`."""
    found = re.fullmatch(r"([0-9]{1,4})([hds])", amount.strip().lower())
    if found is None or int(found[1]) == 0:
        raise NotUnderstoodError(
            f"No entiendo «{amount}». Escriba cuánto avanzar: 12h (horas), 30d (días) o 2s (semanas). "
            "El reloj no puede ir hacia atrás."
        )
    delta = int(found[1]) * _UNITS[found[2]]
    if delta > LONGEST:
        raise NotUnderstoodError(f"Avance como máximo {LONGEST.days}d de una vez.")
    return delta


def _inboxes(seat: Seat) -> dict[str, set[tuple[str, str]]]:
    return {
        name: {(message.channel, message.ts) for message in person.visible}
        for name, person in seat.people.items()
    }
