"""Whose account it is: people of other teams are turned away, and closed or restricted accounts shut out."""

from collections.abc import Callable

import structlog
from slack_bolt import App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.listeners.payload import Body, actor_of
from bot.services.access import UNKNOWN_ACCOUNT, Account, Actor, require_member
from bot.services.desk import Desk
from bot.services.users.accounts import account_changed

SLACKBOT = "USLACKBOT"  # the one bot that Slack does not call one

ASKING_SECONDS = 1  # of the three in which a registration must be stored and answered


def register(app: App, desk: Desk) -> None:
    """Attach the check that comes before every listener, and the event that tells of changed accounts."""

    @app.middleware
    def turn_strangers_away(context: BoltContext, body: Body, next_: Callable[[], None]) -> None:
        if body.get("type") != "event_callback":  # an event is about somebody, not by them
            home = context.authorize_result
            actor = actor_of(body)
            ours = {SLACKBOT, home.bot_user_id if home else None}
            require_member(
                actor,
                (home.team_id if home else None) or "",
                bot=bool(body.get("bot_id")) or actor.user_id in ours,
            )
        next_()

    @app.event("user_change")
    def follow_account(event: Body, context: BoltContext) -> None:
        user = event["user"]
        home = context.authorize_result
        if home is not None and user.get("team_id") == home.team_id:
            account_changed(desk, Actor(user["team_id"], user["id"]), _account(user))


def account_of(client: WebClient, user_id: str) -> Account:
    """Ask Slack what kind of account somebody has; where Slack does not answer, nothing is known of it."""
    try:
        return _account(_brief(client).users_info(user=user_id)["user"])
    except (SlackApiError, OSError) as failure:
        # Registering must not depend on it: an official or manager decides, and `user_change` tells of guests later.
        code = failure.response.get("error") if isinstance(failure, SlackApiError) else None
        structlog.get_logger(__name__).warning("account_not_read", reason=code or type(failure).__name__)
        return UNKNOWN_ACCOUNT


def _brief(client: WebClient) -> WebClient:
    """Return the same client with less patience."""
    return WebClient(
        token=client.token,
        base_url=client.base_url,
        timeout=ASKING_SECONDS,
        ssl=client.ssl,
        proxy=client.proxy,
        retry_handlers=[],
    )


def _account(user: Body) -> Account:
    return Account(
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        # An address that nobody confirmed proves nothing.
        email=(user.get("profile") or {}).get("email") if user.get("is_email_confirmed", True) else None,
        deleted=bool(user.get("deleted")),
        bot=bool(user.get("is_bot")),
    )
