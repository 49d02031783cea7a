"""The words that fill in a form: `llenar`, `buscar`, `marcar`, `opciones`."""

from bot.demo.console.choosing import NotUnderstoodError, listed, only_one
from bot.demo.console.seat import Seat
from bot.demo.human.client_checks import REQUIRED
from bot.demo.human.fields import Field

_EXTERNAL = frozenset({"external_select", "multi_external_select"})
_CHOSEN = _EXTERNAL | {"static_select", "multi_static_select", "radio_buttons", "checkboxes"}
_FORMATS = {
    "datepicker": "no es una fecha. Escríbala como año-mes-día, por ejemplo 2027-03-18.",
    "datetimepicker": "no es un momento. Escríbalo en segundos desde 1970, por ejemplo 1800000000.",
}


def fill(seat: Seat, label: str, value: str) -> str | None:
    """Write into a field or choose an option; return what Slack would write under it, if anything."""
    field = _field(seat, label)
    kind = field.element["type"]
    search = value if kind in _EXTERNAL else None
    chosen = _option(seat, field, value) if value and kind in _CHOSEN else value
    try:
        seat.who.fill(field.label, chosen, search=search)
    except ValueError:
        raise NotUnderstoodError(f"«{value}» {_FORMATS.get(kind, 'no sirve en este campo.')}") from None
    return _complaint(seat, field)


def search(seat: Seat, label: str, value: str) -> None:
    """Type into a field that waits for Enter, press it, and give the app a moment to answer."""
    field = _field(seat, label)
    if not field.sends_on_enter:
        raise NotUnderstoodError(
            f'«{field.label}» no busca: se envía con la ventana. Escriba: llenar "{field.label}" "valor"'
        )
    before = seat.glance()
    seat.who.fill(field.label, value)
    seat.who.press_enter(field.label)
    seat.wait_for_news(before)


def tick(seat: Seat, *words: str) -> None:
    """Tick the only box of a field."""
    field = _field(seat, " ".join(words))
    if field.element["type"] != "checkboxes":
        raise NotUnderstoodError(
            f'«{field.label}» no es una casilla. Escriba: llenar "{field.label}" "valor"'
        )
    boxes = seat.who.options(field.label)
    if len(boxes) > 1:
        raise NotUnderstoodError(
            f'«{field.label}» tiene varias casillas:\n{listed(boxes)}\nEscriba: llenar "{field.label}" "casilla"'
        )
    seat.who.fill(field.label, True)


def tell_options(seat: Seat, *words: str) -> None:
    """Print what a menu offers."""
    field = _field(seat, " ".join(words))
    if field.element["type"] not in _CHOSEN:
        raise NotUnderstoodError(
            f'«{field.label}» no tiene opciones. Escriba: llenar "{field.label}" "valor"'
        )
    options = seat.who.options(field.label)
    if not options:
        raise NotUnderstoodError(_nothing_offered(field))
    seat.say(f"Opciones de «{field.label}»:\n{listed(options)}")


def _field(seat: Seat, label: str) -> Field:
    fields = seat.who.fields
    none_found = f"«{label}» no está a la vista. {seat.within_reach()}"
    found = only_one(label, [each.label for each in fields], none_found)
    return next(each for each in fields if each.label == found)


def _option(seat: Seat, field: Field, text: str) -> str:
    options = seat.who.options(field.label, text)
    if not options:
        raise NotUnderstoodError(_nothing_offered(field))
    none_found = f"«{text}» no está entre las opciones de «{field.label}»:\n{listed(options)}"
    return only_one(text, options, none_found)


def _nothing_offered(field: Field) -> str:
    shortest = field.element.get("min_query_length", 3)
    return (
        f"«{field.label}» ofrece según lo que se escriba: pruebe otro texto, de al menos {shortest} letras."
    )


def _complaint(seat: Seat, field: Field) -> str | None:
    complaint = seat.who.complaint(field.label)
    return None if complaint in {None, REQUIRED} else f"⚠ {field.label}: {complaint}"
