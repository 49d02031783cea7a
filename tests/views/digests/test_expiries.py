"""«Ver detalle»: the sedes behind the figures of a digest."""

import pytest

from bot.forms.expiries import ExpiriesState
from bot.ids import Action, Callback
from bot.views.digests.boards import ExpiryList
from bot.views.digests.expiries import bucket_chosen, expiries_view
from tests.views.digest_windows import expiry_list
from tests.views.reading import Json, buttons, view_json, whole


def _drawn(found: ExpiryList) -> Json:
    return view_json(expiries_view(found))


def _select(view: Json) -> Json:
    (found,) = [each for each in buttons(view) if each["action_id"] == Action.FILTER_EXPIRIES]
    return found


def test_a_sede_tells_when_each_environment_expires_and_who_hears_of_it() -> None:
    text = whole(_drawn(expiry_list(2)))
    assert (
        "*1. Clínica Inventada S.A.S.* · Sede Norte · 259990000101\n"
        "PREPRODUCCION: vence el 17 ene 2026, en 3 días · PRODUCCION: venció hoy, 14 ene 2026\n"
        "*Sin delegado activo*"
    ) in text
    assert "2 delegados activos" in text


def test_a_sede_whose_renewal_is_pending_says_so() -> None:
    assert "*Solicitud en trámite* · *Sin delegado activo*" in whole(_drawn(expiry_list(1, pending=True)))
    assert "Solicitud en trámite" not in whole(_drawn(expiry_list(1)))


@pytest.mark.parametrize(
    ("bucket", "label"),
    [(None, "Vencidas y hasta 90 días"), (0, "Vencidas"), (1, "Hasta 7 días"), (6, "Más de 90 días")],
)
def test_the_bucket_that_is_shown_is_the_one_chosen(bucket: int | None, label: str) -> None:
    chosen = _select(_drawn(expiry_list(3, bucket=bucket)))["initial_option"]
    assert chosen["text"]["text"] == label
    assert bucket_chosen(chosen["value"]) == bucket


def test_the_window_remembers_bucket_and_page_and_sends_nothing() -> None:
    view = _drawn(expiry_list(3_000, bucket=1, page=2))
    assert view["callback_id"] == Callback.EXPIRIES
    assert ExpiriesState.parse(view["private_metadata"]) == ExpiriesState(bucket=1, page=2)
    assert "submit" not in view


def test_three_thousand_sedes_are_turned_ten_by_ten() -> None:
    view = _drawn(expiry_list(3_000, page=2))
    assert "*11. Clínica Inventada S.A.S.*" in whole(view)
    assert "Página 2 de 300 · 3.000 sedes" in whole(view)
    turning = [(each["action_id"], each["value"]) for each in buttons(view) if each["type"] == "button"]
    assert turning == [(Action.PREVIOUS_EXPIRIES, "1"), (Action.NEXT_EXPIRIES, "3")]


@pytest.mark.parametrize(
    ("bucket", "sentence"),
    [
        (None, "*Ninguna llave está vencida ni vence en 90 días.*"),
        (0, "*No hay llaves vencidas.*"),
        (1, "*Ninguna llave vence en ese plazo* (hasta 7 días). Elija otro."),
    ],
)
def test_an_empty_bucket_says_so(bucket: int | None, sentence: str) -> None:
    view = _drawn(expiry_list(0, bucket=bucket))
    assert sentence in whole(view)
    assert "Página" not in whole(view)
