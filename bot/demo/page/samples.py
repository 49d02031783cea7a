"""Made-up answers for the forms, so that nobody has to invent a GUID to see how keys are entered."""

import secrets
import string
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from uuid import uuid4

from bot.demo import sample
from bot.demo.human.fields import Field
from bot.demo.human.filling import Content
from bot.demo.human.person import Person
from bot.demo.world.form_state import SHAPES
from bot.ids import Field as Asked
from bot.ids import KeyField

_LETTERS = string.ascii_letters + string.digits
_LIFE = timedelta(days=365)

_TEXTS: Mapping[str, str] = MappingProxyType(
    {
        Asked.SUPPLIER_NAME: "Software Clínico Andino S.A.S.",
        Asked.SOFTWARE_NAME: "Andino HIS",
        Asked.LEAD_NAME: "Marcela Pineda",
        Asked.LEAD_EMAIL: "marcela.pineda@andino.example.com",
        Asked.LEAD_PHONE: "3001234567",
        Asked.RESPONSIBLE_NAME: "Hernán Castaño",
        Asked.RESPONSIBLE_EMAIL: "datos@andino.example.com",
        Asked.RESPONSIBLE_PHONE: "6013305043",
        Asked.REASON: "El correo del líder técnico debe ser institucional.",
    }
)
_NITS: Mapping[str, str] = MappingProxyType({"laura": sample.HOSPITAL_NIT, "andres": sample.CLINIC_NIT})
_DOCUMENTS: Mapping[str, str] = MappingProxyType(
    {
        "laura": "1020304051",
        "andres": sample.DESIGNATED_DOCUMENT,
        "camila": "1010101010",
        "julian": "1010101011",
        "beatriz": "1010101012",
        "tomas": "1010101013",
    }
)


def fill_with_samples(person: Person, key: str, today: date) -> None:
    """Fill in what is still empty and required in the window of a person, who is `key` on the page.

    What needs a decision of the visitor's own, such as the provider of an external select, stays empty. Raises
    LookupError without a window.
    """
    if person.modal is None:
        raise LookupError(f"{person.name} has no form open")
    values = person.modal.raw["state"]["values"]
    for field in person.fields:
        block, action = field.block["block_id"], field.element["action_id"]
        held = values[block][action][SHAPES[field.element["type"]].key]
        if field.required and held in (None, "", []):
            answer = _answer(field, key, today)
            if answer is not None:
                person.put("view", block, action, answer)


def _answer(field: Field, key: str, today: date) -> Content:
    element = field.element
    match element["type"]:
        case "datepicker":
            return (today + _LIFE).isoformat()
        case "checkboxes":
            return [option["value"] for option in element["options"]]
        case "static_select" | "radio_buttons" if "options" in element:
            return str(element["options"][0]["value"])
        case "plain_text_input" | "email_text_input":
            return _text(str(field.block["block_id"]), key)
    return None


def _text(block_id: str, key: str) -> str | None:
    if block_id.endswith(KeyField.CLIENT_ID):
        return str(uuid4())
    if block_id.endswith(KeyField.CLIENT_SECRET):
        return _made_up_secret()
    if block_id == Asked.NIT:
        return _NITS.get(key, sample.HOSPITAL_NIT)
    if block_id == Asked.DOCUMENT_NUMBER:
        return _DOCUMENTS[key]
    return _TEXTS.get(block_id)


def _made_up_secret() -> str:
    """A ClientSecret with the form Entra gives today; it opens nothing."""

    def some(length: int) -> str:
        return "".join(secrets.choice(_LETTERS) for _ in range(length))

    return f"{some(3)}8Q~{some(34)}"
