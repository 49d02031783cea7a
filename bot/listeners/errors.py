"""The one place where an error becomes a sentence, said where the person is looking."""

import json
import secrets
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from slack_bolt import App, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View
from slack_sdk.webhook import WebhookClient

from bot.errors import FieldError, UserError
from bot.listeners.payload import Body, actor_of
from bot.services.desk import Desk
from bot.services.standing import session_header
from bot.views.parts import notice
from bot.views.session import Place, breadcrumb

NOTICE_TITLE = "No se pudo completar"


def register(app: App, desk: Desk) -> None:
    """Attach the handler of everything that listeners raise before their ack."""

    @app.error
    def before_the_ack(error: Exception, body: Body, client: WebClient) -> BoltResponse:
        return tell_in_place(desk, error, body, client)


def tell_in_place(desk: Desk, error: Exception, body: Body, client: WebClient) -> BoltResponse:
    """Answer a failed payload, with who is signed in above the sentence when there is a modal to write it in."""
    return tell(error, body, client, lambda: _header(desk, body, error))


def tell(
    error: Exception, body: Body, client: WebClient, header: Callable[[], Sequence[Block]]
) -> BoltResponse:
    """Answer a failed payload: errors under fields, a modal on top of a modal, or an ephemeral message.

    `header` is asked for what stands above the sentence when there is a modal to write it in.
    """
    if body.get("type") == "view_submission":
        return _answer(_to_submission(error, body["view"], header))
    sentence = _sentence(error)
    if body.get("type") == "block_suggestion":
        return _answer({"options": []})  # a list that asks for its options has nowhere to show a sentence
    if "command" in body:
        return _answer({"response_type": "ephemeral", "text": sentence})
    try:
        if body.get("trigger_id") and (body.get("view") or body.get("type") == "shortcut"):
            _show(client, body, notice(NOTICE_TITLE, sentence, above=header()))
        elif body.get("response_url"):
            # Bolt's `respond` would wait 30 seconds, and the press has three.
            webhook = WebhookClient(body["response_url"], timeout=1, retry_handlers=[])
            webhook.send(text=sentence, response_type="ephemeral", replace_original=False)
    except (SlackApiError, OSError) as failure:
        # Raising here would leave the press unacknowledged, and nobody would learn of it.
        code = failure.response.get("error") if isinstance(failure, SlackApiError) else None
        structlog.get_logger().warning("notice_not_shown", reason=code or type(failure).__name__)
    return BoltResponse(status=200, body="")


def _header(desk: Desk, body: Body, error: Exception) -> Sequence[Block]:
    bare = [breadcrumb(Place.NOTICE)]
    if not isinstance(error, UserError):
        return bare  # a database that is away is often why: waiting for it once more would miss the ack
    try:
        return session_header(desk, actor_of(body))
    except Exception as failure:  # noqa: BLE001 - the sentence matters more than what stands above it
        structlog.get_logger().warning("header_not_readable", reason=type(failure).__name__)
        return bare


def _show(client: WebClient, body: Body, view: View) -> None:
    """Put a modal on top of the one that was acted in; over App Home or after a shortcut there is none."""
    place = body.get("view") or {}
    if place.get("type") != "modal":
        client.views_open(trigger_id=body["trigger_id"], view=view)
    elif _is_third(place):
        client.views_update(view_id=place["id"], view=view)  # there is no room above it
    else:
        client.views_push(trigger_id=body["trigger_id"], view=view)


def _is_third(view: Body) -> bool:
    """Tell whether a modal is the last that Slack stacks: the one below it is not the lowest."""
    below = view.get("previous_view_id")
    return below is not None and below != view.get("root_view_id")


def _to_submission(error: Exception, view: Body, header: Callable[[], Sequence[Block]]) -> dict[str, Any]:
    if isinstance(error, FieldError):
        inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
        under = {block_id: text for block_id, text in error.sentences.items() if block_id in inputs}
        if under:
            return {"response_action": "errors", "errors": under}
    # On top, not instead: what was typed is still there when the notice is closed. Above a third there is no room.
    action = "update" if _is_third(view) else "push"
    return {
        "response_action": action,
        "view": notice(NOTICE_TITLE, _sentence(error), above=header()).to_dict(),
    }


def _sentence(error: Exception) -> str:
    if isinstance(error, UserError):
        return error.sentence
    reference = secrets.token_hex(4)
    structlog.get_logger().error("listener_failed", reference=reference, exc_info=error)
    return (
        "Algo falló de nuestro lado. Revise con `/llaves estado` si quedó registrado antes de repetirlo; si vuelve a "
        f"fallar, avise a la mesa de ayuda (601 330 5043) con la referencia `{reference}`."
    )


def _answer(payload: dict[str, Any]) -> BoltResponse:
    return BoltResponse(
        status=200, body=json.dumps(payload), headers={"content-type": ["application/json;charset=utf-8"]}
    )
