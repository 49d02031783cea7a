"""What waits for the ministry, and the two things its delegate may do about it."""

import dataclasses

import pytest

from bot.forms.key_request import SentRequest
from bot.views.requests.buttons import cancel_button
from bot.views.requests.in_course import already_open, cancelled
from storage.enums import RequestKind, RequestStatus
from tests.views import samples
from tests.views.reading import Json, buttons, fields, headings, view_json, whole
from tests.views.samples import CODIGO, USUAL


def _view(count: int = 1, **typed: str) -> Json:
    requests = [
        samples.request(typed=dataclasses.replace(USUAL, **typed), number=number) for number in range(count)
    ]
    return view_json(already_open(samples.delegate(), requests))


def test_it_says_so_and_shows_the_request() -> None:
    view = _view()
    assert "*Ya tiene una solicitud en trámite.*" in whole(view)
    assert fields(view)["Código habilitación"] == CODIGO
    assert fields(view)["Estado de inscripción"] == "*Token solicitados por primera vez*"
    assert "submit" not in view


def test_each_request_has_its_own_two_buttons() -> None:
    view = _view(10)
    assert headings(view) == ["INSCRIPCION DE LLAVE"] * 10
    assert [each["text"]["text"] for each in buttons(view)] == [
        "Corregir solicitud",
        "Cancelar solicitud",
    ] * 10
    corrected, taken_back = buttons(view)[2:4]
    assert (corrected["action_id"], corrected["value"]) == ("correct_request", "259990000102")
    assert taken_back["action_id"] == "cancel_request"
    assert SentRequest.model_validate_json(taken_back["value"]) == SentRequest.of(samples.request(number=1))


def test_the_button_that_cancels_is_red_and_asks_what_it_will_do() -> None:
    _, button = buttons(_view(name="Clínica <!here>"))
    assert button["style"] == "danger"
    question = button["confirm"]["text"]["text"]
    assert f"la solicitud de Clínica &lt;!here&gt; · {CODIGO}" in question


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (RequestKind.ENROLLMENT, "Podrá pedir llaves de nuevo cuando quiera."),
        (RequestKind.RENEWAL, "Las llaves que ya tiene siguen vigentes, y podrá pedir otras"),
    ],
)
def test_the_question_speaks_of_keys_only_where_there_are_some(kind: RequestKind, words: str) -> None:
    button = cancel_button(samples.request(RequestStatus.PENDING, kind)).to_dict()
    question = button["confirm"]["text"]["text"]
    assert words in question
    assert ("vigentes" in question) == (kind is RequestKind.RENEWAL)


def test_the_question_shortens_a_long_name() -> None:
    _, button = buttons(_view(name="Hospital & " * 27))
    question = button["confirm"]["text"]["text"]
    assert len(question) <= 300
    assert f"… · {CODIGO}" in question


@pytest.mark.parametrize("keys_in_force", [False, True])
def test_the_answer_to_a_cancellation_tells_what_stays(*, keys_in_force: bool) -> None:
    request = samples.request(RequestStatus.CANCELLED)
    view = view_json(cancelled(samples.delegate(), request, keys_in_force=keys_in_force))
    assert "*Su solicitud quedó cancelada.*" in whole(view)
    assert fields(view)["Estado de inscripción"] == "*Cancelada*"
    assert ("siguen vigentes" in whole(view)) == keys_in_force
    assert ("llaves nuevas" in whole(view)) == keys_in_force
    assert "escriba `/llaves solicitar`" in whole(view)
    assert buttons(view) == []
