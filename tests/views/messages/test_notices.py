"""A direct message says what happened and what to do next, and never holds a key."""

import dataclasses
from collections.abc import Callable

import pytest

from bot.forms.key_request import SentRequest
from bot.views.messages.notices import (
    keys_assigned,
    registration_decided,
    registration_repeated,
    request_corrected,
    request_returned,
)
from storage.enums import Environment, PersonStatus, RequestKind, RequestStatus
from storage.models import Person
from tests.views import samples
from tests.views.reading import buttons, fields, message_json, strings, whole
from tests.views.samples import CODIGO, GUIDS, USUAL


class TestRegistrationDecided:
    def test_an_approved_delegate_is_led_to_the_request(self) -> None:
        message = message_json(registration_decided(samples.delegate(), samples.provider()))
        assert message["text"] == (
            "*Su registro fue aprobado* (Clínica Inventada S.A.S.). Ya puede solicitar las llaves de su entidad."
        )
        assert [(each["text"]["text"], each["action_id"]) for each in buttons(message)] == [
            ("Solicitar llaves", "start_request")
        ]

    def test_an_approved_official_is_led_to_the_channel(self) -> None:
        message = message_json(registration_decided(samples.official(), None))
        assert "las tarjetas del canal de funcionarios" in message["text"]
        assert buttons(message) == []

    @pytest.mark.parametrize("person", [samples.delegate, samples.official])
    def test_somebody_rejected_reads_why_and_may_register_again(
        self, person: Callable[[PersonStatus], Person]
    ) -> None:
        message = message_json(registration_decided(person(PersonStatus.REJECTED), None))
        assert f"*Motivo:* {USUAL.reason}" in message["text"]
        assert [each["action_id"] for each in buttons(message)] == ["start_registration"]


class TestRequestReturned:
    def test_it_says_who_returned_what_and_why(self) -> None:
        request = samples.request(RequestStatus.RETURNED, RequestKind.RENEWAL)
        assert request_returned(request).text == (
            "*Su solicitud de Resolicitud Token fue devuelta* por <@U0OFFICIAL>.\n"
            "Clínica Inventada S.A.S. · 259990000101\n"
            "*Motivo:* El correo del líder técnico no existe.\n"
            "Conservamos lo que escribió: corrija lo indicado y envíela de nuevo."
        )

    def test_its_buttons_open_the_form_of_that_sede_or_take_the_request_back(self) -> None:
        request = samples.request(RequestStatus.RETURNED)
        correct, cancel = buttons(message_json(request_returned(request)))
        assert (correct["action_id"], correct["value"]) == ("start_request", CODIGO)
        assert cancel["action_id"] == "cancel_request"
        assert SentRequest.model_validate_json(cancel["value"]) == SentRequest.of(request)

    def test_a_reason_cannot_mention_or_link(self) -> None:
        typed = dataclasses.replace(USUAL, reason="<!channel> <https://example.org|aquí> & ya")
        text = request_returned(samples.request(RequestStatus.RETURNED, typed=typed)).text
        assert "&lt;!channel&gt; &lt;https://example.org|aquí&gt; &amp; ya" in text

    def test_the_longest_reason_without_escapes_arrives_whole(self) -> None:
        reason = "Corrija. " * 111
        typed = dataclasses.replace(USUAL, reason=reason)
        assert reason in request_returned(samples.request(RequestStatus.RETURNED, typed=typed)).text


class TestInTheThreadOfACard:
    def test_a_corrected_request_names_the_delegate_who_corrected_it(self) -> None:
        message = message_json(request_corrected(samples.request(resubmitted=True)))
        assert message["text"] == (
            "<@U0COLLEAGUE> corrigió la solicitud de Clínica Inventada S.A.S. · 259990000101. "
            "Atiéndala en la tarjeta de este hilo."
        )
        assert buttons(message) == []

    def test_whoever_took_the_request_is_called(self) -> None:
        assert request_corrected(samples.request(), samples.official()).text.endswith(
            "<@U0OFFICIAL>, usted la tiene tomada: revísela en la tarjeta de este hilo."
        )

    def test_a_repeated_registration_names_who_registered(self) -> None:
        message = message_json(registration_repeated(samples.official(PersonStatus.PENDING)))
        assert message["text"] == "<@U0OFFICIAL> corrigió su registro. Revíselo en la tarjeta de este hilo."
        assert buttons(message) == []


class TestKeysAssigned:
    def test_it_uses_the_manuals_words_and_tells_when_each_key_expires(self) -> None:
        keys = samples.keys_in_force(*Environment)
        message = message_json(keys_assigned(samples.request(RequestStatus.ASSIGNED), keys))
        assert message["text"].startswith("*Se ha asignado token* a Clínica Inventada S.A.S. · 259990000101.")
        assert fields(message) == {
            "Expira en PREPRODUCCION": "14 ene 2027",
            "Expira en PRODUCCION": "14 ene 2027",
        }

    def test_the_text_alone_tells_the_expiries_too(self) -> None:
        message = keys_assigned(samples.request(), samples.keys_in_force(Environment.PRODUCTION))
        assert message.text.endswith("Expira en PRODUCCION: 14 ene 2027.")

    def test_no_part_of_a_key_is_in_it(self) -> None:
        text = whole(message_json(keys_assigned(samples.request(), samples.keys_in_force(*Environment))))
        for trace in (*GUIDS.values(), "v1.made-up", "0" * 64):
            assert trace not in text

    def test_desarrollo_is_not_spoken_of(self) -> None:
        message = message_json(keys_assigned(samples.request(), samples.keys_in_force(*Environment)))
        assert not [text for text in strings(message) if "desarrollo" in text.lower()]

    def test_its_button_opens_the_keys_of_that_sede(self) -> None:
        (button,) = buttons(message_json(keys_assigned(samples.request(), {})))
        assert (button["text"]["text"], button["action_id"], button["value"]) == (
            "Ver llaves",
            "open_keys",
            CODIGO,
        )
