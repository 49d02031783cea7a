"""`/llaves` and the word after it: a table of words, each opened by the feature it belongs to."""

from collections.abc import Callable

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.ids import COMMAND, Word
from bot.listeners import (
    digests,
    key_requests,
    keys,
    menu,
    registration,
    requirements,
    status,
    token_list,
    users,
)
from bot.listeners import help as help_listener
from bot.listeners.payload import Body
from bot.services.desk import Desk
from bot.views.messages.message import Message

Answer = Callable[[Desk, WebClient, Body], Message | None]

ANSWERS: dict[str, Answer] = {
    "": menu.start,
    Word.REGISTER: registration.start,
    Word.REQUIREMENTS: requirements.start,
    Word.REQUEST: key_requests.start,
    Word.STATUS: status.tell_status,
    Word.VIEW: keys.start,
    Word.ASSIGN: token_list.start_assign,
    Word.UPDATE: token_list.start_update,
    Word.USERS: users.start,
    Word.DIGEST: digests.order,
    Word.HELP: help_listener.tell_help,
}


def register(app: App, desk: Desk) -> None:
    """Attach the command."""

    @app.command(COMMAND)
    def llaves(ack: Ack, body: Body, client: WebClient) -> None:
        word, *_ = [*str(body.get("text", "")).lower().split(), ""]
        message = ANSWERS.get(word, help_listener.tell_help)(desk, client, body)
        if message is None:
            ack()
        else:
            ack(text=message.text, blocks=message.blocks, response_type="ephemeral")
