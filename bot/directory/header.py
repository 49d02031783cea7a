"""The header of the REPS file: which of its 22 columns we need, however they are spelled.

Open data writes `codigohabilitacionsede` and `departamentodededesc` (sic), the CSV download `CodigoHabilitacionSede`
and `DepartamentoSedeDesc`. E-mails, telephones and addresses of tens of thousands of people are among the others:
their columns are never looked at.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import UserError

_DELIMITERS = (",", ";", "\t", "|")


class FileRefusedError(UserError):
    """The file cannot be the directory. Nothing of it was used."""


@dataclass(frozen=True)
class Columns:
    """Where the needed columns stand in a row, from 0, and how many a row has."""

    codigo: int
    document_type: int
    nit: int
    name: int
    sede: int
    municipality: int
    department: int
    width: int


_SPELLINGS: dict[str, tuple[str, ...]] = {
    "codigo": ("codigohabilitacionsede",),
    "document_type": ("tipoid", "tipoidentificacion"),
    "nit": ("numeroidentificacion",),
    "name": ("nombreprestador",),
    "sede": ("nombresede",),
    "municipality": ("municipiosededesc",),
    "department": ("departamentodededesc", "departamentosededesc"),
}


def delimiter_of(header: str) -> str:
    """Return what separates the columns: a comma, a semicolon (Excel in Spanish), a tab or a bar."""
    return max(_DELIMITERS, key=header.count)


def find_columns(header: Sequence[str]) -> Columns:
    """Find the needed columns.

    Raises:
        FileRefusedError: naming every one that is missing, or that stands there twice.
    """
    names = [_plain(name) for name in header]
    found = {needed: [names.index(s) for s in _SPELLINGS[needed] if s in names] for needed in _SPELLINGS}
    missing = [_SPELLINGS[needed][0] for needed, places in found.items() if not places]
    if missing:
        raise FileRefusedError(
            f"El archivo no es el directorio de prestadores: en el encabezado falta {', '.join(missing)}. "
            "Descargue de nuevo el CSV del REPS en datos.gov.co, con todas sus columnas."
        )
    twice = [s for spellings in _SPELLINGS.values() for s in spellings if names.count(s) > 1]
    if twice:
        raise FileRefusedError(f"El encabezado repite {', '.join(twice)}. Deje una sola columna de cada una.")
    return Columns(**{needed: places[0] for needed, places in found.items()}, width=len(names))


def _plain(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", bare.lower())
