"""The words that press: `pulsar`, `enviar`, `cerrar`."""

from rich.markup import escape
from rich.panel import Panel

from bot.demo.console.choosing import NotUnderstoodError, only_one
from bot.demo.console.seat import Seat
from bot.demo.human.hands import ConfirmationNeeded
from bot.demo.human.seen import Message
from bot.demo.human.sight import own_buttons

NO_WINDOW = "No hay ninguna ventana abierta. Escriba «ver» para mirar lo que tiene delante."


def submit(seat: Seat) -> None:
    """Press the window's own submit button."""
    modal = seat.who.modal
    if modal is None:
        raise NotUnderstoodError(NO_WINDOW)
    if modal.submit_label is None:
        raise NotUnderstoodError(f"Esta ventana no se envía. {seat.within_reach()}")
    before = seat.glance()
    if not seat.who.submit().errors:
        seat.wait_for_news(before)


def close(seat: Seat) -> None:
    """Close the window."""
    if seat.who.modal is None:
        raise NotUnderstoodError(NO_WINDOW)
    seat.who.close()


def press(seat: Seat, *words: str) -> str | None:
    """Press a button by its label, and by its number when several have that label; may return a remark.

    The window's own buttons come first, then those inside it; with a window open nothing behind it can be pressed.
    """
    number, label = _number_and_label(words)
    none_found = f"«{label}» no está a la vista. {seat.within_reach()}"
    found = only_one(label, seat.buttons(), none_found)
    modal = seat.who.modal
    if modal is not None and found in own_buttons(modal):
        (submit if found == modal.submit_label else close)(seat)
        return None
    if modal is not None:
        _press(seat, found, None, _nth(found, modal.buttons.count(found), number))
        return None
    return _press_outside(seat, found, number)


def _press_outside(seat: Seat, label: str, number: int | None) -> str | None:
    """Press what no window holds; the Home tab is the place without a message."""
    counts = [(message, message.buttons.count(label)) for message in seat.who.visible]
    home = seat.who.home
    holders = [(None, home.buttons.count(label) if home else 0), *counts]
    # Counted as the answer below counts them: Home, then newest message first, and within each from the top.
    places = [(message, nth) for message, count in holders for nth in range(1, count + 1)]
    if not places:
        raise LookupError(label)
    if number is None:
        message, _ = places[0]
        there = sum(1 for place, _ in places if place == message)
        _press(seat, label, message, _nth(label, there, None))
        if len(places) == 1:
            return None
        which = "el de Inicio" if message is None else "el más reciente"
        return f'Había {len(places)} botones «{label}»: fue {which}. El siguiente es: pulsar "{label}" 2'
    message, nth = places[_nth(label, len(places), number) - 1]
    _press(seat, label, message, nth)
    return None


def _nth(label: str, there_are: int, number: int | None) -> int:
    if number is None and there_are == 1:
        return 1
    if number is None or not 1 <= number <= there_are:
        raise NotUnderstoodError(
            f"«{label}» está {there_are} {'vez' if there_are == 1 else 'veces'}. "
            f'Escriba cuál, del 1 al {there_are}: pulsar "{label}" 1'
        )
    return number


def _press(seat: Seat, label: str, message: Message | None, nth: int) -> None:
    before = seat.glance()
    try:
        seat.who.press(label, in_=message, nth=nth)
    except ConfirmationNeeded as dialog:
        seat.console.print(Panel(escape(str(dialog)), title="¿Confirma?", title_align="left"))
        if not _agrees(seat):
            return
        seat.who.press(label, confirm=True, in_=message, nth=nth)
    seat.wait_for_news(before)


def _agrees(seat: Seat) -> bool:
    try:
        return seat.console.input("(s/n) ").strip().lower().startswith("s")
    except EOFError:
        return False


def _number_and_label(words: tuple[str, ...]) -> tuple[int | None, str]:
    *first, last = words
    if first and last.isdecimal():
        return int(last), " ".join(first)
    return None, " ".join(words)
