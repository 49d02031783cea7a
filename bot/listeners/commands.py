"""`/llaves` and the word after it."""

from collections.abc import Callable

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.ids import COMMAND, Word
from bot.listeners import key_requests, keys, registration
from bot.listeners.payload import Body, actor_of
from bot.services.desk import Desk
from bot.services.standing import standing
from bot.views.message import Message
from bot.views.status import delegate_status, help_text, person_status, queue_status
from storage.enums import Role

Answer = Callable[[Desk, WebClient, Body], Message | None]


def register(app: App, desk: Desk) -> None:
    """Attach the command."""
    answers: dict[str, Answer] = {
        Word.REGISTER: registration.start,
        Word.REQUEST: key_requests.start,
        Word.VIEW: keys.start,
        Word.STATUS: tell_status,
        Word.HELP: tell_help,
        "": tell_help,
    }

    @app.command(COMMAND)
    def llaves(ack: Ack, body: Body, client: WebClient) -> None:
        word = body.get("text", "").strip().lower()
        message = answers.get(word, tell_help)(desk, client, body)
        if message is None:
            ack()
        else:
            ack(text=message.text, blocks=message.blocks, response_type="ephemeral")


def tell_status(desk: Desk, _client: WebClient, body: Body) -> Message:
    """Answer `/llaves estado`."""
    found = standing(desk, actor_of(body))
    if found.person is None or not found.active:
        return person_status(found.person, found.provider)
    if found.person.role is Role.DELEGATE:
        return delegate_status(found.requests, found.keys, found.now)
    return queue_status(found.pending)


def tell_help(desk: Desk, _client: WebClient, body: Body) -> Message:
    """Answer `/llaves ayuda`, the bare command, and any word we do not know."""
    word = body.get("text", "").strip()
    known = word.lower() in {"", Word.HELP}
    person = standing(desk, actor_of(body)).person
    return help_text(person, None if known else word[:40])
