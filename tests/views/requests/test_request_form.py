"""The request form and its answers say what Imagen 12 and 13 say (§6.4.1.1)."""

import dataclasses
from datetime import date

import pytest

from bot.forms.key_request import KeyRequestForm, RequestPurpose, SentRequest
from bot.forms.reading import check
from bot.rules.consent_texts import CURRENT
from bot.views.requests.request_form import CORRECTED, CREATED, created, request_form
from storage.enums import ConsentKind, RequestKind, RequestStatus
from storage.models import KeyRequest
from tests.views import samples
from tests.views.reading import Json, buttons, fields, headings, inputs, view_json, whole
from tests.views.samples import CODIGO, USUAL

LABELS = {
    "supplier_name": ("Nombre del Proveedor", "Proveedor S.A.S."),
    "software_name": ("Software SIH", "Nombre del software"),
    "lead_name": ("Nombre Líder Técnico", "Nombre y apellido"),
    "lead_email": ("Correo Líder Técnico", "lider@empresa.com"),
    "lead_phone": ("Teléfono Líder Técnico", "3001234567"),
    "responsible_name": ("Nombre Responsable", "Nombre y apellido"),
    "responsible_email": ("Correo Responsable", "responsable@empresa.com"),
    "responsible_phone": ("Teléfono Responsable", "3109876543"),
}
ANSWERS = tuple(LABELS)


def _form(kind: RequestKind = RequestKind.ENROLLMENT, previous: KeyRequest | None = None) -> Json:
    return view_json(request_form(samples.delegate(), samples.provider(), kind, previous))


@pytest.mark.parametrize("block_id", ANSWERS)
def test_an_input_has_the_label_and_the_placeholder_of_the_manual(block_id: str) -> None:
    block = inputs(_form())[block_id]
    assert (block["label"]["text"], block["element"]["placeholder"]["text"]) == LABELS[block_id]


def test_the_form_has_the_manuals_title_step_and_button() -> None:
    view = _form()
    assert headings(view) == ["FORMULARIO PARA INSCRIPCIÓN DE LLAVES"]
    assert "*1 Solicitud de Llave* · 2 Visualización de Llaves" in whole(view)
    assert view["submit"]["text"] == "Generar llave de acceso"


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (RequestKind.ENROLLMENT, "Inscripción Token"),
        (RequestKind.RENEWAL, "Resolicitud Token"),
    ],
)
def test_the_title_tells_which_of_the_manuals_two_options_it_is(kind: RequestKind, title: str) -> None:
    assert _form(kind=kind)["title"]["text"] == title


def test_it_says_that_the_button_only_asks() -> None:
    assert "Este formulario crea una *solicitud*" in whole(_form())


@pytest.mark.parametrize("kind", [ConsentKind.TERMS, ConsentKind.PERSONAL_DATA])
def test_each_consent_is_shown_word_for_word_with_a_box_of_its_own_that_is_not_ticked(
    kind: ConsentKind,
) -> None:
    view = _form(previous=samples.request(RequestStatus.RETURNED))
    box = inputs(view)[kind.value]
    assert CURRENT[kind].body in whole(view)
    assert [option["value"] for option in box["element"]["options"]] == [kind.value]
    assert "initial_options" not in box["element"]
    assert not box["optional"]


def test_the_wrong_law_number_is_pointed_out_beside_the_text_not_mended_in_it() -> None:
    assert "ley 1561 de 2012" in CURRENT[ConsentKind.PERSONAL_DATA].body
    assert "Nota: El texto se muestra tal como lo publica el manual" in whole(_form())


def test_every_answer_is_needed() -> None:
    assert not [block_id for block_id, block in inputs(_form()).items() if block["optional"]]


def test_the_sede_is_not_asked_for_and_travels_with_the_form() -> None:
    view = _form()
    assert "codigo" not in inputs(view)
    assert RequestPurpose.model_validate_json(view["private_metadata"]) == RequestPurpose(codigo=CODIGO)


def test_the_header_names_the_sede_the_keys_are_for() -> None:
    assert f"Entidad: *Clínica Inventada S.A.S.* · Rol: *securityAdmin_IHCE_IPS* · Código: *{CODIGO}*" in (
        whole(_form())
    )


