"""Asking for keys, and sending a request back."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.forms.key_request import KeyRequestForm
from bot.forms.reading import check, read, typed_values
from bot.forms.reason import ReasonForm
from bot.ids import Action, Callback, Field
from bot.listeners.payload import Body, actor_of, open_modal, pressed_value
from bot.services.desk import Desk
from bot.services.key_requests import prepare_request, submit_request
from bot.services.returning import request_to_return, return_request
from bot.views.key_request import already_open, created, request_form
from bot.views.reason import return_form


def start(desk: Desk, client: WebClient, body: Body, codigo: str | None = None) -> None:
    """Open the request form, or show the request that is already in course."""
    found = prepare_request(desk, actor_of(body), codigo)
    if found.sedes:
        view = request_form(found.person, found.sedes, found.kind, found.returned)
    else:
        view = already_open(found.person, found.pending)
    open_modal(client, body, view)


def register(app: App, desk: Desk) -> None:
    """Attach the request form, its buttons, and Devolver."""

    @app.action(Action.START_REQUEST)
    def open_request(ack: Ack, body: Body, client: WebClient) -> None:
        start(desk, client, body, pressed_value(body))
        ack()

    @app.view(Callback.KEY_REQUEST)
    def submit(ack: Ack, body: Body) -> None:
        done = submit_request(desk, actor_of(body), check(KeyRequestForm, _answers(body["view"])))
        ack(response_action="update", view=created(done.person, done.request))

    @app.action(Action.RETURN_REQUEST)
    def ask_why_returned(ack: Ack, body: Body, client: WebClient) -> None:
        request = request_to_return(desk, actor_of(body), int(pressed_value(body)))
        open_modal(client, body, return_form(request))
        ack()

    @app.view(Callback.REQUEST_RETURN)
    def return_to_delegate(ack: Ack, body: Body) -> None:
        view = body["view"]
        return_request(desk, actor_of(body), int(view["private_metadata"]), read(ReasonForm, view).reason)
        ack()


def _answers(view: Body) -> dict[str, Any]:
    # With a single sede the form does not ask for it.
    values = typed_values(view)
    return values if Field.CODIGO in values else values | {Field.CODIGO.value: view["private_metadata"]}
