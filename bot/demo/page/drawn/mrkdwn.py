"""Slack's mrkdwn as HTML. Whatever the text holds, the result is safe: only our own tags, only web and mail links."""

import re
from collections.abc import Callable, Mapping
from html import unescape
from types import MappingProxyType

from markupsafe import Markup, escape

from bot.demo.human.mrkdwn import Names
from bot.demo.world.records import Json

_BLOCK = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_QUOTED = re.compile(r"^(?:&gt;|>) ?")
_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<token>[^<>\n]+)>"
    r"|(?<![\w*])\*(?=\S)(?P<strong>[^*\n]+?)(?<=\S)\*(?![\w*])"
    r"|(?<!\w)_(?=\S)(?P<em>[^_\n]+?)(?<=\S)_(?!\w)"
    r"|(?<![\w~])~(?=\S)(?P<s>[^~\n]+?)(?<=\S)~(?![\w~])"
    r"|:(?P<emoji>[a-z0-9_+-]+):"
    r"|(?P<line>\n)"
)
_LINK = re.compile(r"(https?://|mailto:)\S+")

EMOJI: Mapping[str, str] = MappingProxyType(
    {
        "warning": "⚠️",
        "white_check_mark": "✅",
        "white_large_square": "⬜",
        "rotating_light": "🚨",
        "hourglass_flowing_sand": "⏳",
    }
)
"""What the bot writes; any other name stays between its colons."""

_DRAWN: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "⚠": ("warning", "Atención"),
        "✅": ("check", "Hecho"),
        "⬜": ("square", "Por hacer"),
        "🚨": ("alarm", "Urgente"),
        "⏳": ("hourglass", "En espera"),
    }
)
"""Emoji that the page draws itself, since not every machine has a font with them: symbol and spoken name."""

_DRAWABLE = re.compile(f"([{''.join(_DRAWN)}])\N{VARIATION SELECTOR-16}?")

_EMOJI_HTML = Markup('<svg class="emoji" role="img" aria-label="{}"><use href="#e-{}"/></svg>')


def text(shown: Json, names: Names) -> Markup:
    """Return a text object, of either kind, as HTML."""
    return html(shown["text"], names) if shown["type"] == "mrkdwn" else plain_html(shown["text"])


def plain_html(source: str) -> Markup:
    """Return plain text as HTML: line breaks and emoji, no other mark."""
    pieces = re.split(r":([a-z0-9_+-]+):", source)
    shown = "".join(
        piece if index % 2 == 0 else EMOJI.get(piece, f":{piece}:") for index, piece in enumerate(pieces)
    )
    return Markup("<br>").join(_drawn(line) for line in shown.split("\n"))


def html(source: str, names: Names) -> Markup:
    """Return mrkdwn as HTML; `names` says how ids read."""
    pieces: list[Markup] = []
    end = 0
    for code in _BLOCK.finditer(source):
        pieces += [_paragraph(source[end : code.start()], names), _wrapped("pre", escape(unescape(code[1])))]
        end = code.end()
    pieces.append(_paragraph(source[end:], names))
    return Markup("").join(pieces)


def leaf(shown: Json, names: Names) -> Markup:
    """Return one piece of a `rich_text` block as HTML, without its style."""
    match shown["type"]:
        case "user":
            return _mention(f"@{names(shown['user_id'])}")
        case "channel":
            return _mention(f"#{names(shown['channel_id'])}")
        case "broadcast":
            return _mention(f"@{shown['range']}")
        case "link":
            return _link(shown["url"], escape(shown.get("text") or shown["url"]))
        case "emoji":
            words = EMOJI.get(shown["name"], f":{shown['name']}:")
        case "date":
            words = shown.get("fallback") or str(shown["timestamp"])
        case _:
            words = shown.get("text", "")
    return _drawn(words)


def _paragraph(source: str, names: Names) -> Markup:
    """Lines of text, those that begin with > gathered into quotations."""
    shown = Markup("")
    quoted: list[str] = []
    plain: list[str] = []

    def flush() -> Markup:
        quote = _wrapped("blockquote", _inline("\n".join(quoted), names)) if quoted else Markup("")
        words = _inline("\n".join(plain), names)
        quoted.clear()
        plain.clear()
        return quote + words

    for line in source.split("\n"):
        is_quoted = _QUOTED.match(line) is not None
        if (plain if is_quoted else quoted) and (quoted or plain):
            shown += flush()
        (quoted if is_quoted else plain).append(_QUOTED.sub("", line))
    return shown + flush()


def _inline(source: str, names: Names) -> Markup:
    shown: list[Markup] = []
    end = 0
    for mark in _INLINE.finditer(source):
        shown += [_words(source[end : mark.start()]), _marked(mark, names)]
        end = mark.end()
    return Markup("").join([*shown, _words(source[end:])])


def _marked(mark: re.Match[str], names: Names) -> Markup:
    kind, content = str(mark.lastgroup), str(mark[str(mark.lastgroup)])
    draw: dict[str, Callable[[], Markup]] = {
        "code": lambda: _wrapped("code", _words(content)),
        "token": lambda: _token(content, names),
        "emoji": lambda: _drawn(EMOJI.get(content, f":{content}:")),
        "line": lambda: Markup("<br>"),
    }
    return draw[kind]() if kind in draw else _wrapped(kind, _inline(content, names))


def _token(token: str, names: Names) -> Markup:
    """What stands between < and >: a mention, a channel, a date, or a link."""
    content, _, label = token.partition("|")
    if token.startswith("!date^"):
        return _words(label or token.rpartition("^")[2])
    if content[0] in "@#":
        known = label if content[0] == "#" and label else names(content[1:])
        return _mention(content[0] + unescape(known))
    if content.startswith("!"):
        return _mention(unescape(label) or f"@{content[1:].partition('^')[0]}")
    return _link(unescape(content), _words(label or content.removeprefix("mailto:")))


def _link(address: str, words: Markup) -> Markup:
    """A link, or its words alone where it leads anywhere but to the web or to a mailbox."""
    if _LINK.fullmatch(address) is None:
        return words
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(address, words)


def _mention(name: str) -> Markup:
    return Markup('<span class="mention">{}</span>').format(name)


def _words(source: str) -> Markup:
    return _drawn(unescape(source))


def _drawn(source: str) -> Markup:
    """Text as it is, with our drawings in place of emoji."""
    pieces = _DRAWABLE.split(source)
    return Markup("").join(
        escape(piece) if index % 2 == 0 else _EMOJI_HTML.format(_DRAWN[piece][1], _DRAWN[piece][0])
        for index, piece in enumerate(pieces)
    )


def _wrapped(tag: str, content: Markup) -> Markup:
    return Markup("<{0}>{1}</{0}>").format(Markup(tag), content)  # noqa: S704 - one of the tags above
