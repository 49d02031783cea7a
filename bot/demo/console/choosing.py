"""Finding what somebody meant among the names on the screen, as forgiving as it can be without guessing."""

import unicodedata
from collections.abc import Sequence

SHOWN = 30
"""How many names an answer lists."""

_AROUND = " *:[]▾"  # what the screen draws around a name, and people copy
_DASHES = str.maketrans("–—", "--")


class NotUnderstoodError(Exception):
    """What was typed cannot be done; the text is for who typed it, and says what to do next."""


def closest(wanted: str, names: Sequence[str]) -> list[str]:
    """Return the names that may be meant: the exact one, else those equal but for case and accents, else containing it."""
    distinct = list(dict.fromkeys(names))
    if wanted in distinct:
        return [wanted]
    folded = _folded(wanted)
    if not folded:
        return []
    equal = [each for each in distinct if _folded(each) == folded]
    return equal or [each for each in distinct if folded in _folded(each)]


def only_one(wanted: str, names: Sequence[str], none_found: str) -> str:
    """Return the one name that is meant. Raises `NotUnderstoodError` with `none_found`, or with the candidates."""
    found = closest(wanted, names)
    if not found:
        raise NotUnderstoodError(none_found)
    if len(found) > 1:
        raise NotUnderstoodError(
            f"«{wanted}» puede ser:\n{listed(found)}\nEscriba algo más para distinguirlo."
        )
    return found[0]


def listed(names: Sequence[str]) -> str:
    """Return the first names, one below the other, and how many more there are."""
    lines = [f"  • {each}" for each in names[:SHOWN]]
    if len(names) > SHOWN:
        lines.append(f"  y {len(names) - SHOWN} más")
    return "\n".join(lines)


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_DASHES).casefold())
    bare = "".join(each for each in decomposed if not unicodedata.combining(each))
    return " ".join(bare.split()).strip(_AROUND)
