"""One cell of a CSV file, before its meaning is judged."""

import re
import unicodedata

from bot.rules.fields.typed import strip_typed

_SPREADSHEET_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+")


def clean(cell: str) -> str:
    """Drop what nobody sees, and make every run of blanks one space."""
    if not cell.isascii():
        cell = unicodedata.normalize("NFC", strip_typed(cell))
    if not cell.isprintable():
        cell = "".join(character if character.isprintable() else " " for character in cell)
    return " ".join(cell.split())


def is_spreadsheet_number(text: str) -> bool:
    """Tell whether a spreadsheet wrote a long number as a power of ten: "9.01E+08" has lost its digits."""
    return _SPREADSHEET_NUMBER.fullmatch(text) is not None
