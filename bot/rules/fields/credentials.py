"""ClientID and ClientSecret as an official copies them from Microsoft Entra ID (manual 6.4.2).

The manual calls both alphanumeric, but a real secret has "~", ".", "_" and "-". No sentence of this file ever
holds what was typed, nor a part of it: a secret may sit in the wrong field.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from bot.rules.fields.typed import strip_typed
from storage.enums import Environment

MOST_MONTHS = 24  # the longest life the Entra portal grants
_SECRET_LENGTH = (16, 64)
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_MODERN_SECRET = re.compile(r"[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}")
_HIDDEN_BY_PORTAL = re.compile(r"\*{4}|[•●]{2}")
_SWAPPED = "ClientID y ClientSecret parecen intercambiados: ponga cada uno en su campo."
_NAMES: Mapping[Environment, str] = MappingProxyType(
    {
        Environment.PRODUCTION: "producción",
        Environment.PREPRODUCTION: "preproducción",
        Environment.DEVELOPMENT: "desarrollo",
    }
)


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One environment's fields of the entry form; the texts may be as typed."""

    environment: Environment
    client_id: str
    client_secret: str = field(repr=False)
    expires_on: date


def is_guid(text: str) -> bool:
    """Tell whether a cleaned text has the shape 8-4-4-4-12 of a GUID, in capitals or not."""
    return _GUID.fullmatch(text) is not None


def check_client_id(text: str) -> str:
    """Check a ClientID (Entra's application id, a GUID) and return it in lower case.

    Raises:
        ValueError: with the Spanish sentence for the field, which never holds the text.
    """
    value = strip_typed(text)
    if not value:
        raise ValueError("Escriba el ClientID.")
    if is_guid(value):
        return value.lower()
    if _has_shape_of_secret(value):
        raise ValueError("Este valor parece el ClientSecret: revise si los intercambió.")
    raise ValueError("Copie el ClientID completo: 32 caracteres (0-9, a-f) en grupos de 8-4-4-4-12.")


def check_client_secret(text: str) -> str:
    """Check a ClientSecret and return it without blanks around it or invisible marks.

    Accepts 16 to 64 printable ASCII characters, as Microsoft Graph documents; see `looks_modern` for today's form.

    Raises:
        ValueError: with the Spanish sentence for the field, which never holds the text.
    """
    value = strip_typed(text)
    shortest, longest = _SECRET_LENGTH
    if not value:
        raise ValueError("Escriba el ClientSecret.")
    if is_guid(value):
        raise ValueError(
            "Esto es un identificador (Secret ID), no el secreto: copie en Entra la columna «Value/Valor»."
        )
    if _HIDDEN_BY_PORTAL.search(value):
        raise ValueError("Entra ya ocultó este valor. Cree un secreto nuevo y cópielo antes de salir.")
    if re.search(r"\s", value):
        raise ValueError("El ClientSecret no lleva espacios ni saltos de línea. Cópielo de nuevo.")
    if re.search(r"[^!-~]", value):
        raise ValueError("El ClientSecret no lleva tildes ni símbolos especiales. Cópielo de nuevo.")
    if not shortest <= len(value) <= longest:
        raise ValueError(f"El ClientSecret tiene de {shortest} a {longest} caracteres. Cópielo completo.")
    return value


def looks_modern(secret: str) -> bool:
    """Tell whether a secret has the form Entra gives today (37 to 40 characters with "Q~"); if not, warn."""
    return _MODERN_SECRET.fullmatch(secret) is not None


def check_expiry(day: date, today: date) -> date:
    """Check the expiry date of a key against today's date in Bogotá: later than it, by 24 months at most.

    Raises:
        ValueError: with the Spanish sentence for the field.
    """
    if day <= today:
        raise ValueError("La fecha de expiración debe ser posterior a hoy.")
    # Comparing by parts needs no 29 February of a year that has none.
    months = (day.year - today.year) * 12 + day.month - today.month
    if (months, day.day) > (MOST_MONTHS, today.day):
        raise ValueError("La fecha de expiración no puede pasar de 24 meses. Revise el año.")
    return day


def cross_check(entries: Sequence[KeyEntry]) -> Mapping[tuple[Environment, str], str]:
    """Find what only shows when the fields of an entry are seen together.

    Takes one entry per environment, typed or checked; empty texts are skipped. Returns a Spanish sentence by
    (environment, "client_id" or "client_secret"), at most one per field, none when all is well.
    """
    found: dict[tuple[Environment, str], str] = {}
    for entry in entries:
        for name, sentence in _within(entry).items():
            found[entry.environment, name] = sentence
    for name, label in (("client_id", "ClientID"), ("client_secret", "ClientSecret")):
        for environment, others in _repeated(entries, name).items():
            places = " y ".join(_NAMES[other] for other in others)
            sentence = f"Es el mismo {label} de {places}. Cada ambiente tiene el suyo: corríjalo."
            found.setdefault((environment, name), sentence)
    return MappingProxyType(found)


def _within(entry: KeyEntry) -> Mapping[str, str]:
    client_id, secret = strip_typed(entry.client_id), strip_typed(entry.client_secret)
    if is_guid(secret) and _has_shape_of_secret(client_id):
        return {"client_id": _SWAPPED, "client_secret": _SWAPPED}
    if secret and secret.lower() == client_id.lower():
        return {"client_secret": "Escribió lo mismo en ClientID y ClientSecret: copie el secreto de Entra."}
    return {}


def _repeated(entries: Sequence[KeyEntry], name: str) -> Mapping[Environment, list[Environment]]:
    values = {entry.environment: _comparable(entry, name) for entry in entries}
    return {
        environment: others
        for environment, value in values.items()
        if value
        and (others := [other for other in values if other != environment and values[other] == value])
    }


def _comparable(entry: KeyEntry, name: str) -> str:
    if name == "client_id":
        return strip_typed(entry.client_id).lower()
    return strip_typed(entry.client_secret)


def _has_shape_of_secret(value: str) -> bool:
    if looks_modern(value):
        return True
    shortest, longest = _SECRET_LENGTH
    damaged_guid = value.count("-") == 4 or re.fullmatch(r"[0-9a-fA-F-]*", value)
    return not damaged_guid and re.fullmatch(rf"[!-~]{{{shortest},{longest}}}", value) is not None
