"""Asking for keys, and sending a request back."""

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.models.views import View

from bot.forms.key_request import KeyRequestForm
from bot.forms.reading import check, read, typed_values
from bot.forms.reason import ReasonForm
from bot.forms.sede import SedeForm
from bot.ids import NO_VALUE, Action, Callback, Field
from bot.listeners.payload import Body, actor_of, open_modal, pressed_value, read_of
from bot.services.desk import Desk
from bot.services.key_requests import (
    Application,
    InCourse,
    SedeChoice,
    prepare_request,
    submit_request,
)
from bot.services.returning import request_to_return, return_request
from bot.views.key_request import already_open, created, request_form
from bot.views.reason import return_form
from bot.views.sede_picker import sede_to_request


def start(desk: Desk, client: WebClient, body: Body, codigo: str | None = None) -> None:
    """Open the request form, the choice of sede before it, or the requests that are in course."""
    open_modal(client, body, _next_view(desk, body, codigo))


def register(app: App, desk: Desk) -> None:
    """Attach the request form, what leads to it, and Devolver."""

    @app.action(Action.START_REQUEST)
    def open_request(ack: Ack, body: Body, client: WebClient) -> None:
        codigo = pressed_value(body)
        start(desk, client, body, None if codigo == NO_VALUE else codigo)
        ack()

    @app.view(Callback.REQUEST_SEDE)
    def choose_sede(ack: Ack, body: Body) -> None:
        ack(response_action="update", view=_next_view(desk, body, read(SedeForm, body["view"]).codigo))

    @app.view(Callback.KEY_REQUEST)
    def submit(ack: Ack, body: Body) -> None:
        view = body["view"]
        answers = typed_values(view) | {Field.CODIGO.value: view["private_metadata"]}
        done = submit_request(desk, actor_of(body), check(KeyRequestForm, answers))
        ack(response_action="update", view=created(done.person, done.request))

    @app.action(Action.RETURN_REQUEST)
    def ask_why_returned(ack: Ack, body: Body, client: WebClient) -> None:
        request = request_to_return(desk, actor_of(body), int(pressed_value(body)))
        open_modal(client, body, return_form(request))
        ack()

    @app.view(Callback.REQUEST_RETURN)
    def return_to_delegate(ack: Ack, body: Body) -> None:
        view = body["view"]
        return_request(desk, actor_of(body), read_of(view["private_metadata"]), read(ReasonForm, view).reason)
        ack()


def _next_view(desk: Desk, body: Body, codigo: str | None) -> View:
    match prepare_request(desk, actor_of(body), codigo):
        case Application() as found:
            return request_form(found.person, found.sede, found.kind, found.previous)
        case SedeChoice() as choice:
            return sede_to_request(choice.person, choice.sedes, choice.latest)
        case InCourse() as waiting:
            return already_open(waiting.person, waiting.requests)