class TestWhatWasSentBefore:
    def test_a_form_for_the_first_time_is_empty_and_blames_nobody(self) -> None:
        view = _form()
        assert not [block for block in inputs(view).values() if "initial_value" in block["element"]]
        assert "Devuelta" not in whole(view)
        assert "la última vez" not in whole(view)

    def test_it_shows_the_reason_and_what_was_sent_before(self) -> None:
        returned = samples.request(RequestStatus.RETURNED)
        view = _form(previous=returned)
        assert f"*Devuelta por el Ministerio:* {USUAL.reason}" in whole(view)
        assert {block_id: inputs(view)[block_id]["element"]["initial_value"] for block_id in ANSWERS} == {
            "supplier_name": "Programas Inventados S.A.S.",
            "software_name": "SIH Uno",
            "lead_name": "Ana Prueba",
            "lead_email": "ana@clinica.example",
            "lead_phone": "300 123 4567",
            "responsible_name": "Luis Prueba",
            "responsible_email": "ana@clinica.example",
            "responsible_phone": "300 123 4567",
        }

    def test_a_renewal_brings_the_former_answers_without_an_old_reason(self) -> None:
        former = samples.request(RequestStatus.ASSIGNED, resubmitted=True)
        assert former.return_reason
        view = _form(RequestKind.RENEWAL, previous=former)
        assert inputs(view)["supplier_name"]["element"]["initial_value"] == "Programas Inventados S.A.S."
        assert "Traemos lo que envió la última vez: revíselo antes de enviar." in whole(view)
        assert former.return_reason not in whole(view)

    @pytest.mark.parametrize("phone", ["+573001234567", "+576013305043;ext=123456", "+5718000960020"])
    def test_what_it_is_filled_with_is_accepted_again_unchanged(self, phone: str) -> None:
        returned = samples.request(
            RequestStatus.RETURNED, typed=dataclasses.replace(USUAL, email="ana@example.org", phone=phone)
        )
        view = _form(previous=returned)
        sent = {block_id: inputs(view)[block_id]["element"]["initial_value"] for block_id in ANSWERS}
        ticked = {"terms": ["terms"], "personal_data": ["personal_data"]}

        form = check(KeyRequestForm, sent | ticked | {"codigo": CODIGO})

        assert form.model_dump(include=set(ANSWERS)) == {name: getattr(returned, name) for name in ANSWERS}

    def test_what_it_is_filled_with_is_plain_text_and_not_escaped(self) -> None:
        typed = dataclasses.replace(USUAL, supplier="Pérez & Hijos")
        view = _form(previous=samples.request(RequestStatus.RETURNED, typed=typed))
        assert inputs(view)["supplier_name"]["element"]["initial_value"] == "Pérez & Hijos"


class TestCorrecting:
    @pytest.mark.parametrize("status", [RequestStatus.PENDING, RequestStatus.RETURNED])
    def test_the_form_of_an_open_request_says_that_it_corrects_and_carries_what(
        self, status: RequestStatus
    ) -> None:
        request = samples.request(status)
        view = _form(previous=request)
        assert (view["title"]["text"], view["submit"]["text"]) == ("Corregir solicitud", "Guardar")
        assert "Este formulario corrige una *solicitud*" in whole(view)
        purpose = RequestPurpose.model_validate_json(view["private_metadata"])
        assert purpose == RequestPurpose(codigo=CODIGO, corrects=SentRequest.of(request))

    def test_a_pending_one_tells_when_it_was_sent_and_for_what(self) -> None:
        text = whole(_form(previous=samples.request(kind=RequestKind.RENEWAL)))
        assert "corrigiendo la solicitud de Resolicitud Token enviada el 13 ene 2026, 10:05" in text
        assert "la última vez" not in text

    def test_a_returned_one_may_be_cancelled_from_its_form(self) -> None:
        (button,) = buttons(_form(previous=samples.request(RequestStatus.RETURNED)))
        assert button["action_id"] == "cancel_request"

    @pytest.mark.parametrize(
        "status", [RequestStatus.ASSIGNED, RequestStatus.SUPERSEDED, RequestStatus.CANCELLED]
    )
    def test_a_closed_one_is_only_copied_from(self, status: RequestStatus) -> None:
        view = _form(RequestKind.RENEWAL, previous=samples.request(status))
        assert view["title"]["text"] == "Resolicitud Token"
        assert RequestPurpose.model_validate_json(view["private_metadata"]).corrects is None
        assert "Traemos lo que envió la última vez" in whole(view)
        assert buttons(view) == []


ANSWER_BY = date(2026, 1, 19)


class TestCreated:
    def _view(self, **changes: str) -> Json:
        request = samples.request(typed=dataclasses.replace(USUAL, **changes))
        return view_json(created(samples.delegate(), request, ANSWER_BY))

    def test_it_says_the_manuals_sentence(self) -> None:
        assert "Registro de solicitud de inscripción de llave creado con éxito!" in whole(self._view())

    def test_it_promises_an_answer_by_a_day(self) -> None:
        assert "Respuesta esperada: a más tardar el 19 ene 2026." in whole(self._view())

    def test_a_correction_is_not_called_a_new_request(self) -> None:
        text = whole(view_json(created(samples.delegate(), samples.request(resubmitted=True), ANSWER_BY)))
        assert CORRECTED in text
        assert CREATED not in text

    def test_it_shows_the_state_table(self) -> None:
        view = self._view()
        assert headings(view) == ["INSCRIPCION DE LLAVE"]
        assert fields(view) == {
            "Estado de inscripción": "*Token solicitados por primera vez*",
            "Fecha solicitud": "13 ene 2026, 10:05",
            "Entidad": "Clínica Inventada S.A.S.",
            "Código habilitación": CODIGO,
        }

    def test_it_warns_of_a_free_mail_only(self) -> None:
        assert "no parece institucional" not in whole(self._view())
        assert "no parece institucional" in whole(self._view(email="ana@gmail.com"))

    def test_it_says_what_comes_next(self) -> None:
        assert "un funcionario del MSPS asignará las llaves" in whole(self._view())

    def test_the_session_header_stays_visible(self) -> None:
        assert (
            "Login: *ADMINHCEIPS901000101* · NIT Entidad: *901000101* · Usuario: *<@U0DELEGATE>* · Entidad: *Clínica Inventada S.A.S.* · "
            "Rol: *securityAdmin_IHCE_IPS* · Código: *259990000101*"
        ) in whole(self._view())
