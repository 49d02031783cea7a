"""The Listado de Tokens says what Imagen 16 and 17 say (§6.4.2)."""

from datetime import timedelta

import pytest

from bot.forms.search import ListState, TokenList
from bot.views.keys.token_list import token_list
from storage.enums import RequestKind, RequestStatus
from storage.models import KeyRequest
from storage.paging import Page
from tests.views import samples
from tests.views.reading import Json, buttons, headings, inputs, view_json, whole
from tests.views.samples import CODIGO, NOW

ASSIGN, UPDATE = TokenList.ASSIGN, TokenList.UPDATE


def _list(
    which: TokenList,
    *rows: KeyRequest,
    search: str = "",
    number: int = 1,
    total: int | None = None,
    days: int = 365,
) -> Json:
    state = ListState(which=which, search=search, page=number)
    page = Page(rows, number, 10, len(rows) if total is None else total)
    expiries = {row.codigo: NOW + timedelta(days=days) for row in rows} if which is UPDATE else {}
    return view_json(token_list(samples.official(), state, page, expiries, NOW))


def _rows(view: Json) -> list[Json]:
    return [block for block in view["blocks"] if "accessory" in block]


def _held(hours: float) -> KeyRequest:
    return samples.request(taken_until=NOW + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("which", "trail", "column", "button", "action"),
    [
        (ASSIGN, "Asignar Token", "Ingresar", "Ingresar info", "enter_keys"),
        (UPDATE, "Actualizar Token", "Actualizar", "Actualizar Keys", "update_keys"),
    ],
)
def test_a_list_has_the_manuals_title_columns_and_buttons(
    which: TokenList, trail: str, column: str, button: str, action: str
) -> None:
    status = RequestStatus.PENDING if which is ASSIGN else RequestStatus.ASSIGNED
    view = _list(which, samples.request(status))
    text = whole(view)
    assert view["title"]["text"] == "Listado de Tokens"
    assert headings(view) == ["LISTADO DE TOKENS"]
    assert f"Inicio > Menu Principal > Administración de Llaves > {trail}" in text
    assert f"# | NIT | Código habilitación | Razón social | Fecha solicitud | Estado token | {column}" in text
    (row,) = _rows(view)
    accessory = row["accessory"]
    assert (accessory["text"]["text"], accessory["action_id"], accessory["value"]) == (button, action, "1")


def test_only_the_list_of_asignar_has_the_step_of_the_image() -> None:
    assert "*1 Consulta de Token*" in whole(_list(ASSIGN))
    assert "Consulta de Token" not in whole(_list(UPDATE))


def test_the_search_box_sends_on_enter_and_by_the_button() -> None:
    view = _list(ASSIGN, search="clinica")
    box = inputs(view)["search"]
    assert box["label"]["text"] == "Buscar:"
    assert box["element"]["placeholder"]["text"] == "Buscar por código, razón social o estado..."
    assert (box["optional"], box["dispatch_action"]) == (True, True)
    assert box["element"]["dispatch_action_config"] == {"trigger_actions_on": ["on_enter_pressed"]}
    assert box["element"]["initial_value"] == "clinica"
    assert view["submit"]["text"] == "Buscar"


def test_a_row_reads_like_the_columns_above_it() -> None:
    (row,) = _rows(_list(ASSIGN, samples.request()))
    assert row["text"]["text"] == (
        f"*1* | 901000101 | {CODIGO} | *Clínica Inventada S.A.S.* · Sede Norte | 13 ene 2026 | Pendiente"
    )


def test_rows_are_numbered_through_all_pages() -> None:
    rows = [samples.request(number=number) for number in range(2)]
    texts = [row["text"]["text"] for row in _rows(_list(ASSIGN, *rows, number=3, total=22))]
    assert [text.split(" | ")[0] for text in texts] == ["*21*", "*22*"]


