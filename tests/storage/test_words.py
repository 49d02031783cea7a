import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.words import LONGEST, matches, searched_words, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("E.S.E. HOSPITAL SAN ROQUE", ["ese", "hospital", "san", "roque"]),
        ("CLÍNICA LA ESPERANZA S.A.S.", ["clinica", "la", "esperanza", "sas"]),
        ("PEÑA & NÚÑEZ LTDA", ["pena", "nunez", "ltda"]),
        ("Centro (sede 2)", ["centro", "sede", "2"]),
        ("LA CASA DE LA SALUD", ["la", "casa", "de", "salud"]),
        ("¿?", []),
    ],
)
def test_words_have_no_accents_capitals_or_dots_and_come_once(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_an_accent_typed_as_a_character_of_its_own_is_the_same_accent() -> None:
    assert words_of("CLI\u0301NICA") == words_of("CL\u00cdNICA")


def test_a_word_beyond_the_column_is_cut() -> None:
    assert words_of("x" * 50) == ["x" * LONGEST]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("890906347", ["890906347"]),
        ("890.906.347-1", ["890906347"]),
        ("890906347 – 1", ["890906347"]),
        (" 1.020.304.050-5 ", ["1020304050"]),
        ("0599900002-01", ["059990000201"]),
        ("059990000201", ["059990000201"]),
        ("05999-00002-01", ["059990000201"]),
        ("Clínica  La-Esperanza", ["clinica", "la", "esperanza"]),
        ("por vencer", ["por", "vencer"]),
        ("", []),
    ],
)
def test_a_search_understands_how_people_write_a_nit_and_a_codigo(typed: str, words: list[str]) -> None:
    assert searched_words(typed) == words


@given(st.text(max_size=80))
def test_words_searched_for_again_are_the_same_words(text: str) -> None:
    words = searched_words(text)
    assert searched_words(" ".join(words)) == words


@pytest.mark.parametrize(
    ("typed", "found"), [("02", True), ("000202", True), ("203", False), ("norte", True), ("orte", False)]
)
def test_figures_are_found_anywhere_in_a_codigo_and_letters_where_a_word_begins(
    typed: str, *, found: bool
) -> None:
    assert matches(typed, "059990000202 SEDE NORTE Vallehermoso") is found
