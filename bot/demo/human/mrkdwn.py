"""Text with mrkdwn marks as a person reads it: marks gone, mentions by name, dates in words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Token:
    """What stands between < and >: a mention, a date or a link.

    Attributes:
        words: as people read it.
        address: where a link leads, whatever that is; "" for a mention or a date.
        mention: whether it names a person, a channel or a group.
    """

    words: str
    address: str = ""
    mention: bool = False


def token_in(written: str, names: Names) -> Token:
    """Read what is written between < and >."""
    content, _, label = written.partition("|")
    words = unescape(label)
    if content.startswith("!date^"):
        return Token(words or unescape(content.rpartition("^")[2]))
    if content.startswith("@"):
        return Token(f"@{names(content[1:])}", mention=True)
    if content.startswith("#"):
        return Token(f"#{words or names(content[1:])}", mention=True)
    if content.startswith("!"):
        return Token(words or f"@{content[1:].partition('^')[0]}", mention=True)
    address = unescape(content)
    return Token(words or address.removeprefix("mailto:"), address)


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
    return "".join(
        token_in(piece, names).words if index % 2 else unescape(piece)
        for index, piece in enumerate(_TOKEN.split(shown))
    )
