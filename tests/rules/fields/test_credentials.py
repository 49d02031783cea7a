from collections.abc import Callable
from datetime import date, timedelta
from string import ascii_letters, digits

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.rules.fields.credentials import (
    KeyEntry,
    check_client_id,
    check_client_secret,
    check_expiry,
    cross_check,
    looks_modern,
)
from storage.enums import Environment

PRODUCTION, PREPRODUCTION, DEVELOPMENT = (
    Environment.PRODUCTION,
    Environment.PREPRODUCTION,
    Environment.DEVELOPMENT,
)
GUID_A = "0a1b2c3d-1111-4222-8333-44445555aaaa"
GUID_B = "0a1b2c3d-1111-4222-8333-44445555bbbb"
SECRET_A = "abC8Q~" + "made.up_" * 4 + "ZZ"
SECRET_B = "xyZ8Q~" + "made-up~" * 4 + "YY"
NEXT_YEAR = date(2027, 1, 14)

guids = st.uuids().map(str)
modern_tail = st.text(f"{ascii_letters}{digits}_~.-", min_size=31, max_size=34)
modern_secrets = st.builds(
    "{}{}Q~{}".format, st.text(ascii_letters, min_size=3, max_size=3), st.integers(0, 9), modern_tail
)
printable = st.characters(min_codepoint=33, max_codepoint=126)


def entry(environment: Environment, client_id: str, client_secret: str) -> KeyEntry:
    return KeyEntry(environment, client_id, client_secret, NEXT_YEAR)


@given(guids)
def test_a_client_id_is_stored_in_lower_case(guid: str) -> None:
    assert check_client_id(f" {guid.upper()}\u200b\n") == guid


@given(modern_secrets)
def test_a_secret_in_the_client_id_field_is_recognised_without_repeating_it(secret: str) -> None:
    with pytest.raises(ValueError, match="parece el ClientSecret: revise si los intercambió") as refusal:
        check_client_id(secret)
    assert secret not in str(refusal.value)


@pytest.mark.parametrize(
    "typed", [GUID_A[:-1], GUID_A.replace("-", ""), f"{{{GUID_A}}}", "rer", "43534", GUID_A[:-1] + "O"]
)
def test_a_damaged_client_id_is_asked_for_again_whole(typed: str) -> None:
    with pytest.raises(ValueError, match="ClientID completo"):
        check_client_id(typed)


def test_blank_keys_are_asked_for() -> None:
    with pytest.raises(ValueError, match="Escriba el ClientID"):
        check_client_id("\u200b")
    with pytest.raises(ValueError, match="Escriba el ClientSecret"):
        check_client_secret(" \n")


@given(modern_secrets)
def test_todays_secrets_are_accepted_untouched_and_look_modern(secret: str) -> None:
    assert check_client_secret(f"\ufeff {secret}\n") == secret
    assert looks_modern(secret)


@pytest.mark.parametrize("secret", ["a1" * 8, "b2" * 32, "Older:secret/with+symbols=[x]@?"])
def test_older_secrets_are_accepted_but_do_not_look_modern(secret: str) -> None:
    assert check_client_secret(secret) == secret
    assert not looks_modern(secret)


@given(guids)
def test_a_guid_as_secret_is_explained_as_the_secret_id(guid: str) -> None:
    with pytest.raises(ValueError, match=r"Secret ID.*«Value/Valor»"):
        check_client_secret(guid.upper())


@pytest.mark.parametrize("typed", ["abC*****************", "abC" + "•" * 20])
def test_a_value_the_portal_has_hidden_needs_a_new_secret(typed: str) -> None:
    with pytest.raises(ValueError, match="Entra ya ocultó"):
        check_client_secret(typed)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("a" * 15, "de 16 a 64"),
        ("a" * 65, "de 16 a 64"),
        ("made up secret of words", "no lleva espacios"),
        ("made\u00a0up-secret-of-words", "no lleva espacios"),
        ("made-up-señal-of-words", "no lleva tildes"),
        ("made-up-\x07-secret-words", "no lleva tildes"),
    ],
)
def test_what_cannot_be_a_secret_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        check_client_secret(typed)


