"""The buttons of a request's card that need no window: Tomar and Soltar."""

from slack_bolt import Ack, App

from bot.ids import Action
from bot.listeners.payload import Body, actor_of, pressed_value
from bot.services.desk import Desk
from bot.services.requests.taking import release_request, take_request


def register(app: App, desk: Desk) -> None:
    """Attach both buttons; the card itself tells what came of it."""

    @app.action(Action.TAKE_REQUEST)
    def take(ack: Ack, body: Body) -> None:
        take_request(desk, actor_of(body), int(pressed_value(body)))
        ack()

    @app.action(Action.RELEASE_REQUEST)
    def release(ack: Ack, body: Body) -> None:
        release_request(desk, actor_of(body), int(pressed_value(body)))
        ack()
