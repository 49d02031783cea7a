"""From `state.values` to checked values, and what an error may carry."""

import traceback
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AfterValidator, ValidationError

from bot.errors import FieldError
from bot.forms.reading import MISSING, Form, check, read, typed_values
from tests.forms.submission import submitted


def _refuse(_text: str) -> str:
    raise ValueError("Así no.")


class _Sample(Form):
    given_name: str
    secret: Annotated[str, AfterValidator(_refuse)] = "-"
    count: int = 0


def test_every_kind_of_element_is_read_by_its_block_id() -> None:
    view = submitted(
        {
            "nit": "901000101",
            "lead_email": "ana@clinica.example",
            "document_type": "CC",
            "user_type": "delegate",
            "terms": ["terms"],
            "production_expires_on": "2027-01-14",
        }
    )
    assert typed_values(view) == {
        "nit": "901000101",
        "lead_email": "ana@clinica.example",
        "document_type": "CC",
        "user_type": "delegate",
        "terms": ["terms"],
        "production_expires_on": "2027-01-14",
    }


@pytest.mark.parametrize(
    ("block_id", "empty"),
    [
        ("nit", None),
        ("nit", ""),
        ("nit", "   "),
        ("nit", "\t\n"),
        ("lead_email", " "),
        ("document_type", None),
        ("user_type", None),
        ("terms", []),
        ("production_expires_on", None),
    ],
)
def test_what_is_empty_or_blank_counts_as_not_filled_in(block_id: str, empty: object) -> None:
    assert typed_values(submitted({block_id: empty})) == {}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ana\x00 Prueba", "Ana Prueba"),
        ("\ud83cAna\udfe5", "Ana"),
        ("Uno\r\nDos\tTres\x1b", "Uno\nDos\tTres"),
        ("🏥 Peña", "🏥 Peña"),
    ],
)
def test_what_a_database_cannot_store_and_nobody_types_is_dropped(typed: str, kept: str) -> None:
    assert typed_values(submitted({"reason": typed})) == {"reason": kept}


@given(st.text(alphabet=st.characters(categories=["Cc", "Cs"]), max_size=20))
def test_nothing_but_such_characters_counts_as_not_filled_in(typed: str) -> None:
    assert typed_values(submitted({"reason": typed})) == {}


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_whatever_was_typed_can_be_written_as_utf_8_without_nul(typed: str) -> None:
    for kept in typed_values(submitted({"reason": typed})).values():
        assert "\x00" not in kept.encode().decode()


def test_a_missing_field_is_asked_for() -> None:
    with pytest.raises(FieldError) as refused:
        read(_Sample, submitted({}))
    assert refused.value.sentences == {"given_name": MISSING}


def test_a_rules_own_sentence_is_passed_on_and_others_are_put_in_spanish() -> None:
    with pytest.raises(FieldError) as refused:
        check(_Sample, {"given_name": "Ana", "secret": "x", "count": "many"})
    assert refused.value.sentences == {
        "secret": "Así no.",
        "count": "Revise este campo: el valor no es válido.",
    }


def test_what_a_form_does_not_ask_for_is_left_out() -> None:
    assert check(_Sample, {"given_name": "Ana", "role": "manager"}).model_dump() == {
        "given_name": "Ana",
        "secret": "-",
        "count": 0,
    }


def test_a_form_that_was_read_cannot_be_changed() -> None:
    form = check(_Sample, {"given_name": "Ana"})
    with pytest.raises(ValueError, match="frozen"):
        form.given_name = "Eva"  # type: ignore[misc]


def test_not_even_pydantics_own_error_shows_what_was_typed() -> None:
    with pytest.raises(ValidationError) as refused:
        _Sample.model_validate({"given_name": "Ana", "secret": "Zq7~typed", "count": "Zq7~typed"})
    assert "Zq7~" not in str(refused.value)


@given(st.text(alphabet="0123456789abcdef~", min_size=16, max_size=64).map(lambda text: f"¡{text}!"))
def test_an_error_neither_repeats_what_was_typed_nor_is_chained_to_one_that_does(secret: str) -> None:
    with pytest.raises(FieldError) as refused:
        check(_Sample, {"given_name": "Ana", "secret": secret, "count": secret})
    error = refused.value
    assert error.__cause__ is None
    assert error.__context__ is None
    assert secret not in str(error) + repr(error.sentences) + "".join(traceback.format_exception(error))
