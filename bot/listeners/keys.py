"""Visualización de llaves: a delegate reads the keys."""

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.models.views import View

from bot.forms.reading import read
from bot.forms.sede import SedeForm
from bot.ids import NO_VALUE, Action, Callback
from bot.listeners.payload import Body, actor_of, open_modal, pressed_value
from bot.services.desk import Desk
from bot.services.keys.viewing import Revealed, reveal, sedes_to_view, viewable
from bot.views.keys.key_view import keys_view
from bot.views.requests.sede_picker import sede_options, sede_to_view


def start(desk: Desk, client: WebClient, body: Body) -> None:
    """Show the keys, after asking for the sede when there are several."""
    found = viewable(desk, actor_of(body))
    if len(found.requests) > 1:
        view = sede_to_view(found.person, [request.provider for request in found.requests])
    else:
        view = _shown(reveal(desk, actor_of(body), found.requests[0].codigo))
    open_modal(client, body, view)


def register(app: App, desk: Desk) -> None:
    """Attach the button of the notice and of the menu, and the sede picker."""

    @app.action(Action.OPEN_KEYS)
    def open_keys(ack: Ack, body: Body, client: WebClient) -> None:
        codigo = pressed_value(body)
        if codigo == NO_VALUE:
            start(desk, client, body)
        else:
            open_modal(client, body, _shown(reveal(desk, actor_of(body), codigo)))
        ack()

    @app.options(Action.SEDE_TO_VIEW)
    def suggest_sedes(ack: Ack, body: Body) -> None:
        sedes = sedes_to_view(desk, actor_of(body), str(body.get("value") or ""))
        ack(options=sede_options(sedes, {}))

    @app.view(Callback.KEYS_SEDE)
    def show_sede(ack: Ack, body: Body) -> None:
        codigo = read(SedeForm, body["view"]).codigo
        ack(response_action="update", view=_shown(reveal(desk, actor_of(body), codigo)))


def _shown(found: Revealed) -> View:
    return keys_view(found.person, found.request, found.keys, found.parameters, found.now)
