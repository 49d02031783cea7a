"""Reading what every Slack payload has in common, answering with a modal, and what may follow the ack."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from bot.errors import UserError
from bot.services.access import Actor, Read

Body = Mapping[str, Any]

_TRIGGER_GONE = {
    "expired_trigger_id",
    "exchanged_trigger_id",
    "invalid_trigger_id",
    "trigger_expired",
    "trigger_exchanged",
    "invalid_trigger",
}


def actor_of(body: Body) -> Actor:
    """Return who acted. A Slack Connect stranger bears a team of their own, so is nobody we know."""
    if "user" in body:
        user = body["user"]
        return Actor(user.get("team_id") or body["team"]["id"], user["id"])
    return Actor(body["team_id"], body["user_id"])


def pressed_value(body: Body) -> str:
    """Return the value of the button that was pressed."""
    return str(body["actions"][0]["value"])


def read_of(text: str) -> Read:
    """Return which thing, and which version of it, a button or modal was about."""
    subject, _, version = text.partition(":")
    return Read(int(subject), int(version))


def argument_of(body: Body) -> str:
    """Return what was typed after the word of the command."""
    _, _, argument = str(body.get("text", "")).strip().partition(" ")
    return argument.strip()


def open_modal(client: WebClient, body: Body, view: View) -> None:
    """Open a modal, on top of the one that was acted in if there is one.

    Raises `UserError` when Slack's three seconds for it have gone by.
    """
    inside = (body.get("view") or {}).get("type") == "modal"
    show = client.views_push if inside else client.views_open
    try:
        show(trigger_id=body["trigger_id"], view=view)
    except SlackApiError as error:
        if error.response.get("error") in _TRIGGER_GONE:
            raise UserError("La ventana no alcanzó a abrirse. Inténtelo de nuevo.") from None
        raise


def update_modal(client: WebClient, body: Body, view: View) -> None:
    """Show `view` in the place of the modal that was acted in."""
    acted_in = body["view"]
    _update(client, view, acted_in["id"], acted_in["hash"])


def update_modal_below(client: WebClient, body: Body, view: View) -> None:
    """Show `view` in the place of the modal under the one that was acted in, if there is one."""
    below = body["view"].get("previous_view_id")
    if below:
        _update(client, view, below, None)


@contextmanager
def afterwards(what: str) -> Iterator[None]:
    """Hold what follows the ack: nothing that fails in here reaches the person, because what they asked for is done.

    `what` is the event that is logged then, with the class of the failure and nothing of its text.
    """
    try:
        yield
    except Exception as failure:  # noqa: BLE001 - whatever it is, it must not be told as a failure of what is done
        structlog.get_logger(__name__).warning(what, reason=type(failure).__name__)


def _update(client: WebClient, view: View, view_id: str, seen: str | None) -> None:
    try:
        client.views_update(view_id=view_id, hash=seen, view=view)
    except SlackApiError as error:
        # Closed meanwhile, or updated by a later press: what the person sees is theirs, or newer.
        if error.response.get("error") not in {"hash_conflict", "not_found"}:
            raise
