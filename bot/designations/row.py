"""One row of the list of designated delegates: cleaned, and checked as the registration form checks what is typed."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.csv_files.cells import clean, is_spreadsheet_number
from bot.csv_files.header import plain
from bot.csv_files.nits import without_dv, without_separators
from bot.designations.header import Columns
from bot.rules.fields.contact import check_email, check_person_name
from bot.rules.fields.documents import DOCUMENT_LABELS, check_document
from bot.rules.fields.nit import check_nit
from bot.rules.fields.typed import ascii_digits
from storage.designations import Designee, Post
from storage.enums import DocumentType

# "CC", "Cédula de ciudadanía", or both as the form shows them.
_DOCUMENT_TYPES: Mapping[str, DocumentType] = MappingProxyType(
    {
        plain(spelling): kind
        for kind, label in DOCUMENT_LABELS.items()
        for spelling in (kind.value, label, label.partition("–")[2])
    }
)


class RowRejectedError(ValueError):
    """The row cannot be used. `nit` is as typed, `post` what the row is about if that could be read; says why."""

    def __init__(self, nit: str, post: Post | None, reason: str) -> None:
        super().__init__(reason)
        self.nit = nit
        self.post = post
        self.reason = reason


def judge(cells: Sequence[str], columns: Columns) -> tuple[Post, Designee]:
    """Clean a row and check it.

    Raises:
        RowRejectedError: with the first reason found.
    """
    nit = clean(cells[columns.nit]) if len(cells) > columns.nit else ""
    if len(cells) != columns.width:
        raise RowRejectedError(nit, None, f"Tiene {len(cells)} columnas y el encabezado {columns.width}.")
    post = None
    try:
        post = _post(nit, clean(cells[columns.document_type]), clean(cells[columns.document_number]))
        designee = Designee(
            name=check_person_name(clean(cells[columns.name])), email=check_email(clean(cells[columns.email]))
        )
    except ValueError as error:
        raise RowRejectedError(nit, post, str(error)) from None
    return post, designee


def _post(nit: str, document_type: str, number: str) -> Post:
    for text in (nit, number):
        if is_spreadsheet_number(text):
            raise ValueError("Excel cambió un número. Dé formato de texto a las columnas y guarde de nuevo.")
    kind = _DOCUMENT_TYPES.get(plain(document_type))
    if kind is None:
        codes = ", ".join(DOCUMENT_LABELS)
        raise ValueError(f"El tipo de documento debe ser uno de estos: {codes}.")
    return Post(_nit(nit), kind, check_document(kind, number))


def _nit(text: str) -> str:
    number = without_separators(ascii_digits(text))
    body = without_dv(number)
    # Points are as wrong here as in the form, unless a correct dígito de verificación vouches for the digits.
    return check_nit(text if body == number else body)
