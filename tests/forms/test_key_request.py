"""FORMULARIO PARA INSCRIPCIÓN DE LLAVES (§6.4.1.1): what it takes, and the sentence under each field it does not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FieldError
from bot.forms.key_request import KeyRequestForm, RequestPurpose, SentRequest
from bot.forms.reading import MISSING, check, read, typed_values
from storage.enums import RequestStatus
from tests.forms.submission import REQUEST, submitted
from tests.views import samples

COMPANIES = ("supplier_name", "software_name")
PEOPLE = ("lead_name", "responsible_name")
MAILS = ("lead_email", "responsible_email")
PHONES = ("lead_phone", "responsible_phone")
CONSENTS = ("terms", "personal_data")


def _form(**changes: Any) -> KeyRequestForm:
    return read(KeyRequestForm, submitted(REQUEST | changes))


def _sentences(**changes: Any) -> dict[str, str]:
    with pytest.raises(FieldError) as refused:
        _form(**changes)
    return refused.value.sentences


def test_a_form_is_read_whole_with_its_phones_as_they_are_stored() -> None:
    assert _form().model_dump() == REQUEST | {
        "lead_phone": "+573001234567",
        "responsible_phone": "+576013305043;ext=12",
        "terms": ("terms",),
        "personal_data": ("personal_data",),
    }


@pytest.mark.parametrize("block_id", [name for name in REQUEST if name not in CONSENTS])
@pytest.mark.parametrize("answer", [None, "", "   "])
def test_a_field_left_empty_is_asked_for(block_id: str, answer: str | None) -> None:
    if block_id == "codigo":
        answer = None  # nobody types in a list
    assert _sentences(**{block_id: answer}) == {block_id: MISSING}


@pytest.mark.parametrize("block_id", CONSENTS)
@pytest.mark.parametrize(
    ("ticked", "sentence"),
    [(None, MISSING), ([], MISSING), (["other"], "Para continuar debe marcar esta casilla.")],
)
def test_a_consent_that_is_not_ticked_is_asked_for(
    block_id: str, ticked: list[str] | None, sentence: str
) -> None:
    assert _sentences(**{block_id: ticked}) == {block_id: sentence}


def test_ticking_one_consent_does_not_tick_the_other() -> None:
    assert list(_sentences(personal_data=["terms"])) == ["personal_data"]


def _wrong() -> list[tuple[str, str, str]]:
    wrong = [
        ("codigo", "2599900001", "Falta la sede"),
        ("codigo", "059990000", "El código de habilitación tiene 12 números"),
        ("codigo", "000000000001", "no son de un departamento"),
        ("codigo", "not-a-code", "solo con números"),
    ]
    for name in COMPANIES:
        wrong += [
            (name, "X", "Escriba un nombre de 2 a 200 caracteres."),
            (name, "X" * 201, "Escriba un nombre de 2 a 200 caracteres."),
            (name, "1234", "al menos dos letras"),
            (name, "Dos\nlíneas", "en una sola línea"),
        ]
    for name in PEOPLE:
        wrong += [
            (name, "A", "Escriba un nombre de 3 a 100 caracteres."),
            (name, "A" * 101, "Escriba un nombre de 3 a 100 caracteres."),
            (name, "Ana 2", "sin números, correos ni enlaces"),
            (name, "ana@example.org", "sin números, correos ni enlaces"),
            (name, "<!channel>", "sin números, correos ni enlaces"),
        ]
    for name in MAILS:
        wrong += [
            (name, "ana", "debe tener la forma nombre@entidad.com"),
            (name, "ana@example.org, eva@example.org", "Escriba un solo correo"),
            (name, "peña@example.org", "sin tildes ni eñes"),
            (name, "ana@clinica.test", "debe tener la forma nombre@entidad.com"),
        ]
    for name in PHONES:
        wrong += [
            (name, "3305043", "Agregue el indicativo"),
            (name, "+1 202 555 0123", "Escriba un teléfono de Colombia"),
            (name, "300 123", "Escriba un teléfono de Colombia"),
            (name, "3001234567 / 3109876543", "Escriba un solo teléfono"),
            (name, "llámame", "Escriba un solo teléfono"),
        ]
    return wrong


@pytest.mark.parametrize(("block_id", "answer", "sentence"), _wrong())
def test_a_wrong_value_gets_one_sentence_under_its_own_field(
    block_id: str, answer: str, sentence: str
) -> None:
    found = _sentences(**{block_id: answer})
    assert list(found) == [block_id]
    assert sentence in found[block_id]


@pytest.mark.parametrize("mail", ["ana@gmail.com", "ana@hotmail.com"])
def test_a_free_mail_is_accepted(mail: str) -> None:
    assert _form(lead_email=mail).lead_email == mail


@pytest.mark.parametrize(
    ("block_id", "answer", "read_as"),
    [
        ("supplier_name", "  Pérez   &  Hijos ", "Pérez & Hijos"),
        ("software_name", "X" * 200, "X" * 200),
        ("lead_name", "María-José D'Ávila", "María-José D'Ávila"),
        ("lead_email", " Ana@Example.ORG ", "Ana@example.org"),
        ("lead_phone", "+601 330 5043", "+576013305043"),
        ("lead_phone", "018000 960020", "+5718000960020"),
    ],
)
def test_what_people_usually_type_is_cleaned(block_id: str, answer: str, read_as: str) -> None:
    assert getattr(_form(**{block_id: answer}), block_id) == read_as


def test_a_form_sent_empty_asks_for_everything() -> None:
    assert _sentences(**dict.fromkeys(REQUEST)) == dict.fromkeys(REQUEST, MISSING)


@given(st.dictionaries(st.sampled_from(sorted(set(REQUEST) - set(CONSENTS))), st.text(max_size=60)))
def test_whatever_is_typed_is_taken_or_answered_under_its_field(typed: dict[str, str]) -> None:
    refused = _refusal(**typed)
    if refused is not None:
        assert refused.sentences.keys() <= typed.keys()
        assert all(refused.sentences.values())


def _refusal(**typed: str) -> FieldError | None:
    try:
        _form(**typed)
    except FieldError as error:
        return error
    return None


def test_the_sede_comes_with_the_form_and_not_from_an_input() -> None:
    typed = typed_values(submitted({name: answer for name, answer in REQUEST.items() if name != "codigo"}))
    with pytest.raises(FieldError) as refused:
        check(KeyRequestForm, typed)
    assert refused.value.sentences == {"codigo": MISSING}
    assert check(KeyRequestForm, typed | {"codigo": "259990000101"}).codigo == "259990000101"


@pytest.mark.parametrize("corrected", [False, True])
def test_what_a_form_is_open_for_travels_with_it_and_comes_back(*, corrected: bool) -> None:
    request = samples.request(RequestStatus.RETURNED)
    purpose = RequestPurpose(codigo=request.codigo, corrects=SentRequest.of(request) if corrected else None)
    assert RequestPurpose.model_validate_json(purpose.model_dump_json()) == purpose


def test_a_take_changes_nothing_of_what_a_delegate_read_and_a_correction_does() -> None:
    request = samples.request()
    read = SentRequest.of(request)
    request.version += 1
    request.taken_until = samples.NOW
    assert SentRequest.of(request) == read
    request.resubmitted_at = samples.NOW
    assert SentRequest.of(request) != read
