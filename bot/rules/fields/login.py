"""Logins that Hércules gives at registration (manual 6.2)."""

import re

from bot.rules.fields.documents import check_document
from bot.rules.fields.nit import check_digit
from bot.rules.fields.typed import ascii_digits, strip_typed
from storage.enums import DocumentType

# The manual's images show all three prefixes; which one is right is unknown, so none is ever generated.
_DELEGATE = re.compile(r"ADM(?:I|IN)?HCEIPS([0-9]+)", re.IGNORECASE | re.ASCII)


def check_delegate_login(text: str, nit: str) -> str:
    """Check a delegate's login against the entity's NIT body and return it in capitals, prefix as given.

    Raises:
        ValueError: with the Spanish sentence for the field.
    """
    login = ascii_digits(strip_typed(text))
    if not login:
        raise ValueError("Escriba el usuario que Hércules le dio al registrarse.")
    match = _DELEGATE.fullmatch(login)
    if match is None:
        raise ValueError("Escriba el usuario como lo dio Hércules: ADMINHCEIPS y el NIT, sin espacios.")
    if match[1] == f"{nit}{check_digit(nit)}":
        raise ValueError("El usuario lleva el NIT sin dígito de verificación: quite el último número.")
    if match[1] != nit:
        raise ValueError("El número del usuario no coincide con el NIT de la entidad. Revise los dos.")
    return login.upper()


def document_login(kind: DocumentType, number: str) -> str:
    """Give the login of an official, type and number of the document: "CC1020304050".

    Raises:
        ValueError: when the number is not one of this kind, as in `check_document`.
    """
    return f"{kind.value}{check_document(kind, number)}"
