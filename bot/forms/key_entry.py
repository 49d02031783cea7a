"""Ingreso de APIKey y APISuscripción (Imagen 18): the keys an official made in Microsoft Entra ID."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from bot.errors import FieldError
from bot.forms.reading import Form, View, check, typed_values
from bot.ids import KeyField
from bot.rules.credentials import KeyEntry, check_client_id, check_client_secret, check_expiry, cross_check
from storage.enums import Environment

OPTIONAL = frozenset({Environment.DEVELOPMENT})  # the manual's text asks for the other two


class _EnvironmentForm(Form):
    client_id: Annotated[str, AfterValidator(check_client_id)]
    client_secret: Annotated[str, AfterValidator(check_client_secret), Field(repr=False)]
    expires_on: date

    @field_validator("expires_on")
    @classmethod
    def _is_ahead(cls, day: date, info: ValidationInfo) -> date:
        return check_expiry(day, info.context["today"]) if info.context else day


def block_id(environment: Environment, field: KeyField | str) -> str:
    """Return the block_id of one value of one environment."""
    return f"{environment.value}_{field}"


def read_key_entries(view: View, today: date) -> list[KeyEntry]:
    """Check a submitted key form; `today` is the day in Bogotá.

    Raises `FieldError` keyed by block_id. An optional environment left wholly empty is left out; half filled, it
    is asked for whole.
    """
    typed = typed_values(view)
    entries: list[KeyEntry] = []
    as_typed: list[KeyEntry] = []
    sentences: dict[str, str] = {}
    for environment in Environment:
        values = {
            field.value: typed[block_id(environment, field)]
            for field in KeyField
            if block_id(environment, field) in typed
        }
        if not values and environment in OPTIONAL:
            continue
        client_id, secret = values.get(KeyField.CLIENT_ID, ""), values.get(KeyField.CLIENT_SECRET, "")
        as_typed.append(KeyEntry(environment, client_id, secret, today))
        try:
            form = check(_EnvironmentForm, values, today=today)
        except FieldError as error:
            sentences |= {block_id(environment, field): text for field, text in error.sentences.items()}
        else:
            entries.append(KeyEntry(environment, form.client_id, form.client_secret, form.expires_on))
    # What only shows when the fields are seen together explains best: a swapped pair also fails each alone.
    for (environment, field), sentence in cross_check(as_typed).items():
        sentences[block_id(environment, field)] = sentence
    if sentences:
        raise FieldError(sentences)
    return entries
