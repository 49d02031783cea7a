"""One row of the REPS file: cleaned and judged. Pure."""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from bot.csv_files.cells import clean, is_spreadsheet_number
from bot.csv_files.nits import without_dv, without_separators
from bot.directory.header import Columns
from bot.rules.fields.habilitacion import check_codigo
from bot.rules.fields.nit import check_nit
from bot.rules.fields.typed import ascii_digits
from storage.providers import Entry

LONGEST_NAME = 300
LONGEST_PLACE = 100

_ORGANISATION = frozenset({"NI", "NIT"})


@dataclass(frozen=True)
class Sede:
    """A good row, and the type of document its number is of."""

    entry: Entry
    document_type: str


class RowRejectedError(ValueError):
    """The row cannot be used. `codigo` has its 12 digits, or is as the file has it; the text says why, in Spanish."""

    def __init__(self, codigo: str, reason: str) -> None:
        super().__init__(reason)
        self.codigo = codigo
        self.reason = reason


def judge(cells: Sequence[str], columns: Columns) -> Sede:
    """Clean a row and check it.

    Raises:
        RowRejectedError: with the first reason found.
    """
    if len(cells) != columns.width:
        typed = clean(cells[columns.codigo]) if len(cells) > columns.codigo else ""
        raise RowRejectedError(typed, f"Tiene {len(cells)} columnas y el encabezado {columns.width}.")
    codigo = clean(cells[columns.codigo])
    document_type = clean(cells[columns.document_type]).upper()
    try:
        codigo = _codigo(codigo)
        entry = Entry(
            codigo=codigo,
            nit=_nit(document_type, clean(cells[columns.nit])),
            name=_name(clean(cells[columns.name])),
            sede=_short(clean(cells[columns.sede]), LONGEST_NAME, "El nombre de la sede"),
            # A thousand municipalities over tens of thousands of rows: one text each.
            municipality=sys.intern(
                _short(clean(cells[columns.municipality]), LONGEST_PLACE, "El municipio")
            ),
            department=sys.intern(_short(clean(cells[columns.department]), LONGEST_PLACE, "El departamento")),
        )
    except ValueError as error:
        raise RowRejectedError(codigo, str(error)) from None
    return Sede(entry, document_type)


def _codigo(text: str) -> str:
    if not text:
        raise ValueError("Falta el código de habilitación de la sede.")
    if is_spreadsheet_number(text):
        raise ValueError(
            "Excel cambió el código de habilitación. Descargue de nuevo el archivo, sin abrirlo."
        )
    return check_codigo(text)


def _nit(document_type: str, text: str) -> str:
    if not text:
        raise ValueError("Falta el número de identificación.")
    if not document_type:
        raise ValueError("Falta el tipo de identificación.")
    if is_spreadsheet_number(text):
        raise ValueError(
            "Excel cambió el número de identificación. Descargue de nuevo el archivo, sin abrirlo."
        )
    digits = without_dv(without_separators(ascii_digits(text))).lstrip("0")
    if document_type in _ORGANISATION or not re.fullmatch(r"[0-9]{5,10}", digits):
        return check_nit(digits or "0")
    # Ten digits of a person are a whole number, whatever a dígito de verificación would come to.
    return digits


def _name(text: str) -> str:
    if not text:
        raise ValueError("Falta el nombre del prestador.")
    return _short(text, LONGEST_NAME, "El nombre del prestador")


def _short(text: str, longest: int, what: str) -> str:
    if len(text) > longest:
        raise ValueError(f"{what} tiene más de {longest} caracteres.")
    return text
