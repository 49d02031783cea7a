"""A card says who asks for what and in which state, and offers buttons only while somebody must decide."""

import dataclasses
from datetime import timedelta

import pytest

from bot.views.messages.cards import card_moved, registration_card, request_card
from storage.enums import PersonStatus, RequestKind, RequestStatus
from tests.views import samples
from tests.views.reading import Json, buttons, fields, headings, message_json, mrkdwn, whole
from tests.views.samples import CODIGO, NOW, USUAL


def _card(
    status: RequestStatus = RequestStatus.PENDING,
    kind: RequestKind = RequestKind.ENROLLMENT,
    *,
    resubmitted: bool = False,
    **typed: str,
) -> Json:
    request = samples.request(status, kind, dataclasses.replace(USUAL, **typed), resubmitted=resubmitted)
    return message_json(request_card(request, NOW))


class TestRequest:
    def test_it_shows_the_columns_of_the_manuals_list(self) -> None:
        assert fields(_card()) == {
            "NIT": "901.000.101-4",
            "Código habilitación": CODIGO,
            "Razón social": "Clínica Inventada S.A.S.",
            "Ubicación": "Bello, Antioquia",
            "Solicitud": "Inscripción Token",
            "Solicitó": "<@U0DELEGATE>, 13 ene 2026, 10:05",
            "Nombre del Proveedor": "Programas Inventados S.A.S.",
            "Software SIH": "SIH Uno",
        }

    def test_what_the_directory_does_not_know_is_a_dash(self) -> None:
        assert fields(_card(municipality="", department=""))["Ubicación"] == "—"

    def test_nobodys_mail_or_phone_stays_in_the_channel(self) -> None:
        text = whole(_card())
        assert USUAL.email not in text
        assert "300 123 4567" not in text
        assert USUAL.lead not in text
        assert USUAL.responsible not in text

    @pytest.mark.parametrize("resubmitted", [False, True])
    def test_a_pending_one_offers_the_manuals_button_and_the_way_back(self, *, resubmitted: bool) -> None:
        found = buttons(_card(resubmitted=resubmitted))
        assert [(each["text"]["text"], each["action_id"], each["value"]) for each in found] == [
            ("Ingresar info", "enter_keys", "1"),
            ("Tomar", "take_request", "1"),
            ("Devolver", "return_request", "1"),
        ]

    @pytest.mark.parametrize(
        ("seconds", "label", "action"), [(1, "Soltar", "release_request"), (0, "Tomar", "take_request")]
    )
    def test_one_that_somebody_took_offers_to_let_it_go_until_the_time_is_over(
        self, seconds: int, label: str, action: str
    ) -> None:
        request = samples.request(taken_until=NOW + timedelta(seconds=seconds))
        card = message_json(request_card(request, NOW))
        _, middle, _ = buttons(card)
        assert (middle["text"]["text"], middle["action_id"]) == (label, action)
        assert ("tomada por <@U0OFFICIAL> hasta el 14 ene 2026, 10:05" in card["text"]) == (seconds > 0)

    @pytest.mark.parametrize("status", [each for each in RequestStatus if each is not RequestStatus.PENDING])
    def test_one_that_does_not_wait_offers_nothing(self, status: RequestStatus) -> None:
        assert buttons(_card(status)) == []

    @pytest.mark.parametrize(
        ("status", "kind", "outcome"),
        [
            (RequestStatus.PENDING, RequestKind.ENROLLMENT, "Estado: *Pendiente*"),
            (RequestStatus.PENDING, RequestKind.RENEWAL, "Estado: *Pendiente*"),
            (
                RequestStatus.ASSIGNED,
                RequestKind.ENROLLMENT,
                "Estado: *Asignado* · <@U0OFFICIAL>, 14 ene 2026, 10:05",
            ),
            (
                RequestStatus.ASSIGNED,
                RequestKind.RENEWAL,
                "Estado: *Reasignado* · <@U0OFFICIAL>, 14 ene 2026, 10:05",
            ),
            (
                RequestStatus.RETURNED,
                RequestKind.ENROLLMENT,
                (
                    "Estado: *Devuelta* · <@U0OFFICIAL>, 14 ene 2026, 07:05 · "
                    "Motivo: El correo del líder técnico no existe."
                ),
            ),
            (
                RequestStatus.CANCELLED,
                RequestKind.RENEWAL,
                "Estado: *Cancelada* · <@U0DELEGATE>, 14 ene 2026, 10:05",
            ),
            (
                RequestStatus.SUPERSEDED,
                RequestKind.ENROLLMENT,
                "Estado: *Reemplazado* · <@U0OFFICIAL>, 14 ene 2026, 10:05",
            ),
        ],
    )
    def test_its_last_line_tells_the_state_and_who_brought_it_there(
        self, status: RequestStatus, kind: RequestKind, outcome: str
    ) -> None:
        card = _card(status, kind)
        assert card["blocks"][-1]["elements"][0]["text"] == outcome
        assert card["text"].endswith(outcome)

    def test_a_corrected_one_tells_its_history_and_who_corrected_it(self) -> None:
        assert _card(resubmitted=True)["text"].endswith(
            "Estado: *Pendiente* · devuelta por <@U0OFFICIAL>, 14 ene 2026, 07:05 · "
            "corregida por <@U0COLLEAGUE>, 14 ene 2026, 10:05"
        )

    def test_the_text_alone_tells_who_asks_for_what(self) -> None:
        assert _card(kind=RequestKind.RENEWAL)["text"].startswith(
            "Resolicitud Token: Clínica Inventada S.A.S. · NIT 901.000.101-4 · 259990000101."
        )

    def test_a_free_mail_is_pointed_out_while_it_can_still_be_returned(self) -> None:
        warning = "no parece institucional"
        assert warning not in whole(_card())
        assert warning in whole(_card(email="ana@gmail.com"))
        assert warning not in whole(_card(RequestStatus.ASSIGNED, email="ana@gmail.com"))

    def test_a_name_cannot_call_the_channel(self) -> None:
        for text in mrkdwn(_card(name="<!channel> & Cía")):
            assert "<!channel>" not in text
        assert fields(_card(name="<!channel> & Cía"))["Razón social"] == "&lt;!channel&gt; &amp; Cía"

    def test_a_name_longer_than_a_heading_is_shortened_visibly(self) -> None:
        (heading,) = headings(_card(name="Hospital " * 30))
        assert len(heading) == 150
        assert heading.endswith("…")

    def test_blocks_of_two_requests_never_share_an_id(self) -> None:
        first, second = (
            next(
                block
                for block in message_json(request_card(request, NOW))["blocks"]
                if block["type"] == "actions"
            )
            for request in (samples.request(), samples.request(number=1))
        )
        assert first["block_id"] != second["block_id"]