@pytest.mark.parametrize("check", [check_client_id, check_client_secret])
@given(secret=st.text(printable | st.sampled_from(" ñ•\n\u200b"), min_size=65, max_size=80))
def test_no_refusal_ever_holds_the_secret_or_a_part_of_it(check: Callable[[str], str], secret: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        check(secret.replace("\u200b", "") + "x" * 65)
    assert not any(secret[start : start + 6] in str(refusal.value) for start in range(len(secret) - 5))
    assert refusal.value.__context__ is None


def test_an_entry_never_shows_its_secret_when_printed() -> None:
    assert SECRET_A not in repr(entry(PRODUCTION, GUID_A, SECRET_A))


@given(st.dates(date(2026, 1, 1), date(2060, 1, 1)), st.integers(1, 730))
def test_a_date_within_two_years_is_accepted(today: date, days: int) -> None:
    day = today + timedelta(days)
    assert check_expiry(day, today) == day


@given(st.dates(date(2026, 1, 1), date(2060, 1, 1)), st.integers(0, 4000))
def test_a_date_that_is_not_later_than_today_is_refused(today: date, days: int) -> None:
    with pytest.raises(ValueError, match="posterior a hoy"):
        check_expiry(today - timedelta(days), today)


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 1, 14), date(2028, 1, 14)),
        (date(2028, 2, 29), date(2030, 2, 28)),
        (date(2026, 8, 31), date(2028, 8, 31)),
    ],
)
def test_the_last_day_allowed_is_24_months_ahead(today: date, last: date) -> None:
    assert check_expiry(last, today) == last
    with pytest.raises(ValueError, match="24 meses"):
        check_expiry(last + timedelta(1), today)


def test_a_sound_entry_raises_nothing() -> None:
    assert not cross_check([entry(PRODUCTION, GUID_A, SECRET_A), entry(PREPRODUCTION, GUID_B, SECRET_B)])


@given(guids, modern_secrets)
def test_swapped_id_and_secret_are_told_on_both_fields(guid: str, secret: str) -> None:
    found = cross_check([entry(PRODUCTION, secret, guid), entry(PREPRODUCTION, GUID_B, SECRET_B)])
    assert set(found) == {(PRODUCTION, "client_id"), (PRODUCTION, "client_secret")}
    assert all("intercambiados" in sentence for sentence in found.values())


def test_a_secret_equal_to_its_client_id_is_told_on_the_secret() -> None:
    found = cross_check([entry(PRODUCTION, GUID_A, f" {GUID_A.upper()} ")])
    assert set(found) == {(PRODUCTION, "client_secret")}
    assert "Escribió lo mismo" in found[PRODUCTION, "client_secret"]


def test_one_secret_in_two_environments_is_told_on_each_naming_the_other() -> None:
    found = cross_check([entry(PRODUCTION, GUID_A, SECRET_A), entry(PREPRODUCTION, GUID_B, f"{SECRET_A}\n")])
    assert set(found) == {(PRODUCTION, "client_secret"), (PREPRODUCTION, "client_secret")}
    assert "mismo ClientSecret de preproducción" in found[PRODUCTION, "client_secret"]
    assert "mismo ClientSecret de producción" in found[PREPRODUCTION, "client_secret"]


def test_one_client_id_in_three_environments_names_the_two_others() -> None:
    same = [entry(PRODUCTION, GUID_A, SECRET_A), entry(PREPRODUCTION, GUID_A.upper(), SECRET_B)]
    found = cross_check([*same, entry(DEVELOPMENT, GUID_A, "another-made-up-secret")])
    assert "mismo ClientID de producción y preproducción" in found[DEVELOPMENT, "client_id"]
    assert {name for _, name in found} == {"client_id"}


def test_secrets_that_differ_only_in_capitals_are_different() -> None:
    assert not cross_check(
        [entry(PRODUCTION, GUID_A, SECRET_A), entry(PREPRODUCTION, GUID_B, SECRET_A.swapcase())]
    )


def test_fields_left_blank_match_nothing() -> None:
    assert not cross_check([entry(PREPRODUCTION, "", ""), entry(DEVELOPMENT, " ", "")])


@given(st.lists(st.text(printable, min_size=12, max_size=64), min_size=2, max_size=2))
def test_no_cross_check_sentence_holds_a_secret(texts: list[str]) -> None:
    client_id, secret = texts
    found = cross_check([entry(PRODUCTION, client_id, secret), entry(PREPRODUCTION, client_id, secret)])
    assume(found)
    assert not any(text in sentence for text in texts for sentence in found.values())
