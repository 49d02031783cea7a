import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.fields.habilitacion import check_codigo

DEPARTMENTS = [
    *("05", "08", "11", "13", "15", "17", "18", "19", "20", "23", "25"),
    *("27", "41", "44", "47", "50", "52", "54", "63", "66", "68", "70"),
    *("73", "76", "81", "85", "86", "88", "91", "94", "95", "97", "99"),
]


@given(st.sampled_from(DEPARTMENTS), st.from_regex(r"[0-9]{10}", fullmatch=True))
def test_a_codigo_of_any_department_is_kept_as_text_with_or_without_hyphen(
    department: str, rest: str
) -> None:
    code = department + rest
    assert check_codigo(code) == code
    assert check_codigo(f"{code[:10]}-{code[10:]}") == code


@given(st.integers(0, 99).map("{:02}".format).filter(lambda code: code not in DEPARTMENTS))
def test_a_codigo_outside_the_33_departments_is_refused(department: str) -> None:
    with pytest.raises(ValueError, match="departamento"):
        check_codigo(f"{department}0010389801")


@pytest.mark.parametrize(
    "typed", [" 6800103898-01\n", "\u200b680010389801", "6800103898–01", "６８００１０３８９８０１"]
)
def test_blanks_dashes_and_full_width_digits_are_cleaned(typed: str) -> None:
    assert check_codigo(typed) == "680010389801"


def test_ten_digits_are_asked_for_the_sede_not_completed() -> None:
    with pytest.raises(ValueError, match="Falta la sede"):
        check_codigo("6800103898")


def test_eleven_digits_hint_at_the_zero_a_spreadsheet_ate() -> None:
    with pytest.raises(ValueError, match="empieza por cero"):
        check_codigo("50880490901")


@pytest.mark.parametrize(
    "typed", ["68001-03898-01", "680010 389801", "68.001038980.1", "68001O389801", "68001038-9801"]
)
def test_other_separators_and_letters_are_refused_not_removed(typed: str) -> None:
    with pytest.raises(ValueError, match="solo con números"):
        check_codigo(typed)


@pytest.mark.parametrize("typed", ["1", "6800103898011"])
def test_other_lengths_are_told_the_right_one(typed: str) -> None:
    with pytest.raises(ValueError, match="10 del prestador y 2 de la sede"):
        check_codigo(typed)


def test_a_blank_codigo_is_asked_for() -> None:
    with pytest.raises(ValueError, match="Escriba el código"):
        check_codigo("")
