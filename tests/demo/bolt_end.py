"""The app's end of a test: a small Bolt app over Socket Mode, and the views and blocks it shows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.demo.server import Workspace


@contextmanager
def connected(slack: Workspace, app: App) -> Iterator[SocketModeHandler]:
    """The app at the other end of Socket Mode."""
    handler = SocketModeHandler(app, slack.app_token)
    try:
        handler.connect()  # type: ignore[no-untyped-call]
        slack.wait_for_app()
        yield handler
    finally:
        # The SDK would read for three more seconds: the server ends the connection, then its reader stops. Its
        # queue would be listened to for one more: a message that says nothing ends that.
        handler.client.auto_reconnect_enabled = False
        handler.client.current_session_state.terminated = True
        slack.faults.disconnect_sockets(abruptly=True)
        handler.client.current_session_runner.shutdown()  # type: ignore[no-untyped-call]
        handler.client.message_processor.event.set()
        handler.client.message_queue.put('{"type": "hello"}')
        handler.close()  # type: ignore[no-untyped-call]


def rewritten(manifest: Path, folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """A copy of the manifest in which one thing is different."""
    document = yaml.safe_load(manifest.read_text(encoding="utf-8"))
    change(document)
    copy = folder / "manifest.yml"
    copy.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return copy


def text(words: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": words}


def asks(label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An input block whose block_id is its label, and whose action_id is `value`."""
    return {
        "type": "input",
        "block_id": label,
        "label": text(label),
        "element": {"action_id": "value"} | element,
    } | more


def modal(*blocks: dict[str, Any], title: str = "Solicitud", **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": text(title),
        "submit": text("Enviar"),
        "blocks": list(blocks),
    } | more


def buttons(*labels: str, **more: Any) -> dict[str, Any]:
    """An actions block; each button's action_id is its label."""
    return {
        "type": "actions",
        "elements": [{"type": "button", "action_id": each, "text": text(each)} | more for each in labels],
    }


def row(words: str, button: str, value: str) -> dict[str, Any]:
    """A section with a button beside it, as one row of a list; its action_id is the button's label."""
    accessory = {"type": "button", "action_id": button, "text": text(button), "value": value}
    return {"type": "section", "text": {"type": "mrkdwn", "text": words}, "accessory": accessory}


def opens(app: App, view: dict[str, Any]) -> None:
    """`/llaves` opens this view."""

    @app.command("/llaves")
    def _open(ack: Any, body: Any, client: Any) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=view)
        ack()


def notes(seen: list[Any], what: Callable[[Any], object], answer: str = "") -> Callable[[Any, Any], None]:
    """A listener that writes down something of each payload and acknowledges it."""

    def _listener(ack: Any, body: Any) -> None:
        seen.append(what(body))
        ack(answer)

    return _listener
