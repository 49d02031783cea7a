"""What Slack sends when a modal is submitted, and for each form a set of answers that is right."""

from collections.abc import Mapping
from typing import Any

from storage.enums import Environment
from tests.views.samples import GUIDS, SECRETS

_KEYS = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "checkboxes": "selected_options",
    "datepicker": "selected_date",
}

OFFICIAL: dict[str, Any] = {
    "document_type": "CC",
    "document_number": "1020304050",
    "confidentiality": ["confidentiality"],
}
DELEGATE: dict[str, Any] = {
    **OFFICIAL,
    "entity_type": "pss",
    "nit": "901000101",
    "login": "ADMINHCEIPS901000101",
}

REQUEST: dict[str, Any] = {
    "codigo": "259990000101",
    "supplier_name": "Programas Inventados S.A.S.",
    "software_name": "SIH Uno",
    "lead_name": "Ana Prueba",
    "lead_email": "ana@example.org",
    "lead_phone": "3001234567",
    "responsible_name": "Luis Prueba",
    "responsible_email": "luis@example.org",
    "responsible_phone": "(601) 330 5043 ext. 12",
    "terms": ["terms"],
    "personal_data": ["personal_data"],
}

EXPIRY = "2027-01-14"


def _group(environment: Environment) -> dict[str, str]:
    return {
        f"{environment.value}_client_id": GUIDS[environment],
        f"{environment.value}_client_secret": SECRETS[environment],
        f"{environment.value}_expires_on": EXPIRY,
    }


DEVELOPMENT = _group(Environment.DEVELOPMENT)
NEEDED = _group(Environment.PRODUCTION) | _group(Environment.PREPRODUCTION)
WITHOUT_DEVELOPMENT: dict[str, Any] = NEEDED | dict.fromkeys(DEVELOPMENT)

SELECTS = frozenset({"user_type", "entity_type", "document_type", "new_delegate"})
BOXES = frozenset({"confidentiality", "terms", "personal_data", "prerequisites", "digests"})


def submitted(answers: Mapping[str, Any], **view: Any) -> dict[str, Any]:
    """Return the view of a submission: texts as str, selects as a value, boxes as a list, None where empty."""
    return {
        "state": {"values": {name: {"input": _state(name, each)} for name, each in answers.items()}},
        **view,
    }


def _state(name: str, answer: Any) -> dict[str, Any]:
    kind = kind_of(name)
    return {"type": kind, _KEYS[kind]: _content(kind, answer)}


def kind_of(name: str) -> str:
    """Return the type of the element that stands in the input of this block_id."""
    if name == "user_type":
        return "radio_buttons"
    if name == "codigo":
        return "external_select"
    if name in SELECTS:
        return "static_select"
    if name in BOXES:
        return "checkboxes"
    if name.endswith("_expires_on"):
        return "datepicker"
    return "email_text_input" if name.endswith("_email") else "plain_text_input"


def _content(kind: str, answer: Any) -> Any:
    if kind == "checkboxes":
        return [_option(value) for value in answer or ()]
    if kind in {"static_select", "external_select", "radio_buttons"}:
        return _option(answer) if answer is not None else None
    return answer


def _option(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": value}, "value": value}
