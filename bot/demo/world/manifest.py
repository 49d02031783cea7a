"""The parts of an app manifest that change how Slack treats the app."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Manifest:
    """What the installed app may do.

    Attributes:
        commands: slash command -> whether Slack escapes mentions in its text.
        scopes: granted bot scopes, in the manifest's order.
        events: bot events the app subscribed to.
    """

    name: str
    bot_name: str
    scopes: tuple[str, ...]
    commands: Mapping[str, bool]
    events: frozenset[str]
    home_tab: bool
    messages_tab: bool
    interactive: bool

    @classmethod
    def load(cls, path: Path) -> "Manifest":
        """Read `manifest.yml`; a missing section counts as switched off, as in Slack."""
        document: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        features = document.get("features", {})
        settings = document.get("settings", {})
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
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
            home_tab=bool(home.get("home_tab_enabled", False)),
            messages_tab=bool(home.get("messages_tab_enabled", False)),
            interactive=bool(settings.get("interactivity", {}).get("is_enabled", False)),
        )
