"""What the app reaches of the local Slack: the Web API, response URLs, uploads, and Socket Mode."""

from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute

from bot.demo.wire.socket_mode import SocketMode
from bot.demo.wire.web_api import WebApi


def app_side(web_api: WebApi, socket_mode: SocketMode) -> Starlette:
    """Return what answers under which path."""
    return Starlette(
        routes=[
            Route("/api/{method}", web_api.call, methods=["GET", "POST"]),
            Route("/response/{secret}", web_api.respond, methods=["POST"]),
            Route("/upload/{secret}", web_api.upload, methods=["POST"]),
            WebSocketRoute("/link/", socket_mode.serve),
        ]
    )
