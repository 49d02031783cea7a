"""The header of a CSV file: what separates its columns, and where the needed ones stand, however they are spelled."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from bot.errors import UserError

_DELIMITERS = (",", ";", "\t", "|")


class FileRefusedError(UserError):
    """The file as a whole cannot be used. Nothing of it was."""


class MissingColumnsError(ValueError):
    """Needed columns are not there; `names` has the usual spelling of each."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def delimiter_of(header: str) -> str:
    """Return what separates the columns: a comma, a semicolon (Excel in Spanish), a tab or a bar."""
    return max(_DELIMITERS, key=header.count)


def places_of(header: Sequence[str], spellings: Mapping[str, Sequence[str]]) -> Mapping[str, int]:
    """Return where each needed column stands, from 0, given its `spellings` in the form of `plain`.

    Raises:
        MissingColumnsError: naming every one that is not there.
        FileRefusedError: naming every one that stands there twice.
    """
    names = [plain(name) for name in header]
    found = {
        needed: [at for at, name in enumerate(names) if name in spellings[needed]] for needed in spellings
    }
    missing = [spellings[needed][0] for needed, places in found.items() if not places]
    if missing:
        raise MissingColumnsError(missing)
    twice = [header[at].strip() for places in found.values() if len(places) > 1 for at in places]
    if twice:
        raise FileRefusedError(f"El encabezado repite {', '.join(twice)}. Deje una sola columna de cada una.")
    return {needed: places[0] for needed, places in found.items()}


def lacking(names: Sequence[str]) -> str:
    """Return "falta NIT", or "faltan NIT, nombre y correo"; `names` has one at least."""
    *others, last = names
    return f"faltan {', '.join(others)} y {last}" if others else f"falta {last}"


def plain(name: str) -> str:
    """Write the name of a column, or what stands in a cell, without accents, capitals, blanks or signs."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", bare.lower())
