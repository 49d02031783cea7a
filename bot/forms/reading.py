"""Reading a submitted view: its inputs by block_id, checked by a pydantic model whose fields bear the same names."""

import unicodedata
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import FieldError

View = Mapping[str, Any]


class Form(BaseModel):
    """What a modal asks for. Its errors never repeat what was typed: some of it is secret."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


AnyForm = TypeVar("AnyForm", bound=Form)

MISSING = "Diligencie este campo."


def read(form: type[AnyForm], view: View) -> AnyForm:
    """Check a submitted view against a form. Raises `FieldError` with a sentence per wrong field."""
    return check(form, typed_values(view))


def check(form: type[AnyForm], values: Mapping[str, Any], **context: object) -> AnyForm:
    """Check values against a form, as `read` does; `context` is for its validators."""
    try:
        return form.model_validate(values, context=context)
    except ValidationError as error:
        sentences = {
            str(fault["loc"][0]): _sentence(fault["type"], fault.get("ctx", {}))
            for fault in error.errors(include_input=False, include_url=False)
        }
    # Outside the handler, so that no traceback carries pydantic's error: it knows what was typed.
    raise FieldError(sentences)


def _sentence(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "value_error":
        return str(context["error"])
    return MISSING if kind == "missing" else "Revise este campo: el valor no es válido."


def typed_values(view: View) -> dict[str, Any]:
    """Return what each input holds by block_id, leaving out the empty ones.

    Text is a str, a select or radio its value, checkboxes a list of values, a date ISO text.
    """
    found: dict[str, Any] = {}
    for block_id, elements in view["state"]["values"].items():
        for element in elements.values():
            value = _value_of(element)
            if value:
                found[block_id] = value
    return found


def _value_of(element: Mapping[str, Any]) -> Any:  # noqa: ANN401 - depends on the element
    if "selected_options" in element:
        return [option["value"] for option in element["selected_options"] or ()]
    if "selected_option" in element:
        return (element["selected_option"] or {}).get("value")
    if "selected_date" in element:
        return element["selected_date"]
    text = "".join(each for each in element.get("value") or "" if _belongs_in_text(each))
    return text if text.strip() else None


def _belongs_in_text(character: str) -> bool:
    # PostgreSQL stores no NUL and UTF-8 has no lone surrogates; nobody types either.
    return character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}
