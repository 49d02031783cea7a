"""The código de habilitación of REPS, which identifies a provider's site.

Twelve digits, kept as text because Antioquia and Atlántico start with zero: department (2) and municipality (3)
of the first registration, consecutive (5), site (2). It has no check digit; whether it exists is the
directory's business.
"""

import re

from bot.rules.fields.typed import ascii_digits, strip_typed

_DEPARTMENTS = re.compile(  # DIVIPOLA, 33 codes
    "05|08|11|13|15|17|18|19|20|23|25|27|41|44|47|50|52|54|63|66|68|70|73|76|81|85|86|88|91|94|95|97|99"
)
_PROVIDER_LENGTH = 10
_LENGTH = 12


def check_codigo(text: str) -> str:
    """Check a código de habilitación, with or without a hyphen before the site, and return its 12 digits.

    Raises:
        ValueError: with the Spanish sentence for the field.
    """
    typed = ascii_digits(strip_typed(text))
    if not typed:
        raise ValueError("Escriba el código de habilitación: 12 números.")
    # Telephones and word processors put their own hyphens.
    code = re.sub(r"^([0-9]{10})[‐-―-]([0-9]{2})$", r"\1\2", typed)
    if re.search(r"[^0-9]", code):
        raise ValueError("Escriba el código de habilitación solo con números, sin espacios, puntos ni comas.")
    if len(code) == _PROVIDER_LENGTH:
        raise ValueError("Falta la sede: agregue al final sus dos números (01 si es la sede principal).")
    if len(code) == _LENGTH - 1:
        raise ValueError("El código tiene 12 números. Si empieza por cero (05, 08), escríbalo también.")
    if len(code) != _LENGTH:
        raise ValueError("El código de habilitación tiene 12 números: 10 del prestador y 2 de la sede.")
    if not _DEPARTMENTS.match(code):
        raise ValueError("Los dos primeros números no son de un departamento. Revise el código en el REPS.")
    return code
