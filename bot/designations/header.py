"""The header of the list of designated delegates: five columns, however they are spelled and wherever they stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.csv_files.header import FileRefusedError, MissingColumnsError, lacking, places_of


@dataclass(frozen=True)
class Columns:
    """Where the needed columns stand in a row, from 0, and how many a row has."""

    nit: int
    document_type: int
    document_number: int
    name: int
    email: int
    width: int


_SPELLINGS: dict[str, tuple[str, ...]] = {
    "nit": ("nit", "nitentidad", "nitdelaentidad", "nitprestador", "nitdelprestador"),
    "document_type": (
        "tipodedocumento",
        "tipodocumento",
        "tipodeidentificacion",
        "tipoidentificacion",
        "tipoidentificaciondelegado",
    ),
    "document_number": (
        "numerodedocumento",
        "numerodocumento",
        "numerodeidentificacion",
        "numeroidentificacion",
        "numeroidentificaciondelegado",
    ),
    "name": ("nombre", "nombrecompleto", "nombredelegado", "nombredeldelegado", "nombresyapellidos"),
    "email": ("correo", "correoelectronico", "correoinstitucional", "email"),
}

_NAMES = {
    "nit": "NIT",
    "tipodedocumento": "tipo de documento",
    "numerodedocumento": "número de documento",
}


def find_columns(header: Sequence[str]) -> Columns:
    """Find the needed columns.

    Raises:
        FileRefusedError: naming every one that is missing, or that stands there twice.
    """
    try:
        return Columns(**places_of(header, _SPELLINGS), width=len(header))
    except MissingColumnsError as missing:
        what = lacking([_NAMES.get(name, name) for name in missing.names])
        raise FileRefusedError(
            f"El archivo no es la lista de delegados designados: en el encabezado {what}. "
            "Debe tener NIT, tipo de documento, número de documento, nombre y correo."
        ) from None
