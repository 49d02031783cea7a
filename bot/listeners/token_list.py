"""Listado de Tokens: opening it, searching, turning pages. Its rows' buttons are in `key_entry`."""

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.models.views import View

from bot.forms.search import ListState, TokenList, read_search
from bot.ids import Action, Callback
from bot.listeners.payload import Body, actor_of, argument_of, open_modal, update_modal
from bot.services.desk import Desk
from bot.services.keys.assigning import prepare_assignment
from bot.services.keys.token_list import list_tokens
from bot.services.keys.updating import prepare_update
from bot.views.keys.key_entry import entry_form, update_form
from bot.views.keys.token_list import token_list


def start_assign(desk: Desk, client: WebClient, body: Body) -> None:
    """Show what waits for keys, or the key form of the only match of what was typed."""
    _start(desk, client, body, TokenList.ASSIGN)


def start_update(desk: Desk, client: WebClient, body: Body) -> None:
    """Show who has keys, or the form to correct those of the only match of what was typed."""
    _start(desk, client, body, TokenList.UPDATE)


def register(app: App, desk: Desk) -> None:
    """Attach the menu's two buttons, the search box and the pager."""

    @app.action(Action.OPEN_ASSIGN_LIST)
    def open_assign(ack: Ack, body: Body, client: WebClient) -> None:
        start_assign(desk, client, body)
        ack()

    @app.action(Action.OPEN_UPDATE_LIST)
    def open_update(ack: Ack, body: Body, client: WebClient) -> None:
        start_update(desk, client, body)
        ack()

    @app.action(Action.SEARCH_TOKENS)
    def search_on_enter(ack: Ack, body: Body, client: WebClient) -> None:
        typed = body["actions"][0].get("value") or ""
        update_modal(client, body, shown(desk, body, _state(body).searching(typed)))
        ack()

    @app.view(Callback.TOKEN_LIST)
    def search(ack: Ack, body: Body) -> None:
        state = _state(body).searching(read_search(body["view"]))
        ack(response_action="update", view=shown(desk, body, state))

    @app.action(Action.PREVIOUS_TOKENS)
    def go_back(ack: Ack, body: Body, client: WebClient) -> None:
        _turn(desk, client, body, -1)
        ack()

    @app.action(Action.NEXT_TOKENS)
    def go_on(ack: Ack, body: Body, client: WebClient) -> None:
        _turn(desk, client, body, +1)
        ack()


def shown(desk: Desk, body: Body, state: ListState) -> View:
    """Return a list as it stands, for whoever acted."""
    found = list_tokens(desk, actor_of(body), state)
    return token_list(found.official, found.state, found.page, found.expiries, found.now)


def _start(desk: Desk, client: WebClient, body: Body, which: TokenList) -> None:
    found = list_tokens(desk, actor_of(body), ListState(which=which).searching(argument_of(body)))
    if found.straight_to is not None:
        open_modal(client, body, _form(desk, body, which, found.straight_to))
        return
    view = token_list(found.official, found.state, found.page, found.expiries, found.now)
    # Instead of the menu, not on top of it: list, form and a notice are the three that Slack stacks.
    inside = (body.get("view") or {}).get("type") == "modal"
    (update_modal if inside else open_modal)(client, body, view)


def _form(desk: Desk, body: Body, which: TokenList, request_id: int) -> View:
    if which is TokenList.ASSIGN:
        entry = prepare_assignment(desk, actor_of(body), request_id)
        return entry_form(entry.official, entry.request, held=entry.held)
    found = prepare_update(desk, actor_of(body), request_id)
    return update_form(found.official, found.request, found.keys, found.now)


def _state(body: Body) -> ListState:
    return ListState.parse(body["view"]["private_metadata"])


def _turn(desk: Desk, client: WebClient, body: Body, pages: int) -> None:
    state = _state(body)
    update_modal(client, body, shown(desk, body, state.on_page(state.page + pages)))
