"""Text with mrkdwn marks as a person reads it: marks gone, mentions by name, dates in words."""

import re
from collections.abc import Callable
from html import unescape

from bot.demo.world.records import Json

Names = Callable[[str], str]
"""From a user or channel id to what people read."""

_TOKEN = re.compile(r"<([^<>]+)>")
_CODE = re.compile(r"```\n?(.+?)\n?```|`([^`\n]+)`", re.DOTALL)
_EMPHASIS = tuple(
    re.compile(rf"(?<![\w{mark}]){mark}(?=\S)([^{mark}\n]+?)(?<=\S){mark}(?![\w{mark}])")
    for mark in (r"\*", "_", "~")
)


def plain(text: Json, names: Names) -> str:
    """The words of a text object."""
    return read(text["text"], names) if text["type"] == "mrkdwn" else str(text["text"])


def read(source: str, names: Names) -> str:
    """Text with mrkdwn marks, as it looks on the screen. Code keeps its inside untouched."""
    pieces: list[str] = []
    end = 0
    for code in _CODE.finditer(source):
        pieces += [_marked(source[end : code.start()], names), unescape(code[1] or code[2])]
        end = code.end()
    return "".join([*pieces, _marked(source[end:], names)])


def _marked(source: str, names: Names) -> str:
    shown = source
    for mark in _EMPHASIS:
        shown = mark.sub(r"\1", shown)
    return unescape(_TOKEN.sub(lambda token: _mention(token[1], names), shown))


def _mention(token: str, names: Names) -> str:
    content, _, label = token.partition("|")
    if token.startswith("!date^"):
        return token.rpartition("^")[2] if "|" not in token else label
    if token.startswith("@"):
        return f"@{names(content[1:])}"
    if token.startswith("#"):
        return f"#{label or names(content[1:])}"
    if token.startswith("!"):
        return label or f"@{content[1:].partition('^')[0]}"
    return label or content.removeprefix("mailto:")
