"""The cleaning that everything typed goes through before it is judged."""

import unicodedata


def strip_typed(text: str) -> str:
    """Drop what nobody sees when pasting: zero-width and direction marks, odd blanks, blanks at both ends."""
    visible = (character for character in text if unicodedata.category(character) != "Cf")
    return "".join(" " if unicodedata.category(c) == "Zs" else c for c in visible).strip()


def ascii_digits(text: str) -> str:
    """Turn the decimal digits of any script (full-width ones come from some keyboards) into 0-9."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
