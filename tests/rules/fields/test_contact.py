from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.fields.contact import (
    check_company_name,
    check_email,
    check_person_name,
    check_phone,
    format_phone,
    is_free_mail,
)

mobiles = st.integers(3_000_000_000, 3_059_999_999).map(str)
extensions = st.from_regex(r"[0-9]{1,6}", fullmatch=True)


def outcome(check: Callable[[str], str], typed: str) -> tuple[str, str]:
    """What is kept and what is said: one of both is empty."""
    try:
        return check(typed), ""
    except ValueError as refusal:
        return "", str(refusal)


def test_an_email_is_stripped_and_its_domain_lowered() -> None:
    assert check_email("\u00a0Lider.Tic@Hospital.GOV.co \n") == "Lider.Tic@hospital.gov.co"


@pytest.mark.parametrize(
    "typed", ["lider", "lider@", "@hospital.gov.co", "a@b", "<mailto:a@b.co|a@b.co>", "a..b@c.co"]
)
def test_malformed_emails_are_shown_the_right_form(typed: str) -> None:
    with pytest.raises(ValueError, match="nombre@entidad"):
        check_email(typed)


@pytest.mark.parametrize("typed", ["a@uno.co, b@dos.co", "a@uno.co;b@dos.co", "a b@uno.co"])
def test_two_emails_in_one_field_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="un solo correo"):
        check_email(typed)


def test_an_accent_before_the_at_sign_is_refused() -> None:
    with pytest.raises(ValueError, match="sin tildes"):
        check_email("líder@hospital.gov.co")


def test_a_blank_email_is_asked_for() -> None:
    with pytest.raises(ValueError, match="Escriba el correo"):
        check_email("  ")


@pytest.mark.parametrize(
    "email", ["a@gmail.com", "a@Hotmail.es", "a@yahoo.com.co", "a@outlook.com", "a@live.co.uk"]
)
def test_free_mail_services_are_recognised(email: str) -> None:
    assert is_free_mail(email)


@pytest.mark.parametrize(
    "email", ["a@hospital.gov.co", "a@live.edu.co", "a@gmail.hospital.com.co", "gmail.com@eps.co"]
)
def test_institutional_mail_is_not_taken_for_free_mail(email: str) -> None:
    assert not is_free_mail(email)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("3001234567", "+573001234567"),
        ("+57 300 123 4567", "+573001234567"),
        ("57-300-123-4567", "+573001234567"),
        ("0057 300 1234567", "+573001234567"),
        ("(601) 330 5043", "+576013305043"),
        ("018000 960020", "+5718000960020"),
        ("６０１３３０５０４３", "+576013305043"),
        ("601 330 5043 ext. 12", "+576013305043;ext=12"),
        ("601 330 5043 Extensión 04", "+576013305043;ext=04"),
        ("6013305043 x12", "+576013305043;ext=12"),
    ],
)
def test_colombian_phones_are_stored_as_e164_with_their_extension(typed: str, stored: str) -> None:
    assert check_phone(typed) == stored


def test_the_ministrys_own_number_as_printed_is_not_taken_for_malaysian() -> None:
    assert check_phone("+601 330 5043") == "+576013305043"


def test_a_seven_digit_local_number_is_asked_for_its_indicativo() -> None:
    with pytest.raises(ValueError, match="Agregue el indicativo"):
        check_phone("330 5043 ext 4")


@pytest.mark.parametrize(
    "typed", ["+1 202 555 0143", "300123456", "6033305043", "1234567890", "--", "9" * 40]
)
def test_numbers_that_ring_nowhere_in_colombia_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="teléfono de Colombia"):
        check_phone(typed)


@pytest.mark.parametrize(
    "typed", ["300123456O", "1-800-FLOWERS", "3001234567 / 3102223344", "Ana 3001234567", "ext 12"]
)
def test_letters_and_second_numbers_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="un solo teléfono"):
        check_phone(typed)


def test_a_blank_phone_is_asked_for_with_an_example() -> None:
    with pytest.raises(ValueError, match="por ejemplo 3001234567"):
        check_phone("\u200b")


@pytest.mark.parametrize(
    ("stored", "readable"),
    [
        ("+573001234567", "300 123 4567"),
        ("+576013305043;ext=12", "(601) 330 5043 ext. 12"),
        ("+5718000960020", "018000 960020"),
        ("desconocido", "desconocido"),
    ],
)
def test_a_stored_phone_is_written_as_people_say_it(stored: str, readable: str) -> None:
    assert format_phone(stored) == readable


@given(mobiles, st.none() | extensions)
def test_stored_and_readable_phones_are_accepted_again(mobile: str, extension: str | None) -> None:
    stored = check_phone(f"{mobile} ext. {extension}" if extension else mobile)
    assert check_phone(stored) == stored
    assert check_phone(format_phone(stored)) == stored


@given(st.text())
def test_no_text_breaks_the_contact_checks_in_another_way_than_a_sentence(text: str) -> None:
    for check in (check_email, check_phone, check_person_name, check_company_name):
        kept, refusal = outcome(check, text)
        assert refusal.endswith(".") or check(kept) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ana   María\u00a0Ñáñez ", "Ana María Ñáñez"),
        ("Luis D'Costa-Pérez", "Luis D'Costa-Pérez"),
        ("Ma. Fernanda Gómez", "Ma. Fernanda Gómez"),
        ("Jose\u0301 Niño", "José Niño"),
    ],
)
def test_a_persons_name_keeps_its_accents_and_loses_extra_blanks(typed: str, kept: str) -> None:
    assert check_person_name(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "Ana Pérez 2",
        "ana@hospital.co",
        "www.hospital",
        "Entre a hospital.com",
        "https://x.co",
        "Ana <!channel>",
    ],
)
def test_digits_addresses_and_links_are_no_part_of_a_persons_name(typed: str) -> None:
    with pytest.raises(ValueError, match="solo el nombre y el apellido"):
        check_person_name(typed)


@pytest.mark.parametrize("check", [check_person_name, check_company_name])
@pytest.mark.parametrize("typed", ["Ana\nPérez", "Ana\tPérez", "Ana\x00Pérez", "Ana\u2028Pérez"])
def test_names_with_control_characters_are_refused(check: Callable[[str], str], typed: str) -> None:
    with pytest.raises(ValueError, match="una sola línea"):
        check(typed)


def test_a_company_name_keeps_digits_and_punctuation() -> None:
    assert check_company_name(" Soluciones  4.0 & Cía. S.A.S. ") == "Soluciones 4.0 & Cía. S.A.S."


@pytest.mark.parametrize("typed", ["1234", "A 4", "-.-"])
def test_a_company_name_needs_two_letters(typed: str) -> None:
    with pytest.raises(ValueError, match="al menos dos letras"):
        check_company_name(typed)


def test_names_beyond_their_bounds_are_told_them() -> None:
    with pytest.raises(ValueError, match="de 3 a 100"):
        check_person_name("A" * 101)
    with pytest.raises(ValueError, match="de 3 a 100"):
        check_person_name("Al")
    with pytest.raises(ValueError, match="de 2 a 200"):
        check_company_name("A" * 201)


def test_blank_names_are_asked_for() -> None:
    with pytest.raises(ValueError, match="Escriba el nombre y el apellido"):
        check_person_name(" ")
    with pytest.raises(ValueError, match=r"Escriba el nombre\."):
        check_company_name("\u200b")
