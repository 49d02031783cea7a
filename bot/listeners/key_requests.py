"""Asking for keys, correcting or cancelling what was asked, and sending a request back."""

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.models.views import View

from bot.forms.key_request import KeyRequestForm, RequestPurpose, SentRequest
from bot.forms.reading import check, read, typed_values
from bot.forms.reason import ReasonForm
from bot.forms.sede import SedeForm
from bot.ids import NO_VALUE, Action, Callback, Field
from bot.listeners.payload import Body, actor_of, afterwards, open_modal, pressed_value, read_of, update_modal
from bot.services.desk import Desk
from bot.services.requests.asking import (
    Application,
    InCourse,
    SedeChoice,
    prepare_correction,
    prepare_request,
    sedes_to_request,
    submit_request,
)
from bot.services.requests.returning import prepare_return, return_request
from bot.services.requests.withdrawing import cancel_request
from bot.views.reason import return_form
from bot.views.requests.in_course import already_open, cancelled
from bot.views.requests.request_form import created, request_form
from bot.views.requests.sede_picker import sede_options, sede_to_request


def start(desk: Desk, client: WebClient, body: Body, codigo: str | None = None) -> None:
    """Open the request form, the choice of sede before it, or the requests that are in course."""
    open_modal(client, body, _next_view(desk, body, codigo))


def register(app: App, desk: Desk) -> None:
    """Attach the request form, what leads to it and follows from it, and Devolver."""
    _register_asking(app, desk)
    _register_changing(app, desk)
    _register_returning(app, desk)


def _register_asking(app: App, desk: Desk) -> None:
    @app.action(Action.START_REQUEST)
    def open_request(ack: Ack, body: Body, client: WebClient) -> None:
        codigo = pressed_value(body)
        start(desk, client, body, None if codigo == NO_VALUE else codigo)
        ack()

    @app.options(Action.SEDE_TO_REQUEST)
    def suggest_sedes(ack: Ack, body: Body) -> None:
        found = sedes_to_request(desk, actor_of(body), str(body.get("value") or ""))
        ack(options=sede_options(found.sedes, found.latest))

    @app.view(Callback.REQUEST_SEDE)
    def choose_sede(ack: Ack, body: Body) -> None:
        ack(response_action="update", view=_next_view(desk, body, read(SedeForm, body["view"]).codigo))

    @app.view(Callback.KEY_REQUEST)
    def submit(ack: Ack, body: Body) -> None:
        view = body["view"]
        purpose = RequestPurpose.parse(view["private_metadata"])
        answers = typed_values(view) | {Field.CODIGO.value: purpose.codigo}
        done = submit_request(desk, actor_of(body), check(KeyRequestForm, answers), purpose.corrects)
        ack(response_action="update", view=created(done.person, done.request, done.answer_by))


def _register_changing(app: App, desk: Desk) -> None:
    @app.action(Action.CORRECT_REQUEST)
    def correct(ack: Ack, body: Body, client: WebClient) -> None:
        found = prepare_correction(desk, actor_of(body), pressed_value(body))
        _show(client, body, request_form(found.person, found.sede, found.kind, found.previous))
        ack()

    @app.action(Action.CANCEL_REQUEST)
    def cancel(ack: Ack, body: Body, client: WebClient) -> None:
        done = cancel_request(desk, actor_of(body), SentRequest.model_validate_json(pressed_value(body)))
        ack()
        with afterwards("cancellation_not_shown"):
            _show(client, body, cancelled(done.person, done.request, keys_in_force=done.keys_in_force))


def _register_returning(app: App, desk: Desk) -> None:
    @app.action(Action.RETURN_REQUEST)
    def ask_why_returned(ack: Ack, body: Body, client: WebClient) -> None:
        found = prepare_return(desk, actor_of(body), int(pressed_value(body)))
        open_modal(client, body, return_form(found.official, found.request))
        ack()

    @app.view(Callback.REQUEST_RETURN)
    def return_to_delegate(ack: Ack, body: Body) -> None:
        view = body["view"]
        return_request(desk, actor_of(body), read_of(view["private_metadata"]), read(ReasonForm, view).reason)
        if view.get("previous_view_id"):
            ack(response_action="clear")  # the form below asks for keys that nobody waits for now
        else:
            ack()


def _next_view(desk: Desk, body: Body, codigo: str | None) -> View:
    match prepare_request(desk, actor_of(body), codigo):
        case Application() as found:
            return request_form(found.person, found.sede, found.kind, found.previous, found.requirements)
        case SedeChoice() as choice:
            return sede_to_request(choice.person, choice.sedes)
        case InCourse() as waiting:
            return already_open(waiting.person, waiting.requests)


def _show(client: WebClient, body: Body, view: View) -> None:
    """Show a view instead of the window it was asked for in, so that three levels leave room for a notice."""
    if (body.get("view") or {}).get("type") == "modal":
        update_modal(client, body, view)
    else:
        open_modal(client, body, view)
