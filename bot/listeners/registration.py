"""Registering, and deciding on registrations."""

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.forms.reading import read
from bot.forms.reason import ReasonForm
from bot.forms.registration import DelegateRegistrationForm, OfficialRegistrationForm, UserTypeForm
from bot.ids import FROM_HOME, Action, Callback
from bot.listeners.accounts import account_of
from bot.listeners.payload import Body, actor_of, afterwards, open_modal, pressed_value, read_of
from bot.services.desk import Desk
from bot.services.home import follow_home
from bot.services.registration.deciding import approve, prepare_rejection, reject
from bot.services.registration.registering import may_register
from bot.services.registration.registering import register as register_person
from bot.views.reason import rejection_form
from bot.views.registration.registering import delegate_form, official_form, summary, user_type_form
from storage.enums import Role


def start(desk: Desk, client: WebClient, body: Body) -> None:
    """Open the first step: which tipo de usuario."""
    on_home = (body.get("view") or {}).get("type") == "home"
    refused = may_register(desk, actor_of(body))
    open_modal(client, body, user_type_form(refused, FROM_HOME if on_home else None))


def register(app: App, desk: Desk) -> None:
    """Attach the modals and buttons of registration."""

    @app.action(Action.START_REGISTRATION)
    def register_again(ack: Ack, body: Body, client: WebClient) -> None:
        start(desk, client, body)
        ack()

    @app.view(Callback.USER_TYPE)
    def choose_user_type(ack: Ack, body: Body) -> None:
        chosen = read(UserTypeForm, body["view"]).user_type
        form = delegate_form if chosen is Role.DELEGATE else official_form
        ack(response_action="update", view=form(may_register(desk, actor_of(body)), _origin(body)))

    @app.view(Callback.DELEGATE_REGISTRATION)
    def register_delegate(ack: Ack, body: Body, client: WebClient) -> None:
        form, actor = read(DelegateRegistrationForm, body["view"]), actor_of(body)
        done = register_person(desk, actor, form, account_of(client, actor.user_id))
        ack(response_action="update", view=summary(done.person, done.provider))
        _follow_home(desk, body)

    @app.view(Callback.OFFICIAL_REGISTRATION)
    def register_official(ack: Ack, body: Body, client: WebClient) -> None:
        form, actor = read(OfficialRegistrationForm, body["view"]), actor_of(body)
        done = register_person(desk, actor, form, account_of(client, actor.user_id))
        ack(response_action="update", view=summary(done.person, done.provider))
        _follow_home(desk, body)

    @app.action(Action.APPROVE_REGISTRATION)
    def approve_registration(ack: Ack, body: Body) -> None:
        approve(desk, actor_of(body), read_of(pressed_value(body)))
        ack()

    @app.action(Action.REJECT_REGISTRATION)
    def ask_why_rejected(ack: Ack, body: Body, client: WebClient) -> None:
        found = prepare_rejection(desk, actor_of(body), read_of(pressed_value(body)).id)
        open_modal(client, body, rejection_form(found.decider, found.person))
        ack()

    @app.view(Callback.REGISTRATION_REJECTION)
    def reject_registration(ack: Ack, body: Body) -> None:
        view = body["view"]
        reject(desk, actor_of(body), read_of(view["private_metadata"]), read(ReasonForm, view).reason)
        ack()


def _follow_home(desk: Desk, body: Body) -> None:
    """Let the Home of whoever registered on it follow. After the ack: the registration is stored without it."""
    if _origin(body) == FROM_HOME:
        with afterwards("home_not_followed"):
            follow_home(desk, actor_of(body))


def _origin(body: Body) -> str | None:
    return body["view"].get("private_metadata") or None
