"""The one place where an error becomes a sentence, said where the person is looking."""

import json
import secrets
from typing import Any

import structlog
from slack_bolt import App, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.errors import FieldError, UserError
from bot.listeners.payload import Body
from bot.views.parts import notice

NOTICE_TITLE = "No se pudo completar"


def register(app: App) -> None:
    """Attach the handler of everything that listeners raise before their ack."""
    app.error(tell)


def tell(error: Exception, body: Body, client: WebClient) -> BoltResponse:
    """Answer a failed payload: errors under fields, a modal on top of a modal, or an ephemeral message."""
    if body.get("type") == "view_submission":
        return _answer(_to_submission(error, body["view"]))
    sentence = _sentence(error)
    if "command" in body:
        return _answer({"response_type": "ephemeral", "text": sentence})
    try:
        if body.get("view") and body.get("trigger_id"):
            # A modal goes on top of a modal; over App Home there is none to go on top of.
            show = client.views_push if body["view"]["type"] == "modal" else client.views_open
            show(trigger_id=body["trigger_id"], view=notice(NOTICE_TITLE, sentence))
        elif body.get("response_url"):
            # Bolt's `respond` would wait 30 seconds, and the press has three.
            webhook = WebhookClient(body["response_url"], timeout=1, retry_handlers=[])
            webhook.send(text=sentence, response_type="ephemeral", replace_original=False)
    except (SlackApiError, OSError) as failure:
        # Raising here would leave the press unacknowledged, and nobody would learn of it.
        code = failure.response.get("error") if isinstance(failure, SlackApiError) else None
        structlog.get_logger().warning("notice_not_shown", reason=code or type(failure).__name__)
    return BoltResponse(status=200, body="")


def _to_submission(error: Exception, view: Body) -> dict[str, Any]:
    if isinstance(error, FieldError):
        inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
        under = {block_id: text for block_id, text in error.sentences.items() if block_id in inputs}
        if under:
            return {"response_action": "errors", "errors": under}
    # On top, not instead: what was typed is still there when the notice is closed.
    view_on_top = notice(NOTICE_TITLE, _sentence(error)).to_dict()
    return {"response_action": "push", "view": view_on_top}


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
