"""From a Slack payload to one service call and an ack. Nothing here decides."""

from slack_bolt import App

from bot.listeners import commands, errors, key_entry, key_requests, keys, registration
from bot.services.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Attach every listener to the Bolt app."""
    for part in (commands, registration, key_requests, key_entry, keys):
        part.register(app, desk)
    errors.register(app)
