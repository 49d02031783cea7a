"""How to reach the people behind a request: names, e-mail and phones (manual 6.4.1.1, fields a to g)."""

import re
import unicodedata

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from bot.rules.fields.typed import ascii_digits, strip_typed

PERSON_NAME_LENGTH = (3, 100)
COMPANY_NAME_LENGTH = (2, 200)

_FREE_MAIL = re.compile(
    r"(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|aol|proton|protonmail|gmx)"
    r"\.(?:com|net|me|[a-z]{2}|com?\.[a-z]{2})"
)
_LINK = re.compile(r"://|\bwww\.|\.(?:com|co|net|org|info|io|gov|edu)\b", re.IGNORECASE)
_EXTENSION = re.compile(r"\s*(?:;ext=|(?:extensi[oó]n|ext|x|#)[.:]?)\s*([0-9]{1,6})$", re.IGNORECASE)
_NATIONAL = re.compile(r"(?:3[0-9]|60[1-8])[0-9]+")
_NATIONAL_LENGTH = 10
_LOCAL_LENGTH = 7
_REACHABLE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.TOLL_FREE})
_STORED = re.compile(r"\+57(?P<number>[0-9]{10,11})(?:;ext=(?P<extension>[0-9]{1,6}))?")


def check_email(text: str) -> str:
    """Check one e-mail address, without asking the network, and return it with its domain in lower case.

    Raises:
        ValueError: with the Spanish sentence for the field.
    """
    address = strip_typed(text)
    if not address:
        raise ValueError("Escriba el correo electrónico.")
    if re.search(r"[,;\s]", address):
        raise ValueError("Escriba un solo correo, sin espacios ni comas.")
    if not address.rpartition("@")[0].isascii():
        raise ValueError("Escriba el correo sin tildes ni eñes antes de la @.")
    try:
        checked = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise ValueError("Revise el correo: debe tener la forma nombre@entidad.com.") from None
    return checked.normalized


def is_free_mail(email: str) -> bool:
    """Tell whether an address belongs to a free mail service, to warn: the manual asks for an institutional one.

    Never a reason to refuse: independent professionals often have no other.
    """
    return _FREE_MAIL.fullmatch(email.rpartition("@")[2].lower()) is not None


def check_phone(text: str) -> str:
    """Check a Colombian mobile, landline or toll-free phone; return E.164, with ";ext=12" after it if needed.

    What this returns and what `format_phone` writes are accepted again. Phones of other countries are
    refused: "+601 330 5043", as the ministry prints its own number, would else pass for a Malaysian one.

    Raises:
        ValueError: with the Spanish sentence for the field.
    """
    typed = ascii_digits(strip_typed(text))
    if not typed:
        raise ValueError("Escriba el teléfono, por ejemplo 3001234567 o 6013305043 ext. 12.")
    number, extension = _split_extension(typed)
    if not re.fullmatch(r"\+?[0-9 ().‐-―-]+", number):
        raise ValueError("Escriba un solo teléfono, solo con números. La extensión va al final: ext. 12.")
    digits = re.sub(r"[^0-9]", "", number)
    if len(digits) == _LOCAL_LENGTH:
        raise ValueError("Agregue el indicativo al teléfono fijo: 601 en Bogotá, 604 en Antioquia.")
    e164 = _colombian(digits, international=number.startswith("+"))
    return f"{e164};ext={extension}" if extension else e164


def format_phone(stored: str) -> str:
    """Write a phone kept by `check_phone` as people say it: "300 123 4567", "(601) 330 5043 ext. 12".

    A text that `check_phone` did not make is returned as it is.
    """
    match = _STORED.fullmatch(stored)
    if match is None:
        return stored
    number = match["number"]
    if len(number) > _NATIONAL_LENGTH:
        readable = f"0{number[:5]} {number[5:]}"
    elif number.startswith("60"):
        readable = f"({number[:3]}) {number[3:6]} {number[6:]}"
    else:
        readable = f"{number[:3]} {number[3:6]} {number[6:]}"
    return f"{readable} ext. {match['extension']}" if match["extension"] else readable


def check_person_name(text: str) -> str:
    """Check a person's name and return it with single spaces.

    Raises:
        ValueError: with the Spanish sentence for the field.
    """
    name = _check_name(text, PERSON_NAME_LENGTH, empty="Escriba el nombre y el apellido.")
    if _LINK.search(name) or not all(_belongs_in_a_person_name(character) for character in name):
        raise ValueError("Escriba solo el nombre y el apellido, sin números, correos ni enlaces.")
    return name


def check_company_name(text: str) -> str:
    """Check the name of a provider, a supplier or a software and return it with single spaces.

    Raises:
        ValueError: with the Spanish sentence for the field.
    """
    return _check_name(text, COMPANY_NAME_LENGTH, empty="Escriba el nombre.")


def _split_extension(typed: str) -> tuple[str, str]:
    found = _EXTENSION.search(typed)
    return (typed[: found.start()], found[1]) if found else (typed, "")


def _colombian(digits: str, *, international: bool) -> str:
    if len(digits) == _NATIONAL_LENGTH and _NATIONAL.fullmatch(digits):
        dialled = f"+57{digits}"
    elif international:
        dialled = f"+{digits}"
    else:
        dialled = digits.removeprefix("00")
    try:
        parsed = phonenumbers.parse(dialled, "CO")
    except phonenumbers.NumberParseException:
        parsed = phonenumbers.PhoneNumber()
    known = phonenumbers.is_valid_number_for_region(parsed, "CO")
    if not known or phonenumbers.number_type(parsed) not in _REACHABLE:
        raise ValueError("Escriba un teléfono de Colombia: celular o fijo de 10 números, o línea 018000.")
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)


def _check_name(text: str, length: tuple[int, int], *, empty: str) -> str:
    cleaned = strip_typed(unicodedata.normalize("NFC", text))
    if not cleaned:
        raise ValueError(empty)
    if any(unicodedata.category(character) in {"Cc", "Cn", "Co", "Cs", "Zl", "Zp"} for character in cleaned):
        raise ValueError("Escriba el nombre en una sola línea, sin tabulaciones ni caracteres especiales.")
    name = re.sub(r" +", " ", cleaned)
    shortest, longest = length
    if not shortest <= len(name) <= longest:
        raise ValueError(f"Escriba un nombre de {shortest} a {longest} caracteres.")
    if sum(character.isalpha() for character in name) < 2:
        raise ValueError("El nombre debe tener al menos dos letras.")
    return name


def _belongs_in_a_person_name(character: str) -> bool:
    # Combining marks stay: some indigenous names have letters that Unicode does not precompose.
    return character.isalpha() or unicodedata.category(character) == "Mn" or character in " .'’´-‐"
