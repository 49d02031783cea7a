"""What people type: made-up keys, and the forms as they are filled in."""

from typing import Any

from bot.forms.key_request import KeyRequestForm
from bot.forms.registration import DelegateRegistrationForm, OfficialRegistrationForm

CLINIC_NIT = "901000202"


def client_id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


def client_secret(number: int) -> str:
    """A made-up secret of the form that Entra gives today."""
    return f"mAd8Q~up_for_the_tests.number-{number:09}~"


def answers(codigo: str, **changes: Any) -> KeyRequestForm:
    """A request form as a delegate fills it in."""
    typed = {
        "codigo": codigo,
        "supplier_name": "Sistemas Villaflor S.A.S.",
        "software_name": "Historia Uno",
        "lead_name": "Marcela Pineda",
        "lead_email": "sistemas@sanroque.example.com",
        "lead_phone": "3001234567",
        "responsible_name": "Jorge Ríos",
        "responsible_email": "datos@sanroque.example.com",
        "responsible_phone": "6013305043",
        "terms": ["terms"],
        "personal_data": ["personal_data"],
    }
    return KeyRequestForm.model_validate(typed | changes)


def delegate_form(
    nit: str = CLINIC_NIT, number: str = "1010101010", **changes: Any
) -> DelegateRegistrationForm:
    typed = {"document_type": "CC", "document_number": number, "confidentiality": ["confidentiality"]}
    return DelegateRegistrationForm.model_validate(typed | {"entity_type": "pss", "nit": nit} | changes)


def official_form(number: str = "1010101010") -> OfficialRegistrationForm:
    typed = {"document_type": "CC", "document_number": number, "confidentiality": ["confidentiality"]}
    return OfficialRegistrationForm.model_validate(typed)
