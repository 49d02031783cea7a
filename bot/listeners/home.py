"""App Home: drawn when somebody opens it; delivery draws it again when what it shows changes."""

import structlog
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.listeners.payload import Body
from bot.services.access import Actor
from bot.services.desk import Desk
from bot.services.home import open_home, redraw_later
from bot.views.home.home import home


def register(app: App, desk: Desk) -> None:
    """Attach the event of the Home tab; the Messages tab sends the same one."""

    @app.event("app_home_opened")
    def show_home(body: Body, client: WebClient) -> None:
        event = body["event"]
        if event.get("tab") != "home":
            return
        actor = Actor(body["team_id"], event["user"])
        view = home(open_home(desk, actor))
        try:
            client.views_publish(user_id=actor.user_id, view=view)
        except (SlackApiError, OSError) as failure:
            code = failure.response.get("error") if isinstance(failure, SlackApiError) else None
            structlog.get_logger(__name__).warning("home_not_drawn", reason=code or type(failure).__name__)
            redraw_later(desk, actor)
