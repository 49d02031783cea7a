from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.fields.connection import (
    check_apim_subscription_key,
    check_endpoint,
    check_scope,
    check_tenant_id,
)

GUID = "0a1b2c3d-1111-4222-8333-44445555aaaa"
guids = st.uuids().map(str)
keys = st.from_regex(r"[0-9a-f]{32}", fullmatch=True)


def outcome(check: Callable[[str], str], typed: str) -> tuple[str, str]:
    """What is kept and what is said: one of both is empty."""
    try:
        return check(typed), ""
    except ValueError as refusal:
        return "", str(refusal)


@given(guids)
def test_a_tenant_id_and_a_scope_are_stored_in_lower_case(guid: str) -> None:
    assert check_tenant_id(f" {guid.upper()} ") == guid
    assert check_scope(f"api://{guid.upper()}/.default\n") == f"api://{guid}/.default"


@pytest.mark.parametrize("typed", ["", "common", GUID[:-1], f"{GUID}0", GUID.replace("-", "")])
def test_a_tenant_id_that_is_no_guid_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="8-4-4-4-12"):
        check_tenant_id(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        GUID,
        f"api://{GUID}",
        f"{GUID}/.default",
        f"api://{GUID}0/.default",
        f"https://{GUID}/.default",
        "api://.default",
    ],
)
def test_a_scope_of_another_shape_is_shown_the_right_one(typed: str) -> None:
    with pytest.raises(ValueError, match=r"api://<id>/\.default"):
        check_scope(typed)


@given(keys)
def test_a_subscription_key_of_32_hex_characters_is_kept_as_given(key: str) -> None:
    assert check_apim_subscription_key(f"\u200b{key} ") == key


@given(keys, st.sampled_from(["0", "0a", "z"]))
def test_a_damaged_subscription_key_is_refused_without_repeating_it(key: str, excess: str) -> None:
    with pytest.raises(ValueError, match="32 caracteres") as refusal:
        check_apim_subscription_key(key + excess)
    assert key not in str(refusal.value)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" https://api.ejemplo.gov.co/ihce/ ", "https://api.ejemplo.gov.co/ihce"),
        ("HTTPS://API.Ejemplo.gov.co/IHCE", "https://api.ejemplo.gov.co/IHCE"),
        ("https://api.ejemplo.gov.co", "https://api.ejemplo.gov.co"),
        ("https://localhost:8443/ihce//", "https://localhost:8443/ihce"),
    ],
)
def test_an_endpoint_keeps_its_path_and_loses_the_slash_at_its_end(typed: str, kept: str) -> None:
    assert check_endpoint(typed) == kept
    assert check_endpoint(kept) == kept


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "https://"),
        ("http://api.ejemplo.gov.co/ihce", "https://"),
        ("api.ejemplo.gov.co/ihce", "https://"),
        ("https:///ihce", "https://"),
        ("https://api.ejemplo.gov.co/ihce?x=1", r"sin \? ni #"),
        ("https://api.ejemplo.gov.co/ihce?", r"sin \? ni #"),
        ("https://api.ejemplo.gov.co/ihce#a", r"sin \? ni #"),
        ("https://yo:clave@api.ejemplo.gov.co", "sin usuario ni contraseña"),
        ("https://api.ejemplo.gov.co/ih ce", "no lleva espacios"),
        ("https://api.ejemplo.gov.co/ih\nce", "no lleva espacios"),
        ("https://api.ejempló.gov.co", "no lleva espacios"),
        ("https://api.ejemplo.gov.co:port", "servidor y el puerto"),
        ("https://[::1", "servidor y el puerto"),
        ("https://-api..gov.co", "Revise el servidor"),
        ("https://:443/ihce", "Revise el servidor"),
    ],
)
def test_what_is_no_base_address_over_https_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        check_endpoint(typed)


@given(st.text())
def test_any_text_is_refused_with_a_sentence_or_stays_the_same_when_checked_again(text: str) -> None:
    for check in (check_tenant_id, check_scope, check_apim_subscription_key, check_endpoint):
        for typed in (text, f"https://{text}"):
            kept, refusal = outcome(check, typed)
            assert refusal.endswith(".") or check(kept) == kept
