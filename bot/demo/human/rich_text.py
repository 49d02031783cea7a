"""rich_text blocks as plain text."""

from bot.demo.human.mrkdwn import Names
from bot.demo.world.records import Json


def rich_text(block: Json, names: Names) -> str:
    """Sections, lists, quotes and preformatted passages, one below the other."""
    return "\n".join(_part(part, names) for part in block["elements"])


def _part(part: Json, names: Names) -> str:
    kind = part["type"]
    if kind == "rich_text_list":
        indent = "  " * part.get("indent", 0)
        first = part.get("offset", 0) + 1
        ordered = part["style"] == "ordered"
        marks = (f"{number}." if ordered else "•" for number in range(first, first + len(part["elements"])))
        return "\n".join(
            f"{indent}{mark} {_words(item, names)}"
            for mark, item in zip(marks, part["elements"], strict=True)
        )
    words = _words(part, names)
    if kind == "rich_text_preformatted":
        return _each_line(words, "    ")
    return _each_line(words, "> ") if kind == "rich_text_quote" else words


def _each_line(words: str, start: str) -> str:
    return "\n".join(f"{start}{line}" for line in words.split("\n"))


def _words(part: Json, names: Names) -> str:
    return "".join(_leaf(leaf, names) for leaf in part["elements"])


def _leaf(leaf: Json, names: Names) -> str:
    match leaf["type"]:
        case "user":
            return f"@{names(leaf['user_id'])}"
        case "channel":
            return f"#{names(leaf['channel_id'])}"
        case "emoji" | "broadcast":
            return f":{leaf['name']}:" if "name" in leaf else f"@{leaf['range']}"
        case "date":
            return str(leaf.get("fallback") or leaf["timestamp"])
        case _:
            return str(leaf.get("text") or leaf.get("url", ""))
