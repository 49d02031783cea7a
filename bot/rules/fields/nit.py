"""The NIT as the process wants it: the body alone, without dígito de verificación (manual 6.2)."""

import re

from stdnum.co import nit

from bot.rules.fields.typed import ascii_digits, strip_typed

_BODY = re.compile(r"[0-9]{5,10}")
_WITH_DV = re.compile(r"[0-9]{1,3}(?:[., ]?[0-9]{3}){1,3} ?[‐-―-] ?[0-9]")
_JURIDICAL_FIRST_DIGITS = ("8", "9")
_LENGTH_WITH_DV = 10


def check_nit(text: str) -> str:
    """Check a NIT typed without its dígito de verificación (manual 6.2) and return the 5 to 10 digits.

    A natural person's NIT is the cédula, so a body of ten digits is good. Ten digits that start with 8 or 9
    are no cédula: when the last is the DV of the other nine the person is asked, because stripping it
    silently could point at another entity.

    Raises:
        ValueError: with the Spanish sentence for the field.
    """
    body = ascii_digits(strip_typed(text))
    if not body:
        raise ValueError("Escriba el NIT de la entidad, sin dígito de verificación.")
    if _WITH_DV.fullmatch(body):
        raise ValueError("Quite el guion y el dígito de verificación, y escriba el resto solo con números.")
    if re.search(r"[^0-9]", body):
        raise ValueError("Escriba el NIT solo con números, sin espacios, puntos, comas ni guiones.")
    if not _BODY.fullmatch(body):
        raise ValueError("El NIT tiene entre 5 y 10 números, sin dígito de verificación. Revíselo.")
    if body.startswith("0"):
        raise ValueError("El NIT no empieza por cero. Quite los ceros de la izquierda.")
    if _looks_juridical_with_dv(body):
        raise ValueError("¿Incluyó el dígito de verificación? Si es así, quite el último número del NIT.")
    return body


def without_dv(text: str) -> str:
    """Drop the last of ten digits that can only be the DV of an organisation's NIT; leave any other text alone.

    For searching: what is stored is asked about instead, by `check_nit`.
    """
    digits = ascii_digits(strip_typed(text))
    return digits[:-1] if digits.isdecimal() and _looks_juridical_with_dv(digits) else text


def check_digit(body: str) -> int:
    """Compute the dígito de verificación (0 to 9) of a NIT body of 1 to 15 digits.

    Only the sum is python-stdnum's: its `validate` refuses the five and six digit bodies of old cédulas.

    Raises:
        ValueError: when `body` is not 1 to 15 digits.
    """
    if not re.fullmatch(r"[0-9]{1,15}", body):
        raise ValueError("Escriba el NIT solo con números, sin dígito de verificación.")
    return int(nit.calc_check_digit(body))


def format_nit(body: str) -> str:
    """Write a NIT body for people, with thousands and DV: 900474727 -> "900.474.727-4".

    Raises:
        ValueError: when `body` is not 1 to 15 digits.
    """
    dv = check_digit(body)
    grouped = re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", ".", body)
    return f"{grouped}-{dv}"


def _looks_juridical_with_dv(digits: str) -> bool:
    return (
        len(digits) == _LENGTH_WITH_DV
        and digits.startswith(_JURIDICAL_FIRST_DIGITS)
        and digits[-1] == str(check_digit(digits[:-1]))
    )
