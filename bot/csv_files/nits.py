"""A NIT as files write it: with points between its thousands, or with its dígito de verificación after a hyphen."""

import re

from bot.rules.fields.nit import check_digit

_BODY_AND_DV = re.compile(r"(?P<body>[0-9]+)[‐-―-](?P<dv>[0-9])")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+(?![.,0-9])")
_LONGEST_BODY = 15  # digits that the sum of the DV is defined for


def without_separators(number: str) -> str:
    """Drop blanks, what stands between thousands, and the ".0" that a spreadsheet or pandas makes of a number."""
    compact = number.replace(" ", "")
    if found := _THOUSANDS.match(compact):
        compact = re.sub(r"[.,]", "", found.group()) + compact[found.end() :]
    return re.sub(r"\.0$", "", compact)


def without_dv(number: str) -> str:
    """Drop the dígito de verificación after a hyphen; a number without one is returned as it is.

    Raises:
        ValueError: when the digit is not that of the number, in Spanish.
    """
    found = _BODY_AND_DV.fullmatch(number)
    if found is None:
        return number
    if check_digit(found["body"].lstrip("0")[:_LONGEST_BODY] or "0") != int(found["dv"]):
        raise ValueError("El dígito de verificación después del guion no corresponde al NIT. Revíselo.")
    return found["body"]
