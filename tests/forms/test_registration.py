"""The registration forms (§6.2): what they take, and the sentence under each field they do not."""

from typing import Any

import pytest

from bot.errors import FieldError
from bot.forms.reading import MISSING, read
from bot.forms.registration import DelegateRegistrationForm, OfficialRegistrationForm, UserTypeForm
from storage.enums import DocumentType, EntityType, Role
from tests.forms.submission import DELEGATE, OFFICIAL, submitted


def _delegate(**changes: Any) -> DelegateRegistrationForm:
    return read(DelegateRegistrationForm, submitted(DELEGATE | changes))


def _sentences(**changes: Any) -> dict[str, str]:
    with pytest.raises(FieldError) as refused:
        _delegate(**changes)
    return refused.value.sentences


def test_a_delegates_form_is_read_whole() -> None:
    assert _delegate().model_dump() == {
        "document_type": DocumentType.CC,
        "document_number": "1020304050",
        "confidentiality": ("confidentiality",),
        "entity_type": EntityType.PSS,
        "nit": "901000101",
        "login": "ADMINHCEIPS901000101",
    }


def test_an_officials_form_is_read_without_entity_and_nit() -> None:
    form = read(OfficialRegistrationForm, submitted(OFFICIAL))
    assert (form.document_type, form.document_number) == (DocumentType.CC, "1020304050")


@pytest.mark.parametrize("login", [None, "", "  "])
def test_the_login_may_be_left_out(login: str | None) -> None:
    assert _delegate(login=login).login is None


@pytest.mark.parametrize("login", ["CC1020304050", " cc1020304050 "])
def test_a_login_that_only_repeats_the_document_counts_as_none(login: str) -> None:
    assert _delegate(login=login).login is None


def test_a_login_that_repeats_another_document_is_refused() -> None:
    assert list(_sentences(login="CC1020304051")) == ["login"]
    assert list(_sentences(login="CE1020304050")) == ["login"]


@pytest.mark.parametrize("prefix", ["ADMINHCEIPS", "ADMIHCEIPS", "ADMHCEIPS", "adminhceips"])
def test_a_login_is_taken_with_any_prefix_of_the_manual(prefix: str) -> None:
    assert _delegate(login=f"{prefix}901000101").login == f"{prefix.upper()}901000101"


@pytest.mark.parametrize(
    ("kind", "number", "read_as"),
    [
        ("CC", " 1020304050 ", "1020304050"),
        ("CE", "123456", "123456"),
        ("PA", "ab123456", "AB123456"),
        ("PE", "123456789012345", "123456789012345"),
        ("PT", "1234567", "1234567"),
    ],
)
def test_a_document_is_read_by_the_rules_of_its_type(kind: str, number: str, read_as: str) -> None:
    assert _delegate(document_type=kind, document_number=number).document_number == read_as


@pytest.mark.parametrize(
    ("block_id", "answer", "sentence"),
    [
        ("entity_type", None, MISSING),
        ("entity_type", "eps", "Revise este campo: el valor no es válido."),
        ("nit", None, MISSING),
        ("nit", "901.000.101", "Escriba el NIT solo con números"),
        ("nit", "901000101-4", "Quite el guion y el dígito de verificación"),
        ("nit", "9010001014", "¿Incluyó el dígito de verificación?"),
        ("nit", "1234", "El NIT tiene entre 5 y 10 números"),
        ("nit", "0901000101", "El NIT no empieza por cero"),
        ("document_type", None, MISSING),
        ("document_type", "NIT", "Revise este campo: el valor no es válido."),
        ("document_number", None, MISSING),
        ("document_number", "   ", MISSING),
        ("document_number", "1.020.304.050", "Escriba el número sin espacios, puntos"),
        ("document_number", "AB1234", "Para CC escriba solo números."),
        ("document_number", "12", "Para CC escriba entre 3 y 10 números."),
        ("document_number", "0102030405", "La cédula no empieza por cero."),
        ("login", "laura", "Escriba el usuario como lo dio Hércules"),
        ("login", "ADMINHCEIPS9010001014", "sin dígito de verificación: quite el último número"),
        ("login", "ADMINHCEIPS901000202", "no coincide con el NIT de la entidad"),
        ("confidentiality", [], MISSING),
        ("confidentiality", ["terms"], "Para continuar debe marcar esta casilla."),
    ],
)
def test_a_wrong_value_gets_one_sentence_under_its_own_field(
    block_id: str, answer: object, sentence: str
) -> None:
    found = _sentences(**{block_id: answer})
    assert list(found) == [block_id]
    assert sentence in found[block_id]


def test_a_form_sent_empty_asks_for_every_field_but_the_login() -> None:
    assert _sentences(**dict.fromkeys(DELEGATE)) == dict.fromkeys(DELEGATE.keys() - {"login"}, MISSING)


def test_several_wrong_fields_are_told_at_once() -> None:
    assert _sentences(nit="1", document_number="1", confidentiality=[]).keys() == {
        "nit",
        "document_number",
        "confidentiality",
    }


def test_a_wrong_nit_does_not_blame_the_login_as_well() -> None:
    assert list(_sentences(nit="1234", login="ADMINHCEIPS1234")) == ["nit"]


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.OFFICIAL])
def test_the_user_type_is_read_as_a_role(role: Role) -> None:
    assert read(UserTypeForm, submitted({"user_type": role.value})).user_type is role


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        (None, MISSING),
        ("minister", "Revise este campo: el valor no es válido."),
        ("manager", "Revise este campo: el valor no es válido."),
    ],
)
def test_a_user_type_that_is_missing_unknown_or_named_in_the_settings_only_is_refused(
    chosen: str | None, sentence: str
) -> None:
    with pytest.raises(FieldError) as refused:
        read(UserTypeForm, submitted({"user_type": chosen}))
    assert refused.value.sentences == {"user_type": sentence}
