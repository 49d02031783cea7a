import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.fields.documents import DOCUMENT_LABELS, check_document
from storage.enums import DocumentType


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (DocumentType.CC, "123"),
        (DocumentType.CC, "1020304050"),
        (DocumentType.CE, "0456789"),
        (DocumentType.PA, "AB123456"),
        (DocumentType.CD, "D1234"),
        (DocumentType.SC, "SC998877"),
        (DocumentType.PE, "123456789012345"),
        (DocumentType.PT, "4567890"),
    ],
)
def test_well_formed_numbers_of_each_kind_are_kept(kind: DocumentType, number: str) -> None:
    assert check_document(kind, number) == number


def test_passport_letters_are_stored_in_capitals_without_blanks_around() -> None:
    assert check_document(DocumentType.PA, " ab123456\u200b\u00a0") == "AB123456"


@pytest.mark.parametrize("typed", ["1.020.304.050", "1 020 304 050", "1,020,304,050", "102030405-0"])
def test_separators_are_refused_not_removed(typed: str) -> None:
    with pytest.raises(ValueError, match="sin espacios, puntos, comas, guiones"):
        check_document(DocumentType.CC, typed)


@pytest.mark.parametrize("kind", [DocumentType.CC, DocumentType.CE, DocumentType.PE, DocumentType.PT])
def test_letters_are_refused_where_a_number_has_only_digits(kind: DocumentType) -> None:
    with pytest.raises(ValueError, match="solo números"):
        check_document(kind, "12345678901234O")


@pytest.mark.parametrize("typed", ["ñ12345", "ß12345", "ı12345"])
def test_letters_that_only_become_latin_in_capitals_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="letras sin tilde y números"):
        check_document(DocumentType.PA, typed)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (DocumentType.CC, "12"),
        (DocumentType.CC, "12345678901"),
        (DocumentType.PA, "A" * 17),
        (DocumentType.PE, "1" * 14),
        (DocumentType.PT, "1" * 21),
    ],
)
def test_numbers_too_short_or_too_long_are_told_the_bounds(kind: DocumentType, number: str) -> None:
    with pytest.raises(ValueError, match=rf"Para {kind} escriba entre \d+ y \d+"):
        check_document(kind, number)


def test_a_cedula_with_leading_zeros_is_refused() -> None:
    with pytest.raises(ValueError, match="no empieza por cero"):
        check_document(DocumentType.CC, "0012345678")


@pytest.mark.parametrize("kind", DocumentType)
def test_a_blank_number_is_asked_for(kind: DocumentType) -> None:
    with pytest.raises(ValueError, match="Escriba el número"):
        check_document(kind, "\u200b ")


def test_every_kind_has_a_label_that_fits_a_slack_option() -> None:
    assert set(DOCUMENT_LABELS) == set(DocumentType)
    assert all(label.startswith(kind) and len(label) <= 75 for kind, label in DOCUMENT_LABELS.items())


@given(st.sampled_from(DocumentType), st.text())
def test_what_is_accepted_is_plain_ascii_and_accepted_again(kind: DocumentType, text: str) -> None:
    try:
        number = check_document(kind, text)
    except ValueError:
        return
    assert number.isascii()
    assert check_document(kind, number) == number


@given(st.integers(100, 9_999_999_999).map(str))
def test_every_cedula_of_three_to_ten_digits_is_accepted(number: str) -> None:
    assert check_document(DocumentType.CC, number) == number
