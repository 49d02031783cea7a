"""Ingresar info: an official enters keys."""

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.forms.key_entry import read_key_entries
from bot.ids import Action, Callback
from bot.listeners.payload import Body, actor_of, open_modal, pressed_value
from bot.services.desk import Desk
from bot.services.key_assignment import assign_keys, prepare_assignment
from bot.views.key_entry import entry_form, saved


def register(app: App, desk: Desk) -> None:
    """Attach the button of the card and the form behind it."""

    @app.action(Action.ENTER_KEYS)
    def open_entry(ack: Ack, body: Body, client: WebClient) -> None:
        found = prepare_assignment(desk, actor_of(body), int(pressed_value(body)))
        open_modal(client, body, entry_form(found.official, found.request))
        ack()

    @app.view(Callback.KEY_ENTRY)
    def save_keys(ack: Ack, body: Body) -> None:
        view = body["view"]
        entries = read_key_entries(view, desk.today())
        done = assign_keys(desk, actor_of(body), int(view["private_metadata"]), entries)
        ack(response_action="update", view=saved(done.request, unusual=done.unusual))
