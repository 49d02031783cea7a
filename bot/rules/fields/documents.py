"""Identity documents of the people who register (manual 6.2)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.rules.fields.typed import ascii_digits, strip_typed
from storage.enums import DocumentType

DOCUMENT_LABELS: Mapping[DocumentType, str] = MappingProxyType(
    {
        DocumentType.CC: "CC – Cédula de ciudadanía",
        DocumentType.CE: "CE – Cédula de extranjería",
        DocumentType.PA: "PA – Pasaporte",
        DocumentType.CD: "CD – Carné diplomático",
        DocumentType.SC: "SC – Salvoconducto de permanencia",
        DocumentType.PE: "PE – Permiso especial de permanencia",
        DocumentType.PT: "PT – Permiso por protección temporal",
    }
)


@dataclass(frozen=True, slots=True)
class _Format:
    """Which characters a number may have and how many; bounds are generous, the legal maxima are not public."""

    shortest: int
    longest: int
    letters: bool = False


_FORMATS: Mapping[DocumentType, _Format] = MappingProxyType(
    {
        DocumentType.CC: _Format(3, 10),
        DocumentType.CE: _Format(3, 10),
        DocumentType.PA: _Format(3, 16, letters=True),
        DocumentType.CD: _Format(3, 16, letters=True),
        DocumentType.SC: _Format(3, 16, letters=True),
        DocumentType.PE: _Format(15, 16),
        DocumentType.PT: _Format(4, 20),
    }
)


def check_document(kind: DocumentType, number: str) -> str:
    """Check the number of a document of this kind and return it, letters in capitals.

    Separators are refused, not removed: the manual (6.2) asks for the number without spaces, commas, hyphens,
    dots or dígito de verificación, and a hyphen may hide the latter.

    Raises:
        ValueError: with the Spanish sentence for the field.
    """
    value = ascii_digits(strip_typed(number))
    rule = _FORMATS[kind]
    if not value:
        raise ValueError("Escriba el número del documento.")
    if re.search(r"[\s.,-]", value):
        raise ValueError("Escriba el número sin espacios, puntos, comas, guiones ni dígito de verificación.")
    if not re.fullmatch(r"[0-9A-Za-z]+" if rule.letters else r"[0-9]+", value):
        allowed = "letras sin tilde y números" if rule.letters else "números"
        raise ValueError(f"Para {kind.value} escriba solo {allowed}.")
    if not rule.shortest <= len(value) <= rule.longest:
        unit = "caracteres" if rule.letters else "números"
        raise ValueError(f"Para {kind.value} escriba entre {rule.shortest} y {rule.longest} {unit}.")
    if kind is DocumentType.CC and value.startswith("0"):
        raise ValueError("La cédula no empieza por cero. Quite los ceros de la izquierda.")
    return value.upper()
