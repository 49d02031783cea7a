"""The registration modals say what the manual's screens say (§6.2, Imagen 02 to 07)."""

import dataclasses
from collections.abc import Callable

import pytest
from slack_sdk.models.views import View

from bot.rules.consent_texts import CURRENT
from bot.rules.fields.nit import format_nit
from bot.views.registration.registering import delegate_form, official_form, summary, user_type_form
from storage.enums import ConsentKind, DocumentType, PersonStatus
from storage.models import Person
from tests.views import samples
from tests.views.reading import fields, headings, inputs, labels, objects, view_json, whole
from tests.views.samples import USUAL

PLAIN_NUMBER = "Sin espacios, sin comas, sin guiones, sin puntos y sin dígito de verificación."


def test_the_delegate_form_has_the_labels_of_the_manual() -> None:
    assert labels(view_json(delegate_form())) == [
        "Tipo de Entidad",
        "Nit de la entidad",
        "Tipo identificación delegado",
        "Número identificación delegado",
        "Login de Hércules",
        "Acuerdo de confidencialidad",
    ]


def test_the_official_form_has_neither_entity_nor_nit() -> None:
    assert labels(view_json(official_form())) == [
        "Tipo identificación",
        "Número de identificación",
        "Acuerdo de confidencialidad",
    ]


@pytest.mark.parametrize("form", [delegate_form, official_form])
def test_the_button_says_registrar(form: Callable[[], View]) -> None:
    assert view_json(form())["submit"]["text"] == "Registrar"


def test_the_only_kind_of_entity_is_the_manuals() -> None:
    select = inputs(view_json(delegate_form()))["entity_type"]["element"]
    assert [each["text"]["text"] for each in select["options"]] == [
        "Entidades Prestadoras de Servicios de Salud – PSS"
    ]


@pytest.mark.parametrize("block_id", ["nit", "document_number"])
def test_numbers_are_asked_for_plain_and_without_their_dv(block_id: str) -> None:
    assert inputs(view_json(delegate_form()))[block_id]["hint"]["text"] == PLAIN_NUMBER


def test_only_the_login_may_stay_empty() -> None:
    found = inputs(view_json(delegate_form()))
    assert [block_id for block_id, block in found.items() if block.get("optional")] == ["login"]


@pytest.mark.parametrize("block_id", ["document_type", "confidentiality"])
def test_nothing_is_chosen_or_ticked_for_the_person(block_id: str) -> None:
    element = inputs(view_json(delegate_form()))[block_id]["element"]
    assert not {name for name in element if name.startswith("initial")}


def test_the_agreement_is_shown_word_for_word() -> None:
    assert CURRENT[ConsentKind.CONFIDENTIALITY].body in whole(view_json(official_form()))


def test_every_document_type_can_be_chosen() -> None:
    select = inputs(view_json(official_form()))["document_type"]["element"]
    assert [option["value"] for option in select["options"]] == [kind.value for kind in DocumentType]


def test_the_two_user_types_bear_the_manuals_names_and_none_is_chosen() -> None:
    radio = inputs(view_json(user_type_form(None)))["user_type"]["element"]
    assert [each["text"]["text"] for each in radio["options"]] == ["Delegado Administrativo", "Otro Usuario"]
    assert "initial_option" not in radio


class TestRefusedBefore:
    DELEGATE = samples.delegate(
        PersonStatus.REJECTED, dataclasses.replace(USUAL, reason="El NIT <no> es suyo.")
    )
    OFFICIAL = samples.official(PersonStatus.REJECTED)

    def test_the_reason_is_told_first(self) -> None:
        assert "rechazado" not in whole(view_json(user_type_form(None)))
        assert "*Su registro anterior fue rechazado:* El NIT &lt;no&gt; es suyo." in whole(
            view_json(user_type_form(self.DELEGATE))
        )

    @pytest.mark.parametrize("refused", [DELEGATE, OFFICIAL])
    def test_the_former_user_type_is_chosen(self, refused: Person) -> None:
        radio = inputs(view_json(user_type_form(refused)))["user_type"]["element"]
        assert radio["initial_option"]["value"] == refused.role

    def test_a_delegate_finds_what_was_typed_before(self) -> None:
        found = inputs(view_json(delegate_form(self.DELEGATE)))
        assert found["nit"]["element"]["initial_value"] == samples.NIT
        assert found["document_type"]["element"]["initial_option"]["value"] == "PT"
        assert found["document_number"]["element"]["initial_value"] == "1020304050"

    def test_an_official_finds_the_document(self) -> None:
        found = inputs(view_json(official_form(self.OFFICIAL)))
        assert found["document_type"]["element"]["initial_option"]["value"] == "PT"
        assert found["document_number"]["element"]["initial_value"] == "1020304050"

    def test_an_official_who_turns_delegate_brings_the_document_and_no_nit(self) -> None:
        found = inputs(view_json(delegate_form(self.OFFICIAL)))
        assert "initial_value" not in found["nit"]["element"]
        assert found["document_number"]["element"]["initial_value"] == "1020304050"

    @pytest.mark.parametrize("form", [delegate_form, official_form])
    def test_the_agreement_is_asked_for_anew(self, form: Callable[[Person], View]) -> None:
        box = inputs(view_json(form(self.DELEGATE)))["confidentiality"]["element"]
        assert "initial_options" not in box


class TestSummary:
    def test_it_is_titled_as_the_manual_prints_it(self) -> None:
        assert headings(view_json(summary(samples.delegate(), samples.provider()))) == [
            "REGISTRO SATISFACTORIO"
        ]

    def test_it_shows_the_labels_of_the_manual_with_their_values(self) -> None:
        person = samples.delegate(PersonStatus.PENDING)
        assert fields(view_json(summary(person, samples.provider()))) == {
            "LOGIN DE USUARIO": f"`{person.login}`",
            "Tipo de Registro": "Delegado Administrativo",
            "Tipo Documento Identificación": "PT – Permiso por protección temporal",
            "Número documento de Identificación": "1020304050",
            "NIT Entidad": format_nit(samples.NIT),
            "Entidad": "Clínica Inventada S.A.S.",
            "Estado": "Pendiente de aprobación",
        }

    def test_an_official_has_no_entity(self) -> None:
        assert not {"NIT Entidad", "Entidad"} & fields(view_json(summary(samples.official(), None))).keys()

    @pytest.mark.parametrize(
        ("person", "who"), [(samples.delegate, "un funcionario del MSPS"), (samples.official, "un gerente")]
    )
    def test_it_says_who_decides_next(self, person: Callable[[PersonStatus], Person], who: str) -> None:
        assert f"{who} revisará su registro" in whole(view_json(summary(person(PersonStatus.PENDING), None)))

    def test_it_asks_for_nothing(self) -> None:
        view = view_json(summary(samples.delegate(), samples.provider()))
        assert "submit" not in view
        assert not [each for each in objects(view) if each.get("type") == "input"]