class TestRegistration:
    def _card(self, status: PersonStatus = PersonStatus.PENDING, **typed: str) -> Json:
        person = samples.delegate(status, dataclasses.replace(USUAL, **typed))
        return message_json(registration_card(person, samples.provider(), []))

    def test_it_shows_what_was_filled_in(self) -> None:
        assert fields(self._card()) == {
            "Usuario": "<@U0DELEGATE>",
            "Login": "`ADMINHCEIPS901000101`",
            "Documento": "PT – Permiso por protección temporal: 1020304050",
            "Fecha de registro": "12 ene 2026, 10:05",
            "NIT Entidad": "901.000.101-4",
            "Entidad": "Clínica Inventada S.A.S.",
        }

    def test_an_official_has_no_entity(self) -> None:
        card = message_json(registration_card(samples.official(PersonStatus.PENDING), None, []))
        assert headings(card) == ["Registro: Otro Usuario"]
        assert not {"NIT Entidad", "Entidad"} & fields(card).keys()

    def test_a_pending_one_offers_approval_after_a_question_and_rejection(self) -> None:
        approve, reject = buttons(self._card())
        assert (approve["text"]["text"], approve["action_id"]) == ("Aprobar", "approve_registration")
        assert (reject["text"]["text"], reject["action_id"]) == ("Rechazar", "reject_registration")
        assert approve["confirm"]["text"]["text"] == (
            "<@U0DELEGATE>, de Clínica Inventada S.A.S. (NIT 901.000.101-4), "
            "podrá solicitar y consultar las llaves de su entidad. ¿Verificó su identidad?"
        )

    def test_the_question_about_an_official_is_another(self) -> None:
        card = message_json(registration_card(samples.official(PersonStatus.PENDING), None, []))
        assert buttons(card)[0]["confirm"]["text"]["text"] == (
            "<@U0OFFICIAL> podrá asignar llaves. ¿Verificó su identidad?"
        )

    def test_the_question_shortens_a_long_name_and_keeps_its_nit(self) -> None:
        clinic = samples.provider(dataclasses.replace(USUAL, name="Hospital & " * 27))
        card = message_json(registration_card(samples.delegate(PersonStatus.PENDING), clinic, []))
        question = buttons(card)[0]["confirm"]["text"]["text"]
        assert len(question) <= 300
        assert "… (NIT 901.000.101-4)" in question

    def test_its_buttons_carry_the_version_that_was_read(self) -> None:
        person = samples.delegate(PersonStatus.PENDING)
        assert [each["value"] for each in buttons(self._card())] == [f"{person.id}:{person.version}"] * 2

    @pytest.mark.parametrize("status", [PersonStatus.ACTIVE, PersonStatus.REJECTED, PersonStatus.SUSPENDED])
    def test_a_decided_one_offers_nothing_and_says_who_decided(self, status: PersonStatus) -> None:
        card = self._card(status)
        assert buttons(card) == []
        assert "<@U0MANAGER>, 14 ene 2026, 10:05" in card["text"]

    def test_a_rejected_one_says_why(self) -> None:
        outcome = "Estado: *Rechazado* · <@U0MANAGER>, 14 ene 2026, 10:05 · Motivo: Falta &lt;!here&gt;."
        card = self._card(PersonStatus.REJECTED, reason="Falta <!here>.")
        assert card["blocks"][-1]["elements"][0]["text"] == outcome
        assert outcome in card["text"]

    def test_a_second_delegate_of_one_nit_is_pointed_out_until_it_is_decided(self) -> None:
        others = [samples.delegate(user_id="U0OTHER")]
        warning = "Este NIT ya tiene delegado activo: <@U0OTHER>"
        pending, decided = (
            message_json(registration_card(samples.delegate(status), samples.provider(), others))
            for status in (PersonStatus.PENDING, PersonStatus.ACTIVE)
        )
        assert warning in whole(pending["blocks"])
        assert warning in pending["text"]
        assert warning not in whole(decided)

    def test_the_text_alone_tells_who_and_for_which_entity(self) -> None:
        assert self._card()["text"] == (
            "Registro de Delegado Administrativo: <@U0DELEGATE> · NIT 901.000.101-4 · Clínica Inventada S.A.S. · "
            "Estado: *Pendiente de aprobación*"
        )


