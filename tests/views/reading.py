"""Looking into what a view function returned, as the JSON that Slack gets."""

from collections.abc import Iterator
from typing import Any

from slack_sdk.models.views import View

from bot.views.messages.message import Message

Json = dict[str, Any]


def view_json(view: View) -> Json:
    """Return a view as it travels."""
    found: Json = view.to_dict()
    return found


def message_json(message: Message) -> Json:
    """Return a message as it travels."""
    return {"text": message.text, "blocks": [block.to_dict() for block in message.blocks]}


def objects(value: object) -> Iterator[Json]:
    """Yield every object inside a JSON value, itself included."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner)


def strings(value: object) -> Iterator[str]:
    """Yield every string inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def whole(value: object) -> str:
    """Return all that a person reads or a payload carries, one string a line."""
    return "\n".join(strings(value))


def mrkdwn(value: object) -> list[str]:
    """Return the texts in which Slack would make links and mentions; a message's own text is one."""
    texts = [each["text"] for each in objects(value) if each.get("type") == "mrkdwn"]
    return (
        [*texts, value["text"]] if isinstance(value, dict) and isinstance(value.get("text"), str) else texts
    )


def inputs(view: Json) -> dict[str, Json]:
    """Return the input blocks of a view by block_id."""
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def labels(view: Json) -> list[str]:
    """Return the labels of a view's inputs, from top to bottom."""
    return [block["label"]["text"] for block in inputs(view).values()]


def headings(view: Json) -> list[str]:
    """Return the header blocks, from top to bottom."""
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"]


def fields(value: Json) -> dict[str, str]:
    """Return the labelled values of the section blocks."""
    pairs = {}
    for block in value["blocks"]:
        for each in block.get("fields", ()):
            label, _, text = each["text"].partition("\n")
            pairs[label.strip("*")] = text
    return pairs


def buttons(value: Json) -> list[Json]:
    """Return the buttons in actions blocks."""
    return [
        element for block in value["blocks"] if block["type"] == "actions" for element in block["elements"]
    ]


def preformatted(value: object) -> list[str]:
    """Return the texts of the fixed-width blocks."""
    return [
        whole([part["text"] for part in each["elements"]])
        for each in objects(value)
        if each.get("type") == "rich_text_preformatted"
    ]


def outside_preformatted(value: object) -> str:
    """Return all strings but those of the fixed-width blocks."""
    return whole(_without_preformatted(value))


def _without_preformatted(value: object) -> object:
    if isinstance(value, dict):
        if value.get("type") == "rich_text_preformatted":
            return None
        return {name: _without_preformatted(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_without_preformatted(inner) for inner in value]
    return value
