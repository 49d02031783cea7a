"""Resumen de llaves: a manager orders it, looks into its figures, and chooses when to be told."""

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.models.views import View

from bot.forms.digests import DigestPreferencesForm
from bot.forms.expiries import ExpiriesState
from bot.forms.reading import read
from bot.ids import Action, Callback
from bot.listeners.payload import Body, actor_of, afterwards, open_modal, pressed_value, update_modal
from bot.services.desk import Desk
from bot.services.digests.expiries import list_expiries
from bot.services.digests.making import order_digest
from bot.services.digests.preferences import choose_digests, digest_preferences
from bot.services.standing import session_header
from bot.views.digests.expiries import bucket_chosen, expiries_view
from bot.views.digests.preferences import (
    digest_on_its_way,
    digest_on_its_way_notice,
    preferences_form,
    preferences_saved,
)
from bot.views.messages.message import Message
from bot.views.session import Place


def order(desk: Desk, _client: WebClient, body: Body) -> Message:
    """Answer `/llaves resumen`: the digest itself comes as a direct message."""
    order_digest(desk, actor_of(body))
    return digest_on_its_way()


def register(app: App, desk: Desk) -> None:
    """Attach the buttons of digest, menu and App Home, the list of expiries and the preferences."""
    _register_list(app, desk)

    @app.action(Action.ORDER_DIGEST)
    def order_by_button(ack: Ack, body: Body, client: WebClient) -> None:
        actor = actor_of(body)
        order_digest(desk, actor)
        ack()
        with afterwards("window_not_opened"):
            open_modal(client, body, digest_on_its_way_notice(session_header(desk, actor, Place.DIGEST)))

    @app.action(Action.OPEN_DIGEST_PREFERENCES)
    def open_preferences(ack: Ack, body: Body, client: WebClient) -> None:
        open_modal(client, body, preferences_form(digest_preferences(desk, actor_of(body))))
        ack()

    @app.view(Callback.DIGEST_PREFERENCES)
    def choose(ack: Ack, body: Body) -> None:
        form = read(DigestPreferencesForm, body["view"])
        manager = choose_digests(desk, actor_of(body), weekly=form.weekly, monthly=form.monthly)
        ack(response_action="update", view=preferences_saved(manager))


def _register_list(app: App, desk: Desk) -> None:
    @app.action(Action.OPEN_EXPIRIES)
    def open_list(ack: Ack, body: Body, client: WebClient) -> None:
        open_modal(client, body, _list(desk, body, ExpiriesState()))
        ack()

    @app.action(Action.FILTER_EXPIRIES)
    def choose_bucket(ack: Ack, body: Body, client: WebClient) -> None:
        bucket = bucket_chosen(body["actions"][0]["selected_option"]["value"])
        update_modal(client, body, _list(desk, body, _state(body).in_bucket(bucket)))
        ack()

    def turn(ack: Ack, body: Body, client: WebClient) -> None:
        update_modal(client, body, _list(desk, body, _state(body).on_page(int(pressed_value(body)))))
        ack()

    app.action(Action.PREVIOUS_EXPIRIES)(turn)
    app.action(Action.NEXT_EXPIRIES)(turn)


def _list(desk: Desk, body: Body, state: ExpiriesState) -> View:
    return expiries_view(list_expiries(desk, actor_of(body), state))


def _state(body: Body) -> ExpiriesState:
    return ExpiriesState.parse(body["view"]["private_metadata"])
