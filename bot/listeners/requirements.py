"""Verificación de requisitos: reading the list, and declaring what is met."""

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.models.views import View

from bot.errors import NotAllowedError
from bot.forms.reading import read
from bot.forms.requirements import RequirementsForm
from bot.ids import Action, Callback
from bot.listeners.payload import Body, actor_of, open_modal
from bot.services.desk import Desk
from bot.services.requests.requirements import Verification, declare, verification
from bot.views.requests.requirements import requirements_view


def start(desk: Desk, client: WebClient, body: Body) -> None:
    """Show the list of whoever asks."""
    open_modal(client, body, _shown(verification(desk, actor_of(body))))


def register(app: App, desk: Desk) -> None:
    """Attach the button of menu and request form, and the declaration."""

    @app.action(Action.OPEN_REQUIREMENTS)
    def open_requirements(ack: Ack, body: Body, client: WebClient) -> None:
        start(desk, client, body)
        ack()

    @app.view(Callback.REQUIREMENTS)
    def save_declaration(ack: Ack, body: Body) -> None:
        actor, form = actor_of(body), read(RequirementsForm, body["view"])
        try:
            found = declare(desk, actor, form)
        except NotAllowedError:
            # Menu and request form may be open below, so there is no room for a notice on top: the list says why.
            found = verification(desk, actor)
        ack(response_action="update", view=_shown(found))


def _shown(found: Verification) -> View:
    return requirements_view(found.person, found.sedes, found.requirements)
