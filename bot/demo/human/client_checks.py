"""What Slack's client refuses to submit, before the app hears of it."""

import re
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from bot.demo.human.fields import Field
from bot.demo.world.form_state import SHAPES
from bot.demo.world.records import Json, Values

REQUIRED = "Complete este campo obligatorio."
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def refusals(fields: list[Field], values: Values) -> dict[str, str]:
    """block_id -> what the client writes under the field; empty when the form may be sent."""
    found = {}
    for field in fields:
        if field.block["type"] != "input":
            continue
        value = values[field.block["block_id"]][field.element["action_id"]]
        problem = _problem(field, value[SHAPES[field.element["type"]].key])
        if problem:
            found[field.block["block_id"]] = problem
    return found


def _problem(field: Field, content: object) -> str | None:
    if content in (None, "", []):
        return REQUIRED if field.required else None
    element, kind = field.element, field.element["type"]
    text = str(content)
    if kind == "plain_text_input":
        return _length_problem(element, text)
    if kind == "email_text_input" and not _EMAIL.fullmatch(text):
        return "Escriba un correo electrónico válido."
    if kind == "url_text_input" and not _is_address(text):
        return "Escriba una dirección web válida."
    return _number_problem(element, text) if kind == "number_input" else None


def _length_problem(element: Json, text: str) -> str | None:
    if len(text) < element.get("min_length", 0):
        return f"Escriba al menos {element['min_length']} caracteres."
    if len(text) > element.get("max_length", 3000):
        return f"Escriba como máximo {element.get('max_length', 3000)} caracteres."
    return None


def _is_address(text: str) -> bool:
    address = urlsplit(text)
    return address.scheme in {"http", "https"} and bool(address.netloc)


def _number_problem(element: Json, text: str) -> str | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return "Escriba un número."
    if not element["is_decimal_allowed"] and number != number.to_integral_value():
        return "Escriba un número entero."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Escriba un número desde {element['min_value']}."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Escriba un número hasta {element['max_value']}."
    return None
