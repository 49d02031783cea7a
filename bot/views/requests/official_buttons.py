"""What an official may do about a pending request beside entering its keys, on its card and in its window."""

from slack_sdk.models.blocks import ButtonElement

from bot.ids import Action
from bot.views.parts import button
from storage.models import KeyRequest


def official_buttons(request: KeyRequest, *, held: bool) -> list[ButtonElement]:
    """Return Tomar, or Soltar while it is `held`, and Devolver."""
    action, label = (Action.RELEASE_REQUEST, "Soltar") if held else (Action.TAKE_REQUEST, "Tomar")
    return [
        button(action, label, str(request.id)),
        button(Action.RETURN_REQUEST, "Devolver", str(request.id)),
    ]
