"""The words that open something of the app without a button: `atajo`, `inicio`, `mensajes`."""

from bot.demo.console.choosing import NotUnderstoodError, listed, only_one
from bot.demo.console.seat import NEWS_SECONDS, Seat
from bot.demo.human.person import Person


def run_shortcut(seat: Seat, *words: str) -> None:
    """Run a global shortcut by part of its name."""
    seat.needs_no_window()
    name, shortcuts = " ".join(words), seat.who.shortcuts
    if not shortcuts:
        raise NotUnderstoodError("La aplicación no tiene atajos. Pruebe: /llaves")
    found = only_one(name, shortcuts, f"No hay ningún atajo «{name}». Están:\n{listed(shortcuts)}")
    before = seat.glance()
    seat.who.shortcut(found)
    seat.wait_for_news(before)


def open_home(seat: Seat) -> str | None:
    """Open the Home tab, and wait until the app has drawn it anew; return a remark if there is nothing to see."""
    seat.needs_no_window()
    before = _drawing(seat.who)
    try:
        seat.who.open_home()
    except LookupError:
        raise NotUnderstoodError("La aplicación no tiene pestaña Inicio. Pruebe: /llaves") from None
    try:
        seat.who.wait_for(lambda who: _drawing(who) != before, timeout=NEWS_SECONDS)
    except TimeoutError:
        return (
            None if before else "El bot no ha dibujado la pestaña Inicio. Escriba «ver» para mirar de nuevo."
        )
    return None


def leave_home(seat: Seat) -> None:
    """Go back to the conversations."""
    seat.needs_no_window()
    seat.who.leave_home()


def _drawing(who: Person) -> str | None:
    home = who.published_home
    return str(home.raw["hash"]) if home else None
