import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.co import nit as stdnum_nit

from bot.rules.fields.nit import check_digit, check_nit, format_nit
from bot.rules.fields.typed import ascii_digits, strip_typed

juridical_bodies = st.integers(800_000_000, 999_999_999).map(str)
long_bodies = st.integers(1_000_000, 9_999_999_999).map(str)


@pytest.mark.parametrize("body", ["12345", "123456", "52100200", "900474727", "1020304050"])
def test_bodies_of_five_to_ten_digits_are_kept_as_typed(body: str) -> None:
    assert check_nit(body) == body


@pytest.mark.parametrize(
    "typed", ["  900474727\n", "\u200b900474727\ufeff", "\u00a0900474727", "９００４７４７２７"]
)
def test_blanks_invisible_marks_and_full_width_digits_are_cleaned(typed: str) -> None:
    assert check_nit(typed) == "900474727"


@pytest.mark.parametrize(
    "typed", ["900.474.727", "900 474 727", "900,474,727", "NIT 900474727", "900-474727"]
)
def test_separators_and_letters_are_refused_not_removed(typed: str) -> None:
    with pytest.raises(ValueError, match="solo con números"):
        check_nit(typed)


@pytest.mark.parametrize("typed", ["900474727-4", "900.474.727-4", "900474727 – 4"])
def test_a_nit_with_hyphen_and_dv_is_told_to_drop_both(typed: str) -> None:
    with pytest.raises(ValueError, match="Quite el guion y el dígito de verificación"):
        check_nit(typed)


@given(juridical_bodies)
def test_a_nit_with_its_dv_is_questioned_not_stripped(body: str) -> None:
    with pytest.raises(ValueError, match=r"¿Incluyó el dígito de verificación\?"):
        check_nit(f"{body}{check_digit(body)}")


@given(juridical_bodies)
def test_nine_digits_are_never_read_as_eight_and_a_dv(body: str) -> None:
    assert check_nit(body) == body


@given(st.integers(100_000_000, 199_999_999).map(str))
def test_a_ten_digit_cedula_whose_last_digit_happens_to_be_a_dv_is_accepted(first_nine: str) -> None:
    cedula = f"{first_nine}{check_digit(first_nine)}"
    assert check_nit(cedula) == cedula


def test_a_blank_nit_is_asked_for() -> None:
    with pytest.raises(ValueError, match="Escriba el NIT"):
        check_nit(" \u200b ")


@pytest.mark.parametrize("typed", ["1234", "12345678901"])
def test_four_and_eleven_digits_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="entre 5 y 10"):
        check_nit(typed)


def test_leading_zeros_are_refused_since_they_would_match_no_directory() -> None:
    with pytest.raises(ValueError, match="no empieza por cero"):
        check_nit("0900474727")


@given(long_bodies)
def test_a_body_with_its_dv_is_a_nit_to_stdnum_and_written_alike(body: str) -> None:
    whole = f"{body}{check_digit(body)}"
    assert stdnum_nit.is_valid(whole)
    assert format_nit(body) == stdnum_nit.format(whole)


@given(st.integers(1, 10**15 - 1).map(str))
def test_the_dv_is_the_one_the_dians_weights_give(body: str) -> None:
    # Orden Administrativa 4 de 1989, summed here by hand.
    weights = (3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71)
    rest = sum(int(digit) * weight for digit, weight in zip(reversed(body), weights, strict=False)) % 11
    assert check_digit(body) == (rest if rest < 2 else 11 - rest)


@pytest.mark.parametrize(("body", "dv"), [("12345", 8), ("123456", 3), ("900474727", 4), ("838000096", 7)])
def test_known_bodies_have_their_known_dv(body: str, dv: int) -> None:
    assert check_digit(body) == dv


@pytest.mark.parametrize(("body", "text"), [("900474727", "900.474.727-4"), ("12345", "12.345-8")])
def test_a_nit_is_written_with_thousands_and_dv(body: str, text: str) -> None:
    assert format_nit(body) == text


@pytest.mark.parametrize("body", ["", "90047472a", "1" * 16])
def test_a_dv_is_only_computed_for_one_to_fifteen_digits(body: str) -> None:
    with pytest.raises(ValueError, match="solo con números"):
        check_digit(body)


@given(st.text())
def test_any_text_is_either_refused_with_a_sentence_or_becomes_a_stable_body(text: str) -> None:
    try:
        body, refusal = check_nit(text), ""
    except ValueError as error:
        body, refusal = "", str(error)
    assert refusal.endswith(".") or check_nit(body) == body
    assert body.isascii()


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = strip_typed(text)
    assert strip_typed(once) == once
    assert ascii_digits(ascii_digits(text)) == ascii_digits(text)
