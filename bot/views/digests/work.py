"""The officials' work as a digest tells it: the queue, how long a request waits, and who did how much."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.rules.figures import Figures, OfficialLoad
from bot.views.digests.counts import change_text
from bot.views.text import count_text, figure, moment_text, wait_text

OFFICIALS_SHOWN = 15

_HOUR = timedelta(hours=1)


def work_facts(figures: Figures, previous: Figures | None) -> Mapping[str, str]:
    """Return what waits now and what was done in the period, by label."""
    return {
        "En cola": _queue(figures, previous),
        "La más antigua espera": _oldest(figures),
        "Recibidas": figure(figures.received),
        "Asignadas": figure(figures.assigned),
        "Devueltas": _returned(figures),
        "Tiempo para asignar (mediana)": _wait(figures.median_wait, figures),
        "Tiempo para asignar (percentil 90)": _wait(figures.late_wait, figures),
    }


def load_lines(loads: Sequence[OfficialLoad]) -> Sequence[str]:
    """Return a line per official, `OFFICIALS_SHOWN` at most, and how many more there are."""
    if not loads:
        return ["No hay funcionarios activos. Apruebe o reactive a alguno en *Usuarios*."]
    more = len(loads) - OFFICIALS_SHOWN
    lines = [
        f"<@{load.user_id}> · asignadas: *{figure(load.assigned)}* · devueltas: {figure(load.returned)} · "
        f"tomadas: {figure(load.taken)}"
        for load in loads[:OFFICIALS_SHOWN]
    ]
    return [*lines, f"Y {count_text(more, 'funcionario', 'funcionarios')} más."] if more > 0 else lines


def service_time_text(span: timedelta, service_day: timedelta) -> str:
    """Return business time as "25 min hábiles", "4 h hábiles" or "1 día hábil y 3 h"; days are of `service_day`."""
    if span < _HOUR:
        return f"{span // timedelta(minutes=1)} min hábiles"
    days, rest = divmod(span, service_day)
    hours = round(rest / _HOUR)
    if hours * _HOUR >= service_day:
        days, hours = days + 1, 0
    if not days:
        return count_text(hours, "h hábil", "h hábiles")
    told = count_text(days, "día hábil", "días hábiles")
    return f"{told} y {hours} h" if hours else told


def _queue(figures: Figures, previous: Figures | None) -> str:
    change = change_text(figures.pending, previous.pending if previous else None)
    taken = f", {count_text(figures.taken, 'tomada', 'tomadas')}" if figures.taken else ""
    return f"*{figure(figures.pending)}*{change}{taken}"


def _oldest(figures: Figures) -> str:
    if figures.oldest_at is None or figures.oldest_days is None:
        return "—"
    return f"{wait_text(figures.oldest_days)}, desde el {moment_text(figures.oldest_at)}"


def _returned(figures: Figures) -> str:
    share = figures.returned_share
    if share is None:
        return figure(figures.returned)
    return f"{figure(figures.returned)} ({100 * share:.0f} % de las atendidas)"


def _wait(span: timedelta | None, figures: Figures) -> str:
    return "Sin asignaciones" if span is None else service_time_text(span, figures.service_day)