@pytest.mark.parametrize(
    ("which", "request_", "days", "state"),
    [
        (ASSIGN, samples.request(kind=RequestKind.RENEWAL), 365, "Pendiente · Resolicitud Token"),
        (ASSIGN, _held(2), 365, "Pendiente · tomada por <@U0OFFICIAL> hasta 12:05"),
        (ASSIGN, _held(24), 365, "Pendiente · tomada por <@U0OFFICIAL> hasta el 15 ene 2026, 10:05"),
        (ASSIGN, _held(-1), 365, "Pendiente"),
        (UPDATE, samples.request(RequestStatus.ASSIGNED), 365, "Asignado"),
        (UPDATE, samples.request(RequestStatus.ASSIGNED), 60, "Asignado · Por vencer"),
        (UPDATE, samples.request(RequestStatus.ASSIGNED), 0, "Asignado · Vencida"),
        (UPDATE, samples.request(RequestStatus.ASSIGNED, RequestKind.RENEWAL), 365, "Reasignado"),
    ],
)
def test_the_state_is_the_officials_word_and_what_else_they_must_know(
    which: TokenList, request_: KeyRequest, days: int, state: str
) -> None:
    (row,) = _rows(_list(which, request_, days=days))
    assert row["text"]["text"].split(" | ")[-1] == state


@pytest.mark.parametrize(
    ("number", "total", "pager", "line"),
    [
        (1, 1, [], "Página 1 de 1 · 1 solicitud"),
        (1, 117, ["Siguiente »"], "Página 1 de 12 · 117 solicitudes"),
        (6, 117, ["Anterior «", "Siguiente »"], "Página 6 de 12 · 117 solicitudes"),
        (12, 117, ["Anterior «"], "Página 12 de 12 · 117 solicitudes"),
        (1, 60_000, ["Siguiente »"], "Página 1 de 6.000 · 60.000 solicitudes"),
    ],
)
def test_the_pager_offers_only_pages_there_are(number: int, total: int, pager: list[str], line: str) -> None:
    view = _list(ASSIGN, samples.request(), number=number, total=total)
    assert [button["text"]["text"] for button in buttons(view)] == pager
    assert view["blocks"][-1]["elements"][0]["text"] == line


def test_the_list_of_who_has_keys_counts_sedes() -> None:
    view = _list(UPDATE, samples.request(RequestStatus.ASSIGNED), total=12)
    assert "Página 1 de 2 · 12 sedes" in whole(view)


@pytest.mark.parametrize(
    ("which", "sentence", "next_step"),
    [
        (ASSIGN, "No hay solicitudes pendientes.", "canal de funcionarios"),
        (UPDATE, "Ningún prestador tiene llaves todavía.", "`/llaves asignar`"),
    ],
)
def test_an_empty_list_says_so_and_what_comes_next(which: TokenList, sentence: str, next_step: str) -> None:
    text = whole(_list(which))
    assert sentence in text
    assert next_step in text
    assert "Página" not in text


@pytest.mark.parametrize("which", TokenList)
def test_a_search_without_a_match_says_what_else_to_try(which: TokenList) -> None:
    text = whole(_list(which, search="zapateria"))
    assert "*Nada coincide con «zapateria».* Pruebe con" in text
    assert "borre la búsqueda" in text


def test_it_travels_with_its_list_search_and_page_and_nothing_else() -> None:
    view = _list(UPDATE, samples.request(RequestStatus.ASSIGNED), search="clinica", number=2, total=11)
    assert view["private_metadata"] == '{"which":"update","search":"clinica","page":2}'


@pytest.mark.parametrize(
    ("which", "other"), [(TokenList.ASSIGN, "/llaves actualizar"), (TokenList.UPDATE, "/llaves asignar")]
)
def test_a_search_that_finds_nothing_tells_where_else_to_look(which: TokenList, other: str) -> None:
    nothing: Page[KeyRequest] = Page([], 1, 10, 0)
    view = view_json(
        token_list(samples.official(), ListState(which=which, search="901000101"), nothing, {}, NOW)
    )
    assert f"búsquelo con `{other}`" in whole(view)