def test_a_card_that_moved_says_so_and_offers_nothing() -> None:
    card = message_json(card_moved())
    assert "continúa en otro canal" in card["text"]
    assert buttons(card) == []


class TestASuspension:
    def _outcome(self, *, others: int, by_system: bool = False) -> str:
        person = samples.delegate(PersonStatus.SUSPENDED)
        person.decision_reason = "Salió de la entidad."
        if by_system:
            person.decided_by = None
        delegates = [samples.delegate(user_id=f"U0OTHER{number}") for number in range(others)]
        text: str = message_json(registration_card(person, samples.provider(), delegates))["text"]
        return text.partition("Estado: ")[2]

    def test_it_tells_who_when_and_why(self) -> None:
        told = "*Suspendido* · <@U0MANAGER>, 14 ene 2026, 10:05 · Motivo: Salió de la entidad."
        assert self._outcome(others=1) == told

    def test_that_of_the_system_names_nobody(self) -> None:
        told = "*Suspendido* · 14 ene 2026, 10:05 · Motivo: Salió de la entidad."
        assert self._outcome(others=1, by_system=True) == told

    def test_it_warns_when_nobody_is_left_to_speak_for_the_nit(self) -> None:
        assert self._outcome(others=0).endswith(
            ":warning: Al suspenderlo, este NIT quedó sin delegado activo"
        )

    def test_that_of_an_official_warns_of_no_nit(self) -> None:
        card = message_json(registration_card(samples.official(PersonStatus.SUSPENDED), None, []))
        assert "sin delegado" not in whole(card)


@pytest.mark.parametrize("status", PersonStatus)
def test_a_guest_is_marked_on_the_card_in_every_state(status: PersonStatus) -> None:
    guest, member = samples.delegate(status), samples.delegate(status)
    guest.guest = True
    assert ":warning: Cuenta de invitado en Slack" in whole(
        message_json(registration_card(guest, samples.provider(), []))
    )
    assert "invitado" not in whole(message_json(registration_card(member, samples.provider(), [])))
