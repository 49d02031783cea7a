"""Estado: where things stand, as a message to a command and as a window to a button."""

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.ids import Action
from bot.listeners.payload import Body, actor_of, open_modal
from bot.services.desk import Desk
from bot.services.standing import Standing, session_header, standing
from bot.views.home.menu import may_register, offering_menu
from bot.views.messages.message import Message
from bot.views.messages.status import delegate_status, person_status, queue_status
from bot.views.parts import window
from bot.views.session import Place
from storage.enums import Role


def tell_status(desk: Desk, _client: WebClient, body: Body) -> Message:
    """Answer `/llaves estado`."""
    found = standing(desk, actor_of(body))
    first = [(Action.START_REGISTRATION, "Registro de usuarios")] if may_register(found.person) else []
    return offering_menu(_told(found), *first)


def register(app: App, desk: Desk) -> None:
    """Attach the menu's button."""

    @app.action(Action.OPEN_STATUS)
    def open_status(ack: Ack, body: Body, client: WebClient) -> None:
        actor = actor_of(body)
        told = _told(standing(desk, actor))
        open_modal(client, body, window("Estado", [*session_header(desk, actor, Place.STATUS), *told.blocks]))
        ack()


def _told(found: Standing) -> Message:
    if found.person is None or not found.active:
        return person_status(found.person, found.provider)
    if found.person.role is Role.DELEGATE:
        return delegate_status(found.requests, found.keys, found.now, found.unasked, found.answers)
    return queue_status(found.pending, found.person.role)
