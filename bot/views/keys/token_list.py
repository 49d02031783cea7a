"""Listado de Tokens (manual §6.4.2, Imagen 16 and 17): one modal that is updated in place."""

from collections.abc import Mapping
from datetime import datetime

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    HeaderBlock,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.forms.search import LONGEST_SEARCH, ListState, TokenList
from bot.ids import Action, Callback
from bot.rules.calendar.days import BOGOTA, day_in_bogota
from bot.views.parts import mrkdwn, paragraph, small
from bot.views.searching import pager, search_box
from bot.views.session import STEP_LIST, Place, header
from bot.views.states import expiry_text, official_state
from bot.views.text import KINDS, date_text, mention, moment_text, safe
from storage.enums import RequestKind
from storage.models import KeyRequest, Person
from storage.paging import Page

_PLACES = {TokenList.ASSIGN: Place.ASSIGN, TokenList.UPDATE: Place.UPDATE}
_COLUMNS = "# | NIT | Código habilitación | Razón social | Fecha solicitud | Estado token | "
_LAST_COLUMN = {TokenList.ASSIGN: "Ingresar", TokenList.UPDATE: "Actualizar"}
_BUTTONS = {
    TokenList.ASSIGN: (Action.ENTER_KEYS, "Ingresar info"),
    TokenList.UPDATE: (Action.UPDATE_KEYS, "Actualizar Keys"),
}
_NOTHING = {
    TokenList.ASSIGN: (
        "*No hay solicitudes pendientes.* Cuando un prestador envíe una, llegará al canal de funcionarios "
        "y aparecerá en este listado."
    ),
    TokenList.UPDATE: (
        "*Ningún prestador tiene llaves todavía.* Asígnelas primero con `/llaves asignar`; después podrá "
        "corregirlas desde este listado."
    ),
}
_COUNTED = {
    TokenList.ASSIGN: ("solicitud", "solicitudes"),
    TokenList.UPDATE: ("sede", "sedes"),
}
_STATES_TO_TRY = {TokenList.ASSIGN: "resolicitud", TokenList.UPDATE: "por vencer"}
_ELSEWHERE = {
    TokenList.ASSIGN: "Si el prestador ya tiene llaves, búsquelo con `/llaves actualizar`.",
    TokenList.UPDATE: "Si aún espera sus primeras llaves, búsquelo con `/llaves asignar`.",
}
_LONGEST_NAME = 150


def token_list(
    person: Person, state: ListState, page: Page[KeyRequest], expiries: Mapping[str, datetime], now: datetime
) -> View:
    """Show one page of a list; `expiries` holds the first expiry of each provider that has keys, by código."""
    step = [small(STEP_LIST)] if state.which is TokenList.ASSIGN else []
    return View(
        type="modal",
        callback_id=Callback.TOKEN_LIST,
        private_metadata=state.build(),
        title=PlainTextObject(text="Listado de Tokens"),
        submit=PlainTextObject(text="Buscar"),
        close=PlainTextObject(text="Cerrar"),
        blocks=[
            *header(person, None, _PLACES[state.which]),
            *step,
            HeaderBlock(text=PlainTextObject(text="LISTADO DE TOKENS")),
            search_box(
                Action.SEARCH_TOKENS,
                "Buscar por código, razón social o estado...",
                "También por NIT. Vacío muestra todo el listado.",
                state.search,
                LONGEST_SEARCH,
            ),
            *(_table(state, page, expiries, now) if page.total else [paragraph(_empty(state))]),
        ],
    )


def _empty(state: ListState) -> str:
    if not state.search:
        return _NOTHING[state.which]
    return (
        f"*Nada coincide con «{state.search}».* Pruebe con el código de habilitación, el NIT, una palabra de la "
        f"razón social o un estado como «{_STATES_TO_TRY[state.which]}»; o borre la búsqueda para ver todo el listado. "
        f"{_ELSEWHERE[state.which]}"
    )


def _table(
    state: ListState, page: Page[KeyRequest], expiries: Mapping[str, datetime], now: datetime
) -> list[Block]:
    first = (page.number - 1) * page.size + 1
    return [
        small(_COLUMNS + _LAST_COLUMN[state.which]),
        *(
            _row(state.which, number, request, expiries.get(request.codigo), now)
            for number, request in enumerate(page.rows, start=first)
        ),
        *pager(page, Action.PREVIOUS_TOKENS, Action.NEXT_TOKENS, *_COUNTED[state.which]),
    ]


def _row(
    which: TokenList, number: int, request: KeyRequest, expires_at: datetime | None, now: datetime
) -> Block:
    action, label = _BUTTONS[which]
    provider = request.provider
    cells = (
        f"*{number}*",
        provider.nit,  # as the manual's list has it: without its DV
        request.codigo,
        " · ".join(
            part
            for part in (f"*{safe(provider.name, _LONGEST_NAME)}*", safe(provider.sede, _LONGEST_NAME))
            if part
        ),
        date_text(request.requested_at),
        " · ".join(_state(which, request, expires_at, now)),
    )
    return SectionBlock(
        text=mrkdwn(" | ".join(cells)),
        accessory=ButtonElement(action_id=action, value=str(request.id), text=PlainTextObject(text=label)),
    )


def _state(which: TokenList, request: KeyRequest, expires_at: datetime | None, now: datetime) -> list[str]:
    parts = [official_state(request)]
    if which is TokenList.ASSIGN and request.kind is RequestKind.RENEWAL:
        parts.append(KINDS[request.kind])  # a first and a repeated request both read "Pendiente"
    if expires_at and (expiry := expiry_text(expires_at, now)):
        parts.append(expiry)
    holder = request.holder(now)
    if holder and request.taken_until:
        parts.append(f"tomada por {mention(holder)} hasta {_until(request.taken_until, now)}")
    return parts


def _until(moment: datetime, now: datetime) -> str:
    if day_in_bogota(moment) == day_in_bogota(now):
        return f"{moment.astimezone(BOGOTA):%H:%M}"
    return f"el {moment_text(moment)}"
