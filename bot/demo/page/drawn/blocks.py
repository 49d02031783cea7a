"""One surface with blocks, as the templates ask about it: a message, a modal or the Home tab."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from bot.demo.human.fields import sends_on_enter
from bot.demo.human.mrkdwn import Names, plain
from bot.demo.page.drawn import mrkdwn
from bot.demo.world.form_state import SHAPES
from bot.demo.world.records import Json, Values

_UNFIT_FOR_ID = re.compile(r"[^A-Za-z0-9_-]")


@dataclass(frozen=True)
class Surface:
    """Blocks with what is typed and chosen in them.

    Attributes:
        ref: how acts address it: `view`, `home` or `message:CHANNEL:TS`.
        key: what the ids of its elements begin with; unique on the page.
        names: how ids read.
        errors: block_id -> what is written under the field.
        acts: whether its elements do anything; not so in attachments.
        who: the key of the person in front of it, whom links to messages lead there; "" where there are none.
    """

    ref: str
    key: str
    names: Names
    blocks: list[Json]
    values: Values = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    acts: bool = True
    who: str = ""

    def id(self, block: Json, element: Json | None = None) -> str:
        """Return the id of a block or of an element, which lasts as long as theirs."""
        parts = (
            self.key,
            block.get("block_id", ""),
            *([element.get("action_id", "")] if element is not None else []),
        )
        return _UNFIT_FOR_ID.sub(lambda unfit: f"_{ord(unfit[0]):x}", "-".join(parts))

    def text(self, shown: Json) -> Markup:
        """Return a text object as HTML."""
        return mrkdwn.text(shown, self.names, self.who)

    def leaf(self, shown: Json) -> Markup:
        """Return one piece of a `rich_text` block as HTML."""
        return mrkdwn.leaf(shown, self.names, self.who)

    def words(self, shown: Json | None) -> str:
        """Return a text object without marks, for attributes; "" for none."""
        return plain(shown, self.names) if shown else ""

    def content(self, block: Json, element: Json) -> object:
        """Return what the element holds now: text, a date, an option, a list of options, or None."""
        shape = SHAPES.get(element["type"])
        value = self.values.get(block.get("block_id", ""), {}).get(element.get("action_id", ""))
        return value[shape.key] if shape and value else None

    def typed(self, block: Json, element: Json) -> str:
        """Return the text in an element; "" for none."""
        content = self.content(block, element)
        return content if isinstance(content, str) else ""

    def chosen(self, block: Json, element: Json) -> list[str]:
        """Return the values of the options chosen in an element."""
        content = self.content(block, element)
        many = content if isinstance(content, list) else [content]
        return [str(each["value"]) for each in many if isinstance(each, dict)]

    def chosen_text(self, block: Json, element: Json) -> str:
        """Return how the option chosen in a menu reads; "" for none."""
        content = self.content(block, element)
        return self.words(content["text"]) if isinstance(content, dict) else ""

    def error(self, block: Json) -> str | None:
        """Return what is written under a field."""
        return self.errors.get(block.get("block_id", ""))

    def described_by(self, block: Json, element: Json) -> str:
        """Return the ids of the lines below a field, for `aria-describedby`."""
        lines = {
            "error": self.error(block) is not None,
            "hint": "hint" in block,
            "enter": self.waits_for_enter(block, element),
        }
        return " ".join(f"{self.id(block)}-{name}" for name, there in lines.items() if there)

    def waits_for_enter(self, block: Json, element: Json) -> bool:
        """Tell whether Enter in the element sends what is typed in it."""
        return sends_on_enter(block, element)
