"""No secret is left in what may be shown to anybody."""

import json
from typing import Any

import pytest

from bot.demo.page.news.masking import MASK, masked, typed_secrets

SECRET = "aB38Q~made-up.secret_for~the.tests-0123"


def text_of(payload: Any) -> str:
    return json.dumps(masked(payload, set(typed_secrets(payload))))


@pytest.mark.parametrize("secret", [SECRET, "une-palabra"])
@pytest.mark.parametrize(
    "field", ["production_client_secret", "preproduction_client_id", "apim_subscription_key"]
)
def test_what_is_typed_where_keys_are_asked_for_is_masked(field: str, secret: str) -> None:
    values = {
        field: {"input": {"type": "plain_text_input", "value": secret}},
        "nota": {"input": {"value": "hola"}},
    }
    shown = text_of({"view": {"state": {"values": values}}})
    assert secret not in shown
    assert "hola" in shown


def test_an_action_in_a_field_that_asks_for_keys_is_masked() -> None:
    action = {"block_id": "production_client_secret", "action_id": "input", "value": "una-palabra"}
    assert "una-palabra" not in text_of({"actions": [action]})


def test_a_secret_that_was_typed_is_masked_wherever_else_it_turns_up() -> None:
    typed = {"state": {"values": {"production_client_secret": {"input": {"value": "una-palabra"}}}}}
    assert "una-palabra" not in text_of([typed, {"command": "/llaves", "text": "ver una-palabra"}])


def test_a_secret_is_known_without_the_spaces_it_was_pasted_with() -> None:
    typed = {"state": {"values": {"production_client_secret": {"input": {"value": " Zz12345678 "}}}}}
    assert "Zz12345678" not in text_of([typed, {"command": "/llaves", "text": "ver Zz12345678"}])


def test_a_plain_word_typed_in_a_field_for_keys_is_masked_nowhere_else() -> None:
    typed = {"state": {"values": {"production_client_secret": {"input": {"value": "hospital"}}}}}
    assert text_of([typed, {"command": "/llaves", "text": "ver hospital"}]).count("hospital") == 1


@pytest.mark.parametrize(
    "line", ["ClientSecret: una-palabra", "CLIENT_SECRET='una-palabra'", "APIMsubskey: una-palabra", SECRET]
)
def test_what_stands_where_a_secret_is_shown_is_masked(line: str) -> None:
    shown = text_of({"text": f"ClientID: x\n{line}\nScope: y"})
    assert "una-palabra" not in shown
    assert SECRET not in shown
    assert "Scope: y" in shown


def test_a_secret_with_quotes_or_marks_of_its_own_is_masked_whole() -> None:
    assert "b#c" not in text_of({"text": 'CLIENT_SECRET="a b#c"'})


def test_drawings_are_left_out() -> None:
    shown = masked({"view": {"blocks": [{"type": "divider"}, {"type": "section"}]}}, ())
    assert shown == {"view": {"blocks": "(2 bloques)"}}


def test_what_lets_its_bearer_in_is_masked() -> None:
    shown = masked({"token": "t", "response_url": "http://x/y"}, ())
    assert shown == {"token": MASK, "response_url": MASK}
