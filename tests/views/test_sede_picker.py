"""Which sede, asked of the delegate of a NIT with several: to request keys and to see them."""

import pytest

from bot.views.sede_picker import sede_to_request, sede_to_view
from storage.enums import RequestStatus
from tests.views import samples
from tests.views.reading import Json, inputs, labels, view_json, whole


def _options(view: Json) -> list[Json]:
    select = inputs(view)["codigo"]["element"]
    assert "initial_option" not in select
    return [option for group in select.get("option_groups", [select]) for option in group["options"]]


def _request_view(count: int = 3) -> Json:
    sedes = [samples.provider(number=number) for number in range(count)]
    returned = samples.request(RequestStatus.RETURNED, number=1)
    return view_json(sede_to_request(samples.delegate(), sedes, {returned.codigo: returned}))


@pytest.mark.parametrize("count", [3, 250])
def test_every_sede_can_be_chosen_once_and_none_is(count: int) -> None:
    expected = [samples.provider(number=number).codigo for number in range(count)]
    assert [option["value"] for option in _options(_request_view(count))] == expected
    requests = [samples.request(number=number) for number in range(count)]
    view = view_json(sede_to_view(samples.delegate(), requests))
    assert [option["value"] for option in _options(view)] == expected


def test_beyond_a_hundred_they_stand_in_numbered_groups() -> None:
    groups = inputs(_request_view(250))["codigo"]["element"]["option_groups"]
    assert [group["label"]["text"] for group in groups] == ["1 a 100", "101 a 200", "201 a 250"]


def test_a_sede_that_asked_before_tells_where_that_stands() -> None:
    assert [option["text"]["text"] for option in _options(_request_view())] == [
        "259990000101 · Sede Norte · Bello",
        "259990000102 · Sede Norte · Bello · Devuelta",
        "259990000103 · Sede Norte · Bello",
    ]


def test_the_hint_counts_them() -> None:
    assert labels(_request_view()) == ["Código de habilitación"]
    assert "Su entidad tiene 3 sedes" in inputs(_request_view())["codigo"]["hint"]["text"]


def test_the_header_says_that_the_sede_is_still_to_choose() -> None:
    assert "Código: *por elegir*" in whole(_request_view())


def test_each_has_its_own_title_button_and_callback() -> None:
    asked = _request_view()
    seen = view_json(sede_to_view(samples.delegate(), [samples.request(), samples.request(number=1)]))
    assert [
        (view["title"]["text"], view["submit"]["text"], view["callback_id"]) for view in (asked, seen)
    ] == [
        ("Solicitud de Llave", "Continuar", "request_sede"),
        ("Visualización de Llaves", "Ver llaves", "keys_sede"),
    ]
