"""Menú Principal: by the bare command, the global shortcut, App Home and the buttons of messages."""

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.ids import MENU_SHORTCUT, Action
from bot.listeners.payload import Body, actor_of, open_modal
from bot.services.desk import Desk
from bot.services.standing import menu_of
from bot.views.home.menu import menu


def start(desk: Desk, client: WebClient, body: Body) -> None:
    """Open the menu of whoever asks."""
    open_modal(client, body, menu(menu_of(desk, actor_of(body))))


def register(app: App, desk: Desk) -> None:
    """Attach the shortcut and the button."""

    @app.shortcut(MENU_SHORTCUT)
    def open_by_shortcut(ack: Ack, body: Body, client: WebClient) -> None:
        start(desk, client, body)
        ack()

    @app.action(Action.OPEN_MENU)
    def open_by_button(ack: Ack, body: Body, client: WebClient) -> None:
        start(desk, client, body)
        ack()
