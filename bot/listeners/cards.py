"""Tomar and Soltar, on the card of a request and in the window where its keys are entered."""

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.forms.key_entry import EntryTarget
from bot.ids import Action, Callback
from bot.listeners.payload import Body, actor_of, afterwards, pressed_value, update_modal
from bot.services.desk import Desk
from bot.services.keys.assigning import prepare_assignment
from bot.services.requests.taking import release_request, take_request
from bot.views.keys.key_entry import entry_form


def register(app: App, desk: Desk) -> None:
    """Attach both buttons; the card tells what came of it, and the window if they were pressed there."""

    @app.action(Action.TAKE_REQUEST)
    def take(ack: Ack, body: Body, client: WebClient) -> None:
        take_request(desk, actor_of(body), int(pressed_value(body)))
        ack()
        _redraw_form(desk, client, body)

    @app.action(Action.RELEASE_REQUEST)
    def release(ack: Ack, body: Body, client: WebClient) -> None:
        release_request(desk, actor_of(body), int(pressed_value(body)))
        ack()
        _redraw_form(desk, client, body)


def _redraw_form(desk: Desk, client: WebClient, body: Body) -> None:
    view = body.get("view") or {}
    if view.get("callback_id") != Callback.KEY_ENTRY:
        return
    with afterwards("form_not_refreshed"):
        target = EntryTarget.parse(view["private_metadata"])
        found = prepare_assignment(desk, actor_of(body), target.request_id)
        # The same inputs: Slack keeps what is typed in them.
        update_modal(client, body, entry_form(found.official, found.request, target.below, held=found.held))
