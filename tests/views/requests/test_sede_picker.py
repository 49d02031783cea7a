"""Which sede, asked of the delegate of a NIT with several: to request keys and to see them."""

import dataclasses

import pytest

from bot.views.requests.sede_picker import sede_label, sede_options, sede_to_request, sede_to_view
from storage.enums import RequestStatus
from storage.words import matches
from tests.views import samples
from tests.views.reading import Json, inputs, labels, view_json, whole
from tests.views.samples import USUAL


def _request_view(count: int = 3) -> Json:
    sedes = [samples.provider(number=number) for number in range(count)]
    return view_json(sede_to_request(samples.delegate(), sedes))


def _options(
    count: int, *asked: int, status: RequestStatus = RequestStatus.RETURNED, **typed: str
) -> list[tuple[str, str]]:
    words = dataclasses.replace(USUAL, **typed)
    sedes = [samples.provider(words, number) for number in range(count)]
    latest = {
        request.codigo: request
        for request in (samples.request(status, typed=words, number=each) for each in asked)
    }
    found = (option.to_dict() for option in sede_options(sedes, latest))
    return [(option["value"], option["text"]["text"]) for option in found]


def test_the_list_asks_for_its_options_from_the_first_letter_on() -> None:
    element = inputs(_request_view())["codigo"]["element"]
    assert element["type"] == "external_select"
    assert element["min_query_length"] == 0
    assert element["placeholder"]["text"] == "Escriba parte del nombre o del código"
    assert "initial_option" not in element


def test_a_sede_that_asked_before_tells_where_that_stands() -> None:
    assert _options(3, 1) == [
        ("259990000101", "259990000101 · Sede Norte · Bello"),
        ("259990000102", "259990000102 · Sede Norte · Bello · Devuelta"),
        ("259990000103", "259990000103 · Sede Norte · Bello"),
    ]


def test_of_250_sedes_a_hundred_are_offered() -> None:
    assert [value for value, _ in _options(250)] == [
        samples.provider(number=number).codigo for number in range(100)
    ]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (RequestStatus.PENDING, " · En trámite"),
        (RequestStatus.RETURNED, " · Devuelta"),
        (RequestStatus.ASSIGNED, " · Con llaves"),
        (RequestStatus.CANCELLED, ""),
    ],
)
def test_a_state_is_told_in_short(status: RequestStatus, state: str) -> None:
    ((_, text),) = _options(1, 0, status=status)
    assert text == f"259990000101 · Sede Norte · Bello{state}"


def test_a_long_sede_is_shortened_visibly_and_its_state_still_told() -> None:
    ((_, fits),) = _options(1, 0, status=RequestStatus.PENDING, sede="S" * 39)
    assert len(fits) == 75
    assert fits.endswith(" · Bello · En trámite")
    ((_, cut),) = _options(1, 0, status=RequestStatus.PENDING, sede="S" * 300)
    assert len(cut) == 75
    assert cut.endswith("S… · En trámite")
    ((_, plain),) = _options(1, sede="S" * 300)
    assert len(plain) == 75
    assert plain.endswith("S…")


def test_a_sede_is_found_by_all_of_its_label_however_much_of_it_is_shown() -> None:
    typed = dataclasses.replace(USUAL, sede="S" * 300)
    request = samples.request(RequestStatus.RETURNED, typed=typed)
    assert sede_label(request.provider, request) == f"259990000101 · {'S' * 300} · Bello · Devuelta"


def test_a_sede_is_found_by_its_state_in_short_and_as_the_manual_has_it() -> None:
    request = samples.request(RequestStatus.PENDING)
    for words in ("en tramite", "token solicitados por primera vez"):
        assert matches(words, sede_label(request.provider, request))
    assert not matches("con llaves", sede_label(request.provider, request))


def test_the_hint_counts_them() -> None:
    assert labels(_request_view()) == ["Código de habilitación"]
    assert "Su entidad tiene 3 sedes" in inputs(_request_view())["codigo"]["hint"]["text"]


def test_the_header_says_that_the_sede_is_still_to_choose() -> None:
    assert "Código: *por elegir*" in whole(_request_view())


def test_each_has_its_own_title_button_callback_and_list() -> None:
    asked = _request_view()
    seen = view_json(sede_to_view(samples.delegate(), [samples.provider(), samples.provider(number=1)]))
    assert [
        (
            view["title"]["text"],
            view["submit"]["text"],
            view["callback_id"],
            inputs(view)["codigo"]["element"]["action_id"],
        )
        for view in (asked, seen)
    ] == [
        ("Solicitud de Llave", "Continuar", "request_sede", "sede_to_request"),
        ("Visualización de Llaves", "Ver llaves", "keys_sede", "sede_to_view"),
    ]
