"""What a person can fill in and press, found by what it is called on the screen."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.demo.human.mrkdwn import Names, plain
from bot.demo.world.form_state import SHAPES, elements_of
from bot.demo.world.records import Json

T = TypeVar("T")

_TYPED = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input"})


@dataclass(frozen=True)
class Field:
    """One element that holds a value.

    Attributes:
        label: the input's label, the section's text, or the placeholder.
        sends: whether a change reaches the app at once as block_actions.
        sends_on_enter: whether pressing Enter in it does.
    """

    label: str
    block: Json
    element: Json
    sends: bool
    sends_on_enter: bool = False

    @property
    def required(self) -> bool:
        """Whether Slack's client refuses to submit it empty."""
        return bool(self.block["type"] == "input" and not self.block.get("optional", False))


@dataclass(frozen=True)
class Pressable:
    """A button, or one entry of an overflow menu."""

    label: str
    block: Json
    element: Json
    option: Json | None = None


def fields_of(blocks: list[Json], names: Names) -> list[Field]:
    """Everything that can be filled in, from top to bottom."""
    return [
        Field(
            _label(block, element, names),
            block,
            element,
            sends=_sends(block, element),
            sends_on_enter=sends_on_enter(block, element),
        )
        for block in blocks
        for element in elements_of(block)
        if element["type"] in SHAPES
    ]


def pressables_of(blocks: list[Json], names: Names) -> Iterator[Pressable]:
    """Every button, from top to bottom."""
    for block in blocks:
        for element in elements_of(block):
            if element["type"] == "button":
                yield Pressable(plain(element["text"], names), block, element)
            elif element["type"] == "overflow":
                for option in element["options"]:
                    yield Pressable(plain(option["text"], names), block, element, option)


def pick(found: Sequence[T], label: str, nth: int | None, offered: list[str]) -> T:
    """The one meant by `label` (and `nth`, from 1), or LookupError that lists what there is."""
    if not found:
        raise LookupError(f"nothing called {label!r} here; there is: {offered}")
    if nth is None:
        if len(found) > 1:
            raise LookupError(f"{label!r} is here {len(found)} times; say nth=1..{len(found)}")
        return found[0]
    if not 1 <= nth <= len(found):
        raise LookupError(f"{label!r} is here {len(found)} times, there is no nth={nth}")
    return found[nth - 1]


def _label(block: Json, element: Json, names: Names) -> str:
    if block["type"] == "input":
        return plain(block["label"], names)
    if block["type"] == "section" and "text" in block:
        return plain(block["text"], names)
    return plain(element["placeholder"], names) if "placeholder" in element else str(element["action_id"])


def sends_on_enter(block: Json, element: Json) -> bool:
    """Whether Enter in this text input reaches the app; its client then says so under the field."""
    dispatches = block["type"] == "input" and bool(block.get("dispatch_action", False))
    return dispatches and element["type"] in _TYPED and "on_enter_pressed" in _triggers(element)


def _sends(block: Json, element: Json) -> bool:
    if block["type"] != "input":
        return True
    if not block.get("dispatch_action", False):
        return False
    return element["type"] not in _TYPED or "on_character_entered" in _triggers(element)


def _triggers(element: Json) -> Collection[str]:
    """When a text input sends; Slack waits for Enter unless told otherwise."""
    config: Json = element.get("dispatch_action_config", {})
    triggers: Collection[str] = config.get("trigger_actions_on", ("on_enter_pressed",))
    return triggers
