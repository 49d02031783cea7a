"""The lines the composer suggests once somebody types /: what the manifest says of the app's commands."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class SuggestedCommand:
    """A line to type, and what it is for; `words` is "" where the manifest says nothing."""

    line: str
    words: str


def suggested_commands(manifest: Path) -> list[SuggestedCommand]:
    """Return every command alone, then with each word of its `usage_hint`: `[registro | solicitar]`."""
    document: dict[str, Any] = yaml.safe_load(manifest.read_text(encoding="utf-8"))
    return [
        suggested
        for command in document.get("features", {}).get("slash_commands", ())
        for suggested in (
            SuggestedCommand(command["command"], command.get("description", "")),
            *(
                SuggestedCommand(f"{command['command']} {word}", "")
                for word in _WORD.findall(command.get("usage_hint", ""))
            ),
        )
    ]
