"""From a Slack payload to one service call and an ack. Nothing here decides."""

from slack_bolt import App

from bot.listeners import (
    accounts,
    cards,
    commands,
    digests,
    errors,
    home,
    key_entry,
    key_requests,
    keys,
    menu,
    registration,
    reminders,
    requirements,
    status,
    token_list,
    users,
)
from bot.listeners import help as help_listener
from bot.services.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Attach every listener to the Bolt app."""
    openings = (accounts, commands, menu, home, status, help_listener)
    for part in (
        *openings,
        registration,
        key_requests,
        key_entry,
        keys,
        cards,
        token_list,
        users,
        digests,
        reminders,
        requirements,
    ):
        part.register(app, desk)
    errors.register(app, desk)
