import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.fields.login import check_delegate_login, document_login
from bot.rules.fields.nit import check_digit
from storage.enums import DocumentType


@given(
    st.sampled_from(["ADMHCEIPS", "ADMIHCEIPS", "ADMINHCEIPS"]), st.integers(10_000, 9_999_999_999).map(str)
)
def test_each_prefix_of_the_manual_is_kept_as_given(prefix: str, nit: str) -> None:
    assert check_delegate_login(f"{prefix}{nit}", nit) == f"{prefix}{nit}"


def test_a_login_is_stored_in_capitals_without_blanks_around() -> None:
    assert check_delegate_login(" adminhceips900123456\u200b ", "900123456") == "ADMINHCEIPS900123456"


@pytest.mark.parametrize(
    "typed",
    ["ADMINHCE900123456", "CC1020304050", "ADMINHCEIPS 900123456", "900123456", "ADMıNHCEIPS900123456"],
)
def test_a_text_of_another_shape_is_shown_the_right_one(typed: str) -> None:
    with pytest.raises(ValueError, match="como lo dio Hércules"):
        check_delegate_login(typed, "900123456")


def test_the_login_of_another_entity_is_refused() -> None:
    with pytest.raises(ValueError, match="no coincide"):
        check_delegate_login("ADMINHCEIPS900123457", "900123456")


def test_a_login_with_the_dv_at_its_end_says_so() -> None:
    with pytest.raises(ValueError, match="sin dígito de verificación"):
        check_delegate_login(f"ADMINHCEIPS900123456{check_digit('900123456')}", "900123456")


def test_a_blank_login_is_asked_for() -> None:
    with pytest.raises(ValueError, match="Escriba el usuario"):
        check_delegate_login(" ", "900123456")


def test_an_official_logs_in_with_type_and_number_of_the_document() -> None:
    assert document_login(DocumentType.CC, "1020304050") == "CC1020304050"
    assert document_login(DocumentType.PA, "ab123") == "PAAB123"


def test_no_login_is_made_of_a_wrong_document_number() -> None:
    with pytest.raises(ValueError, match="solo números"):
        document_login(DocumentType.CC, "10A")
