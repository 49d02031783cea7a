"""Made-up answers for the forms, so that nobody has to invent a GUID to see how keys are entered."""

import secrets
import string
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from uuid import uuid4

from bot.demo import sample
from bot.demo.human.fields import Field, fields_of
from bot.demo.human.filling import Content
from bot.demo.human.person import Person
from bot.demo.page.seat import FIRST
from bot.demo.world.form_state import SHAPES
from bot.demo.world.records import ViewRecord
from bot.forms.key_entry import block_id
from bot.ids import Field as Asked
from bot.ids import KeyField
from storage.enums import Environment

_LETTERS = string.ascii_letters + string.digits
_LIVES: Mapping[str, timedelta] = MappingProxyType(
    {
        # The first month of the clock brings the reminder of 60 days, the next one those of 30 and 60.
        block_id(Environment.PRODUCTION, KeyField.EXPIRES_ON): timedelta(days=75),
        block_id(Environment.PREPRODUCTION, KeyField.EXPIRES_ON): timedelta(days=105),
        block_id(Environment.DEVELOPMENT, KeyField.EXPIRES_ON): timedelta(days=365),
    }
)
_CORRECTED = frozenset(block_id(Environment.PRODUCTION, field) for field in KeyField)
"""What is filled in of a form that requires nothing, that of correcting keys: one environment, the others stay."""

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
        "laura": sample.LAURAS_DOCUMENT,
        "andres": sample.DESIGNATED_DOCUMENT,
        "camila": sample.CAMILAS_DOCUMENT,
        "julian": sample.JULIANS_DOCUMENT,
        "beatriz": "1010101012",
        "tomas": "1010101013",
    }
)


def can_fill(view: ViewRecord) -> bool:
    """Tell whether there is anything here that `fill_with_samples` fills in while it is empty."""
    fields = fields_of(view.blocks, str)
    return any(_answer(field, FIRST, date.min) is not None for field in _to_fill(fields))


def fill_with_samples(person: Person, key: str, today: date, ref: str = "view") -> None:
    """Fill in what is still empty and required in the window of a person, who is `key` on the page.

    Of a form that requires nothing, the keys of one environment are filled in. What needs a decision of the visitor's
    own, such as the provider of an external select, stays empty. Raises LookupError without a window.
    """
    if person.modal is None:
        raise LookupError(f"{person.name} has no form open")
    values = person.modal.raw["state"]["values"]
    for field in _to_fill(person.fields):
        block, action = field.block["block_id"], field.element["action_id"]
        held = values[block][action][SHAPES[field.element["type"]].key]
        if held in (None, "", []):
            answer = _answer(field, key, today)
            if answer is not None:
                person.put(ref, block, action, answer)


def _to_fill(fields: Sequence[Field]) -> Iterator[Field]:
    required = [field for field in fields if field.required]
    yield from required or (field for field in fields if field.block["block_id"] in _CORRECTED)


def _answer(field: Field, key: str, today: date) -> Content:
    element, asked = field.element, str(field.block["block_id"])
    match element["type"]:
        case "datepicker" if asked in _LIVES:
            return (today + _LIVES[asked]).isoformat()
        case "checkboxes":
            return [option["value"] for option in element["options"]]
        case "static_select" | "radio_buttons" if "options" in element:
            return str(element["options"][0]["value"])
        case "plain_text_input" | "email_text_input":
            return _text(asked, key)
    return None


def _text(asked: str, key: str) -> str | None:
    if asked.endswith(KeyField.CLIENT_ID):
        return str(uuid4())
    if asked.endswith(KeyField.CLIENT_SECRET):
        return _made_up_secret()
    if asked == Asked.NIT:
        return _NITS.get(key, sample.HOSPITAL_NIT)
    if asked == Asked.DOCUMENT_NUMBER:
        return _DOCUMENTS[key]
    return _TEXTS.get(asked)


def _made_up_secret() -> str:
    """A ClientSecret with the form Entra gives today; it opens nothing."""

    def some(length: int) -> str:
        return "".join(secrets.choice(_LETTERS) for _ in range(length))

    return f"{some(3)}8Q~{some(34)}"
