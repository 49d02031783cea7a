"""Checks views, messages and blocks as strictly as Slack does, against the table in limits.toml.

Shapes come first; the rules that span a whole surface are asked only once the shapes are right.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.demo.strict.block_rules import repeated
from bot.demo.strict.limits import MethodRule, Quota, Slot, Surface, load, method_rules
from bot.demo.strict.problems import child, problem, slack_error
from bot.demo.strict.shapes import Walk

__all__ = [
    "MethodRule",
    "Surface",
    "check_blocks",
    "check_message",
    "check_view",
    "method_rules",
    "slack_error",
]

Placed = tuple[str, Mapping[str, Any]]
"""An object and the JSON pointer to it."""


def check_view(view: Mapping[str, object]) -> list[str]:
    """Check a modal or a Home tab, told apart by its "type".

    Returns Slack's sentences with pointers below /view; empty if Slack would take the view.
    """
    surface = Surface.HOME if view.get("type") == Surface.HOME else Surface.MODAL
    slot = _slot("view.*")
    found = list(Walk(surface).value(slot, view, "/view"))
    if found:
        return found
    blocks = _placed(_dicts(view["blocks"]), "/view/blocks")
    if "submit" not in view and any(block["type"] == "input" for _, block in blocks):
        needs_submit = surface is Surface.MODAL
        found += [problem("missing required field: submit", "/view")] if needs_submit else []
    size = len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode())
    if size > load().view_bytes:
        found.append(problem("view_too_large", "/view"))
    return [*found, *_whole_surface(blocks, surface)]


def check_message(payload: Mapping[str, object], *, update: bool = False) -> list[str]:
    """Check the content of chat.postMessage, or of chat.update: text, blocks, attachments, metadata.

    Other arguments are ignored: they are the method's (`MethodRule.check_arguments`). Returns Slack's sentences
    with pointers from the message's root; `slack_error` tells the error code that goes with them.
    """
    content = {name: payload[name] for name in load().shapes["object.message"].fields if name in payload}
    found = list(Walk(Surface.MESSAGE).value(_slot("object.message"), content, ""))
    if found:
        return found
    text = str(content.get("text", ""))
    if not any(content.get(name) for name in ("text", "blocks", "attachments")):
        found.append(problem("no_text", "/text"))
    if len(text) > (load().update_text if update else load().post_text):
        found.append(problem("msg_too_long", "/text"))
    blocks = _placed(_dicts(content.get("blocks", ())), "/blocks")
    for index, attachment in enumerate(_dicts(content.get("attachments", ()))):
        blocks += _placed(attachment.get("blocks", ()), f"/attachments/{index}/blocks")
    return [*found, *_whole_surface(blocks, Surface.MESSAGE)]


def check_blocks(blocks: Sequence[object], surface: Surface) -> list[str]:
    """Check blocks as they would stand on a surface, their number included; pointers start at /blocks."""
    holder = "object.message" if surface is Surface.MESSAGE else f"view.{surface}"
    slot = load().shapes[holder].fields["blocks"]
    found = list(Walk(surface).value(slot, blocks, "/blocks"))
    return found or list(_whole_surface(_placed(_dicts(blocks), "/blocks"), surface))


def _slot(reference: str) -> Slot:
    return Slot.model_validate({"is": reference})


def _dicts(value: object) -> Sequence[Mapping[str, Any]]:
    """Narrow what the shapes have already found to be a list of objects."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list | tuple) else []


def _placed(blocks: Iterable[Mapping[str, Any]], pointer: str) -> list[Placed]:
    return [(child(pointer, index), block) for index, block in enumerate(blocks)]


def _whole_surface(blocks: Sequence[Placed], surface: Surface) -> Iterator[str]:
    """Yield what is wrong between blocks: ids, focus, and how often one type may stand here."""
    nested = [*blocks, *(inner for place, block in blocks for inner in _children(block, place))]
    named = [(place, block["block_id"]) for place, block in nested if "block_id" in block]
    for index in repeated(block_id for _, block_id in named):
        place, block_id = named[index]
        yield problem(f'`block_id` "{block_id}" already exists for another block', child(place, "block_id"))
    for place in [place for place, element in _elements(nested) if element.get("focus_on_load")][1:]:
        yield problem("only one element may have focus_on_load", child(place, "focus_on_load"))
    for type_, quota in load().per_surface.get(surface, {}).items():
        yield from _quota(quota, type_, [placed for placed in nested if placed[1]["type"] == type_])
    for place, block in blocks:
        if block["type"] == "task_card" and block["status"] == "pending":
            yield problem("only a task of a plan may be pending", child(place, "status"))


def _children(block: Mapping[str, Any], pointer: str) -> Iterator[Placed]:
    """Yield the blocks a container, a carousel or a plan holds."""
    holders = {"container": "child_blocks", "carousel": "elements", "plan": "tasks"}
    if field := holders.get(block["type"]):
        yield from _placed(block.get(field, ()), child(pointer, field))


def _elements(blocks: Iterable[Placed]) -> Iterator[Placed]:
    """Yield the elements that stand directly in blocks, wherever they may stand in them."""
    for place, block in blocks:
        for field in ("element", "accessory"):
            if field in block:
                yield child(place, field), block[field]
        if block["type"] == "actions":
            yield from _placed(block["elements"], child(place, "elements"))


def _quota(quota: Quota, type_: str, blocks: Sequence[Placed]) -> Iterator[str]:
    if quota.blocks is not None and len(blocks) > quota.blocks:
        yield problem(quota.refusal or f"no more than {quota.blocks} {type_} blocks allowed", blocks[-1][0])
    if quota.characters is not None and sum(len(block["text"]) for _, block in blocks) > quota.characters:
        yield problem(
            f"{type_} blocks together must be less than {quota.characters + 1} characters", blocks[-1][0]
        )
