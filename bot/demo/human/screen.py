"""Blocks as a person sees them, in plain text.

Buttons are `[ Label ]`, inputs `Label: value` (required ones start with `*`), boxes ☐ ☑, choices ○ ●; an empty
menu is its placeholder between brackets with ▾, an empty text input that waits for Enter likewise with ↵.
"""

from collections.abc import Mapping

from bot.demo.human.charts import chart
from bot.demo.human.fields import sends_on_enter
from bot.demo.human.mrkdwn import Names, plain, read
from bot.demo.human.rich_text import rich_text
from bot.demo.world.form_state import SHAPES
from bot.demo.world.records import Json, Values

_RULE = "─" * 24
_LISTED = frozenset({"checkboxes", "radio_buttons"})


class Screen:
    """Draws one surface.

    Args:
        names: how ids read.
        values: what is typed and chosen now.
        errors: block_id -> what Slack writes under the field.
    """

    def __init__(
        self, names: Names, values: Values | None = None, errors: Mapping[str, str] | None = None
    ) -> None:
        self._names = names
        self._values = values or {}
        self._errors = errors or {}

    def draw(self, blocks: list[Json]) -> str:
        """All blocks from top to bottom."""
        return "\n".join(drawn for drawn in (self._block(block) for block in blocks) if drawn)

    def _block(self, block: Json) -> str:
        draw = {
            "header": self._titled,
            "alert": self._titled,
            "section": self._section,
            "context": self._context,
            "actions": self._actions,
            "input": self._input,
            "divider": lambda _: _RULE,
            "rich_text": lambda rich: rich_text(rich, self._names),
            "markdown": lambda markdown: str(markdown["text"]),
            "image": lambda image: f"({image['alt_text']})",
            "table": self._table,
            "data_table": lambda table: f"{table['caption']}\n{self._table(table)}",
            "data_visualization": chart,
        }.get(block["type"], lambda other: f"({other['type']})")
        return draw(block)

    def _titled(self, block: Json) -> str:
        return self._text(block["text"])

    def _context(self, block: Json) -> str:
        return " · ".join(
            f"({each['alt_text']})" if each["type"] == "image" else self._text(each)
            for each in block["elements"]
        )

    def _actions(self, block: Json) -> str:
        return "  ".join(self._alone(each, block["block_id"]) for each in block["elements"])

    def _table(self, block: Json) -> str:
        return "\n".join(" | ".join(self._cell(cell) for cell in row) for row in block["rows"])

    def _section(self, block: Json) -> str:
        lines = [self._text(block["text"])] if "text" in block else []
        lines += [self._text(each) for each in block.get("fields", ())]
        if "accessory" in block:
            lines.append(self._alone(block["accessory"], block["block_id"]))
        return "\n".join(lines)

    def _input(self, block: Json) -> str:
        element = block["element"]
        star = "" if block.get("optional", False) else "* "
        value = self._element(element, block["block_id"])
        searches = sends_on_enter(block, element)
        if not value and element["type"].endswith("_select"):
            value = self._empty_menu(element)
        elif not value and searches:
            value = self._waiting(element, "↵")
        separator = "\n" if element["type"] in _LISTED else " "
        lines = [f"{star}{self._text(block['label'])}:{separator if value else ''}{value}"]
        if searches:
            lines.append("  Pulse Intro para enviarlo")  # as the client itself writes under it
        if "hint" in block:
            lines.append(f"  {self._text(block['hint'])}")
        if block["block_id"] in self._errors:
            lines.append(f"  ⚠ {self._errors[block['block_id']]}")
        return "\n".join(lines)

    def _alone(self, element: Json, block_id: str) -> str:
        """An element without a label: an empty menu is known by its placeholder."""
        return self._element(element, block_id) or (
            self._empty_menu(element) if "placeholder" in element else ""
        )

    def _empty_menu(self, element: Json) -> str:
        return self._waiting(element, "▾")

    def _waiting(self, element: Json, mark: str) -> str:
        """An empty element: its placeholder, and a mark for what to do with it."""
        placeholder = f"{self._text(element['placeholder'])} " if "placeholder" in element else ""
        return f"[ {placeholder}{mark} ]"

    def _element(self, element: Json, block_id: str) -> str:
        match element["type"]:
            case "button" | "workflow_button":
                return f"[ {self._text(element['text'])} ]"
            case "overflow":
                return "  ".join(f"[ {self._text(option['text'])} ]" for option in element["options"])
            case "image":
                return f"({element['alt_text']})"
            case kind if kind in _LISTED:
                return self._boxes(element, block_id)
            case _:
                return self._current(element, block_id)

    def _boxes(self, element: Json, block_id: str) -> str:
        content = self._content(element, block_id)
        many = content if isinstance(content, list) else [content]
        chosen = {each["value"] for each in many if isinstance(each, dict)}
        empty, full = ("☐", "☑") if element["type"] == "checkboxes" else ("○", "●")
        lines = []
        for option in element["options"]:
            mark = full if option["value"] in chosen else empty
            lines.append(f"  {mark} {self._text(option['text'])}")
            if "description" in option:
                lines.append(f"    {self._text(option['description'])}")
        return "\n".join(lines)

    def _current(self, element: Json, block_id: str) -> str:
        content = self._content(element, block_id)
        many = content if isinstance(content, list) else [content]
        return ", ".join(self._chosen(each) for each in many if each is not None)

    def _chosen(self, content: object) -> str:
        if isinstance(content, dict):
            return self._text(content["text"])
        return self._names(str(content))

    def _content(self, element: Json, block_id: str) -> object:
        shape = SHAPES.get(element["type"])
        value = self._values.get(block_id, {}).get(element["action_id"])
        return value[shape.key] if shape and value else None

    def _cell(self, cell: Json) -> str:
        return rich_text(cell, self._names) if cell["type"] == "rich_text" else str(cell["text"])

    def _text(self, text: Json | str) -> str:
        return text if isinstance(text, str) else plain(text, self._names)


def message_text(body: Json, names: Names, values: Values) -> str:
    """What a message says: its blocks, or its text when it has none; then its files by their names."""
    blocks = body.get("blocks") or [
        block for attachment in body.get("attachments", ()) for block in attachment.get("blocks", ())
    ]
    words = Screen(names, values).draw(blocks) if blocks else read(body.get("text", ""), names)
    return "\n".join([*([words] if words else []), *(f"📎 {file['name']}" for file in body.get("files", ()))])
