"""The payloads Slack sends for what people do, in Slack's shapes."""

from collections.abc import Callable
from typing import Any

from bot.demo.human.fields import Field, Pressable
from bot.demo.world.form_state import SHAPES
from bot.demo.world.records import ChannelRecord, Json, MessageRecord, UserRecord, ViewRecord
from bot.demo.world.world import World

Place = ViewRecord | MessageRecord
_OLD_TOKEN = "local-verification-token"  # noqa: S105 - the deprecated field; authenticates nothing


class PayloadsSent:
    """Builds payloads.

    Args:
        world: the state they tell about; the caller holds its lock.
        response_base: tells where response URLs live, with the final slash.
    """

    def __init__(self, world: World, response_base: Callable[[], str]) -> None:
        self._world = world
        self._response_base = response_base

    def command(self, user: UserRecord, channel: ChannelRecord, name: str, text: str, secret: str) -> Json:
        """A slash command's flat form; `secret` is that of its response URL."""
        return {
            "token": _OLD_TOKEN,
            "team_id": self._world.directory.team_id,
            "team_domain": self._world.directory.domain,
            "channel_id": channel.id,
            "channel_name": {"im": "directmessage", "private": "privategroup"}.get(
                channel.kind, channel.name
            ),
            "user_id": user.id,
            "user_name": user.handle,
            "command": name,
            "text": text,
            "api_app_id": self._world.directory.app_id,
            "is_enterprise_install": "false",
            "response_url": self._response_base() + secret,
            "trigger_id": self._world.triggers.give(user.id),
        }

    def actions(self, user: UserRecord, place: Place, action: Json) -> Json:
        """`block_actions` for one element of a view or of a message."""
        payload = self._interaction("block_actions", user) | {
            "actions": [action | {"action_ts": self._world.ids.timestamp()}],
            "state": {"values": place.values},
        }
        if isinstance(place, ViewRecord):
            payload["trigger_id"] = self._world.triggers.give(user.id, self._root(place))
            payload["container"] = {"type": "view", "view_id": place.id}
            payload["view"] = self._world.views.json(place)
            return payload
        secret = self._world.response_urls.give(user.id, place.channel_id, place.ts)
        payload["trigger_id"] = self._world.triggers.give(user.id)
        payload["response_url"] = self._response_base() + secret
        payload["channel"] = {
            "id": place.channel_id,
            "name": self._world.directory.channels[place.channel_id].name,
        }
        payload["container"] = {
            "type": "message",
            "message_ts": place.ts,
            "channel_id": place.channel_id,
            "is_ephemeral": place.only_for is not None,
        }
        if place.only_for is None:
            payload["message"] = self._world.messages.json(place)
        return payload

    def renewed(self, user: UserRecord, payload: Json) -> Json:
        """The same action once more: a second click has its own time, trigger and response URL."""
        again = payload | {
            "actions": [each | {"action_ts": self._world.ids.timestamp()} for each in payload["actions"]]
        }
        view = payload.get("view")
        again["trigger_id"] = self._world.triggers.give(user.id, view["root_view_id"] if view else None)
        if "response_url" in payload:
            container = payload["container"]
            secret = self._world.response_urls.give(user.id, container["channel_id"], container["message_ts"])
            again["response_url"] = self._response_base() + secret
        return again

    def submission(self, user: UserRecord, view: ViewRecord) -> Json:
        """`view_submission`."""
        return self._interaction("view_submission", user) | {
            "trigger_id": self._world.triggers.give(user.id, self._root(view)),
            "view": self._world.views.json(view),
            "response_urls": [],
        }

    def closed(self, user: UserRecord, view: ViewRecord, *, cleared: bool) -> Json:
        """`view_closed`."""
        shown = self._world.views.json(view)
        return self._interaction("view_closed", user) | {"view": shown, "is_cleared": cleared}

    def suggestion(self, user: UserRecord, place: Place, field: Field, typed: str) -> Json:
        """`block_suggestion`."""
        payload = self._interaction("block_suggestion", user) | {
            "action_id": field.element["action_id"],
            "block_id": field.block["block_id"],
            "value": typed,
        }
        if isinstance(place, ViewRecord):
            shown = self._world.views.json(place)
            return payload | {"container": {"type": "view", "view_id": place.id}, "view": shown}
        container = {"type": "message", "message_ts": place.ts, "channel_id": place.channel_id}
        return payload | {"container": container, "message": self._world.messages.json(place)}

    def shortcut(self, user: UserRecord, callback_id: str) -> Json:
        """A global shortcut: it has neither a channel nor a response URL."""
        directory = self._world.directory
        return {
            "type": "shortcut",
            "token": _OLD_TOKEN,
            "action_ts": self._world.ids.timestamp(),
            "team": {"id": directory.team_id, "domain": directory.domain},
            "user": {"id": user.id, "username": user.handle, "team_id": user.team_id},
            "is_enterprise_install": False,
            "enterprise": None,
            "callback_id": callback_id,
            "trigger_id": self._world.triggers.give(user.id),
        }

    def user_changed(self, user: UserRecord) -> Json:
        """The `user_change` event: the account as `users.info` tells it."""
        with_email = "users:read.email" in self._world.manifest.scopes
        return self._event(
            {
                "type": "user_change",
                "user": self._world.directory.user_json(user, with_email=with_email),
                "cache_ts": self._world.ids.seconds(),
                "event_ts": self._world.ids.timestamp(),
            }
        )

    def home_opened(self, user: UserRecord, view: ViewRecord | None, channel: ChannelRecord) -> Json:
        """The `app_home_opened` event."""
        event: Json = {
            "type": "app_home_opened",
            "user": user.id,
            "channel": channel.id,
            "tab": "home",
            "event_ts": self._world.ids.timestamp(),
        }
        if view is not None:
            event["view"] = self._world.views.json(view)
        return self._event(event)

    def _event(self, event: Json) -> Json:
        """An event in the wrapper of the Events API."""
        directory = self._world.directory
        return {
            "token": _OLD_TOKEN,
            "team_id": directory.team_id,
            "api_app_id": directory.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": self._world.ids.mint("Ev"),
            "event_time": self._world.ids.seconds(),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": directory.team_id,
                    "user_id": directory.bot.id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
        }

    def _interaction(self, kind: str, user: UserRecord) -> dict[str, Any]:
        directory = self._world.directory
        return {
            "type": kind,
            "team": {"id": directory.team_id, "domain": directory.domain},
            "user": {
                "id": user.id,
                "username": user.handle,
                "name": user.handle,
                "team_id": user.team_id,
            },
            "api_app_id": directory.app_id,
            "token": _OLD_TOKEN,
            "enterprise": None,
            "is_enterprise_install": False,
        }

    @staticmethod
    def _root(view: ViewRecord) -> str | None:
        return view.root_id if view.definition.get("type", "modal") == "modal" else None


def pressed(target: Pressable) -> Json:
    """The entry of `actions` for a button or an overflow entry."""
    element = target.element
    action: Json = {
        "type": element["type"],
        "block_id": target.block["block_id"],
        "action_id": element["action_id"],
    }
    if target.option is not None:
        return action | {"selected_option": target.option}
    return action | {
        key: element[key] for key in ("text", "value", "style", "url", "confirm") if key in element
    }


def changed(field: Field, value: Json) -> Json:
    """The entry of `actions` for a field that was filled in."""
    key = SHAPES[value["type"]].key
    return {
        "type": value["type"],
        "block_id": field.block["block_id"],
        "action_id": field.element["action_id"],
        key: value[key],
    }
