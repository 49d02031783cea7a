"""Ingreso de APIKey y APISuscripción (Imagen 18): the keys an official made in Microsoft Entra ID."""

from collections.abc import Collection
from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from bot.errors import FieldError
from bot.forms.reading import Form, View, check, typed_values
from bot.forms.search import ListState
from bot.ids import KeyField
from bot.rules.fields.credentials import (
    KeyEntry,
    check_client_id,
    check_client_secret,
    check_expiry,
    cross_check,
)
from storage.enums import Environment

OPTIONAL = frozenset({Environment.DEVELOPMENT})  # the manual's text asks for the other two
ALL_OPTIONAL = frozenset(Environment)  # of an update: what is left empty stays as it is


class EntryTarget(Form):
    """What a key form is about, as it travels in `private_metadata`.

    That is a request as its official read it, and the list below the form, if it was opened from one.
    """

    request_id: int
    version: int = 0
    below: ListState | None = None

    def build(self) -> str:
        """Return what the modal carries."""
        return self.model_dump_json(exclude_none=True)

    @classmethod
    def parse(cls, private_metadata: str) -> Self:
        """Read what `build` wrote, or the bare number of a request, as forms opened by older versions carry it."""
        if private_metadata.isdecimal():
            return cls(request_id=int(private_metadata))
        return cls.model_validate_json(private_metadata)


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


def read_key_entries(view: View, today: date, optional: Collection[Environment] = OPTIONAL) -> list[KeyEntry]:
    """Check a submitted key form; `today` is the day in Bogotá.

    Raises `FieldError` keyed by block_id. An optional environment left wholly empty is left out; half filled, it
    is asked for whole. One environment is needed at least.
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
        if not values and environment in optional:
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
    if not as_typed:
        first = block_id(next(iter(Environment)), KeyField.CLIENT_ID)
        sentences[first] = "Escriba las llaves nuevas de al menos un ambiente."
    if sentences:
        raise FieldError(sentences)
    return entries
