"""The header of the REPS file: which of its 22 columns we need, however they are spelled.

Open data writes `codigohabilitacionsede` and `departamentodededesc` (sic), the CSV download `CodigoHabilitacionSede`
and `DepartamentoSedeDesc`. E-mails, telephones and addresses of tens of thousands of people are among the others:
their columns are never looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.csv_files.header import FileRefusedError, MissingColumnsError, lacking, places_of


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


def find_columns(header: Sequence[str]) -> Columns:
    """Find the needed columns.

    Raises:
        FileRefusedError: naming every one that is missing, or that stands there twice.
    """
    try:
        return Columns(**places_of(header, _SPELLINGS), width=len(header))
    except MissingColumnsError as missing:
        raise FileRefusedError(
            f"El archivo no es el directorio de prestadores: en el encabezado {lacking(missing.names)}. "
            "Descargue de nuevo el CSV del REPS en datos.gov.co, con todas sus columnas."
        ) from None
