"""The parts of an app manifest that change how Slack treats the app."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

_SCOPE_OF_EVENT: Mapping[str, str] = MappingProxyType({"user_change": "users:read"})
"""What an event asks for beyond the subscription; `app_home_opened` asks for nothing."""


@dataclass(frozen=True)
class Shortcut:
    """One entry of `features.shortcuts`.

    Attributes:
        name: what people see and search for.
        kind: `global`, or `message` for those of a message's menu.
    """

    name: str
    callback_id: str
    kind: str


@dataclass(frozen=True)
class Manifest:
    """What the installed app may do.

    Attributes:
        commands: slash command -> whether Slack escapes mentions in its text.
        shortcuts: in the manifest's order, of both kinds.
        scopes: granted bot scopes, in the manifest's order.
        messages_tab_read_only: whether people find no place to write, nor to type commands, in the app's conversation.
        events: bot events the app subscribed to.
        options_load_url: whether it says where menus ask for their options; only HTTP needs it.
    """

    name: str
    bot_name: str
    scopes: tuple[str, ...]
    commands: Mapping[str, bool]
    shortcuts: tuple[Shortcut, ...]
    events: frozenset[str]
    home_tab: bool
    messages_tab: bool
    messages_tab_read_only: bool
    interactive: bool
    options_load_url: bool

    @property
    def global_shortcuts(self) -> Mapping[str, Shortcut]:
        """What people may run from anywhere, by visible name; none without the scope `commands`."""
        if "commands" not in self.scopes or not self.interactive:
            return {}
        return {each.name: each for each in self.shortcuts if each.kind == "global"}

    def hears_of(self, event: str) -> bool:
        """Whether Slack sends this event to the app: subscribed to, and with the scope it asks for."""
        needed = _SCOPE_OF_EVENT.get(event)
        return event in self.events and (needed is None or needed in self.scopes)

    @classmethod
    def load(cls, path: Path) -> "Manifest":
        """Read `manifest.yml`; a missing section counts as switched off, as in Slack."""
        document: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        features = document.get("features", {})
        settings = document.get("settings", {})
        interactivity = settings.get("interactivity", {})
        home = features.get("app_home", {})
        name = document["display_information"]["name"]
        return cls(
            name=name,
            bot_name=features.get("bot_user", {}).get("display_name", name),
            scopes=tuple(document.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
            commands={
                each["command"]: bool(each.get("should_escape", False))
                for each in features.get("slash_commands", ())
            },
            shortcuts=tuple(
                Shortcut(each["name"], each["callback_id"], each["type"])
                for each in features.get("shortcuts", ())
            ),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
            home_tab=bool(home.get("home_tab_enabled", False)),
            messages_tab=bool(home.get("messages_tab_enabled", False)),
            messages_tab_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
            interactive=bool(interactivity.get("is_enabled", False)),
            options_load_url=bool(interactivity.get("message_menu_options_url")),
        )
