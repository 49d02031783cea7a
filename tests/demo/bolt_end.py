"""The app's end of a test: a small Bolt app over Socket Mode, and the views and blocks it shows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

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
        # The SDK would read for three more seconds: the server ends the connection, then its reader stops.
        handler.client.auto_reconnect_enabled = False
        handler.client.current_session_state.terminated = True
        slack.faults.disconnect_sockets(abruptly=True)
        handler.client.current_session_runner.shutdown()  # type: ignore[no-untyped-call]
        handler.close()  # type: ignore[no-untyped-call]


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
