"""Ayuda: what a person can do and whom to call, as a message to a command and as a window to a button."""

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.ids import Action, Word
from bot.listeners.payload import Body, actor_of, open_modal
from bot.services.desk import Desk
from bot.services.standing import session_header, standing
from bot.views.home.menu import offering_menu
from bot.views.messages.help import help_text
from bot.views.messages.message import Message
from bot.views.parts import window
from bot.views.session import Place

_LONGEST_QUOTE = 40


def tell_help(desk: Desk, _client: WebClient, body: Body) -> Message:
    """Answer `/llaves ayuda`, and any word we do not know."""
    typed = str(body.get("text", "")).strip()
    known = typed.lower().split()[:1] in ([], [Word.HELP.value])
    person = standing(desk, actor_of(body)).person
    return offering_menu(help_text(person, None if known else typed[:_LONGEST_QUOTE]))


def register(app: App, desk: Desk) -> None:
    """Attach the button of the menu and of App Home."""

    @app.action(Action.OPEN_HELP)
    def open_help(ack: Ack, body: Body, client: WebClient) -> None:
        actor = actor_of(body)
        told = help_text(standing(desk, actor).person)
        open_modal(client, body, window("Ayuda", [*session_header(desk, actor, Place.HELP), *told.blocks]))
        ack()
