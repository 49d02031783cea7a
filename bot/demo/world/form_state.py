"""`state.values`: what each kind of element holds when empty, at first, and after an update."""

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.demo.world.records import Json, Values


@dataclass(frozen=True)
class Shape:
    """Where an element's value lives: `key` in the state, `initial` in the element's definition."""

    key: str
    initial: str
    empty: Callable[[], Any]

    def value(self, kind: str, content: Any) -> Json:  # noqa: ANN401 - text, an option, a list of them
        """The state's entry for this content."""
        return {"type": kind, self.key: content}


def _nothing() -> None:
    return None


SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "plain_text_input": Shape("value", "initial_value", _nothing),
        "email_text_input": Shape("value", "initial_value", _nothing),
        "url_text_input": Shape("value", "initial_value", _nothing),
        "number_input": Shape("value", "initial_value", _nothing),
        "static_select": Shape("selected_option", "initial_option", _nothing),
        "external_select": Shape("selected_option", "initial_option", _nothing),
        "radio_buttons": Shape("selected_option", "initial_option", _nothing),
        "multi_static_select": Shape("selected_options", "initial_options", list),
        "multi_external_select": Shape("selected_options", "initial_options", list),
        "checkboxes": Shape("selected_options", "initial_options", list),
        "users_select": Shape("selected_user", "initial_user", _nothing),
        "multi_users_select": Shape("selected_users", "initial_users", list),
        "conversations_select": Shape("selected_conversation", "initial_conversation", _nothing),
        "channels_select": Shape("selected_channel", "initial_channel", _nothing),
        "datepicker": Shape("selected_date", "initial_date", _nothing),
        "timepicker": Shape("selected_time", "initial_time", _nothing),
        "datetimepicker": Shape("selected_date_time", "initial_date_time", _nothing),
    }
)


def elements_of(block: Json) -> Iterator[Json]:
    """The interactive elements of one block, in the order a person meets them."""
    if block["type"] == "input":
        yield block["element"]
    elif block["type"] == "actions":
        yield from block["elements"]
    elif block["type"] == "section" and block.get("accessory", {}).get("type", "image") != "image":
        yield block["accessory"]


def with_ids(blocks: list[Json], nonce: Callable[[], str]) -> list[Json]:
    """A copy of the blocks in which every block and every element has an id, as Slack returns them."""
    named = copy.deepcopy(blocks)
    for block in named:
        block.setdefault("block_id", nonce())
        for element in elements_of(block):
            element.setdefault("action_id", nonce())
    return named


def values_after_update(blocks: list[Json], before: Values) -> Values:
    """The state of freshly drawn blocks: what was typed survives only under the same block_id and action_id."""
    values: Values = {}
    for block in blocks:
        for element in elements_of(block):
            shape = SHAPES.get(element["type"])
            if shape is None:
                continue
            kept = before.get(block["block_id"], {}).get(element["action_id"])
            if kept is None or kept["type"] != element["type"]:
                content = copy.deepcopy(element.get(shape.initial, shape.empty()))
                kept = shape.value(element["type"], content)
            values.setdefault(block["block_id"], {})[element["action_id"]] = kept
    return values
