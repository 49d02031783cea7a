"""Ingresar info and Actualizar Keys: an official enters keys, from a card or from the list."""

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.forms.key_entry import ALL_OPTIONAL, EntryTarget, read_key_entries
from bot.forms.search import ListState
from bot.ids import Action, Callback
from bot.listeners.payload import Body, actor_of, afterwards, open_modal, pressed_value, update_modal_below
from bot.listeners.token_list import shown
from bot.services.access import Read
from bot.services.desk import Desk
from bot.services.keys.assigning import assign_keys, prepare_assignment
from bot.services.keys.updating import prepare_update, update_keys
from bot.views.keys.key_entry import entry_form, saved, update_form, updated


def register(app: App, desk: Desk) -> None:
    """Attach the buttons of the card and of the list's rows, and the forms behind them."""

    @app.action(Action.ENTER_KEYS)
    def open_entry(ack: Ack, body: Body, client: WebClient) -> None:
        found = prepare_assignment(desk, actor_of(body), int(pressed_value(body)))
        open_modal(client, body, entry_form(found.official, found.request, _list_in(body), held=found.held))
        ack()

    @app.view(Callback.KEY_ENTRY)
    def save_keys(ack: Ack, body: Body, client: WebClient) -> None:
        target = EntryTarget.parse(body["view"]["private_metadata"])
        entries = read_key_entries(body["view"], desk.today())
        done = assign_keys(desk, actor_of(body), target.request_id, entries)
        ack(response_action="update", view=saved(done.official, done.request, unusual=done.unusual))
        _refresh(desk, client, body, target.below)

    @app.action(Action.UPDATE_KEYS)
    def open_update(ack: Ack, body: Body, client: WebClient) -> None:
        found = prepare_update(desk, actor_of(body), int(pressed_value(body)))
        view = update_form(found.official, found.request, found.keys, found.now, _list_in(body))
        open_modal(client, body, view)
        ack()

    @app.view(Callback.KEY_UPDATE)
    def save_update(ack: Ack, body: Body, client: WebClient) -> None:
        target = EntryTarget.parse(body["view"]["private_metadata"])
        entries = read_key_entries(body["view"], desk.today(), ALL_OPTIONAL)
        read = Read(target.request_id, target.version)
        done = update_keys(desk, actor_of(body), read, entries)
        view = updated(
            done.official, done.request, done.environments, unusual=done.unusual, delegates=done.delegates
        )
        ack(response_action="update", view=view)
        _refresh(desk, client, body, target.below)


def _list_in(body: Body) -> ListState | None:
    view = body.get("view") or {}
    return (
        ListState.parse(view["private_metadata"]) if view.get("callback_id") == Callback.TOKEN_LIST else None
    )


def _refresh(desk: Desk, client: WebClient, body: Body, below: ListState | None) -> None:
    """Draw the list under a saved form anew. After the ack: the keys are stored, whatever becomes of the list."""
    if below is None:
        return
    with afterwards("list_not_refreshed"):
        update_modal_below(client, body, shown(desk, body, below))
