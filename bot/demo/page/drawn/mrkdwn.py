"""Slack's mrkdwn as HTML. Whatever the text holds, the result is safe: only our own tags, only web and mail links."""

import re
from collections.abc import Callable, Mapping
from html import unescape
from types import MappingProxyType

from markupsafe import Markup, escape

from bot.demo.human.mrkdwn import Names, Token, token_in
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
_MESSAGE = re.compile(r"https://[a-z0-9-]+\.slack\.com/archives/(\w+)/p(\d+)(\d{6})", re.ASCII)
"""A link to a message: its channel, and the two halves of its timestamp."""

_AFTER_AT = re.compile(r"(?<=\w@)(?=\w)")

DrawsToken = Callable[[str], Markup]
"""Draws what stands between < and >."""

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


def text(shown: Json, names: Names, who: str = "") -> Markup:
    """Return a text object, of either kind, as HTML."""
    return html(shown["text"], names, who) if shown["type"] == "mrkdwn" else plain_html(shown["text"])


def plain_html(source: str) -> Markup:
    """Return plain text as HTML: line breaks and emoji, no other mark."""
    pieces = re.split(r":([a-z0-9_+-]+):", source)
    shown = "".join(
        piece if index % 2 == 0 else EMOJI.get(piece, f":{piece}:") for index, piece in enumerate(pieces)
    )
    return Markup("<br>").join(_drawn(line) for line in shown.split("\n"))


def html(source: str, names: Names, who: str = "") -> Markup:
    """Return mrkdwn as HTML.

    Args:
        source: the text with its marks.
        names: how ids read.
        who: the key of the person who reads it: a link to a message leads that person there; "" for nobody known.
    """
    pieces: list[Markup] = []
    end = 0

    def token(written: str) -> Markup:
        return _token(token_in(written, names), who)

    for code in _BLOCK.finditer(source):
        pieces += [_paragraph(source[end : code.start()], token), _wrapped("pre", escape(unescape(code[1])))]
        end = code.end()
    pieces.append(_paragraph(source[end:], token))
    return Markup("").join(pieces)


def leaf(shown: Json, names: Names, who: str = "") -> Markup:
    """Return one piece of a `rich_text` block as HTML, without its style; `who` as in `html`."""
    match shown["type"]:
        case "user":
            return _mention(f"@{names(shown['user_id'])}")
        case "channel":
            return _mention(f"#{names(shown['channel_id'])}")
        case "broadcast":
            return _mention(f"@{shown['range']}")
        case "link":
            return _link(shown["url"], _drawn(shown.get("text") or shown["url"]), who)
        case "emoji":
            words = EMOJI.get(shown["name"], f":{shown['name']}:")
        case "date":
            words = shown.get("fallback") or str(shown["timestamp"])
        case _:
            words = shown.get("text", "")
    return _drawn(words)


def _paragraph(source: str, token: DrawsToken) -> Markup:
    """Lines of text, those that begin with > gathered into quotations."""
    shown = Markup("")
    quoted: list[str] = []
    plain: list[str] = []

    def flush() -> Markup:
        quote = _wrapped("blockquote", _inline("\n".join(quoted), token)) if quoted else Markup("")
        words = _inline("\n".join(plain), token)
        quoted.clear()
        plain.clear()
        return quote + words

    for line in source.split("\n"):
        is_quoted = _QUOTED.match(line) is not None
        if (plain if is_quoted else quoted) and (quoted or plain):
            shown += flush()
        (quoted if is_quoted else plain).append(_QUOTED.sub("", line))
    return shown + flush()


def _inline(source: str, token: DrawsToken) -> Markup:
    shown: list[Markup] = []
    end = 0
    for mark in _INLINE.finditer(source):
        shown += [_words(source[end : mark.start()]), _marked(mark, token)]
        end = mark.end()
    return Markup("").join([*shown, _words(source[end:])])


def _marked(mark: re.Match[str], token: DrawsToken) -> Markup:
    kind, content = str(mark.lastgroup), str(mark[str(mark.lastgroup)])
    match kind:
        case "code":
            return _wrapped("code", _words(content))
        case "token":
            return token(content)
        case "emoji":
            return _drawn(EMOJI.get(content, f":{content}:"))
        case "line":
            return Markup("<br>")
        case _:
            return _wrapped(kind, _inline(content, token))


def _token(token: Token, who: str) -> Markup:
    return _mention(token.words) if token.mention else _link(token.address, _drawn(token.words), who)


def _link(address: str, words: Markup, who: str) -> Markup:
    """A link, or its words alone where it leads anywhere but to a message here, to the web or to a mailbox."""
    if who and (message := _MESSAGE.fullmatch(address)):
        channel, seconds, fraction = message.groups()
        point = f"message-{seconds}-{fraction}"
        return Markup('<a href="?as={}&amp;at={}&amp;point={}">{}</a>').format(who, channel, point, words)
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
        _breakable(piece) if index % 2 == 0 else _EMOJI_HTML.format(_DRAWN[piece][1], _DRAWN[piece][0])
        for index, piece in enumerate(pieces)
    )


def _breakable(source: str) -> Markup:
    """Text in which a long mail address goes on in the next line after its @ rather than in the middle of a word."""
    return Markup("<wbr>").join(escape(piece) for piece in _AFTER_AT.split(source))


def _wrapped(tag: str, content: Markup) -> Markup:
    return Markup("<{0}>{1}</{0}>").format(Markup(tag), content)  # noqa: S704 - one of the tags above
