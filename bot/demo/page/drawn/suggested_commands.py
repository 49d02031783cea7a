"""The lines the composer suggests once somebody types /: the manifest's words, and what the app's help says of each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.views.messages.help import COMMANDS, help_text

_WORD = re.compile(r"[\w-]+")
_HELP_LINE = re.compile(r"^`/llaves ?(?P<word>[\w-]*)` – (?P<what>.+)$", re.MULTILINE)


@dataclass(frozen=True)
class SuggestedCommand:
    """A line to type, and what it is for; `words` is "" where neither the help nor the manifest says anything."""

    line: str
    words: str


def suggested_commands(manifest: Path) -> list[SuggestedCommand]:
    """Return every command alone, then with each word of its `usage_hint`: `[registro | solicitar]`."""
    document: dict[str, Any] = yaml.safe_load(manifest.read_text(encoding="utf-8"))
    told = _told_by_help()
    return [
        suggested
        for command in document.get("features", {}).get("slash_commands", ())
        for suggested in (
            SuggestedCommand(command["command"], told.get("", command.get("description", ""))),
            *(
                SuggestedCommand(f"{command['command']} {word}", told.get(word, ""))
                for word in _WORD.findall(command.get("usage_hint", ""))
            ),
        )
    ]


def _told_by_help() -> Mapping[str, str]:
    """What each word does, in a few words: as its first role reads it, or else as somebody without any does."""
    told = dict(_HELP_LINE.findall(help_text(None).text))
    for words in reversed(COMMANDS.values()):
        told |= words
    return {str(word): what.partition(";")[0] for word, what in told.items()}
