"""What Slack demands between the fields of one object, beyond their shapes.

Every rule is given an object whose shape is already right, so it may read its fields without asking.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from bot.demo.strict.limits import Shape, Surface
from bot.demo.strict.problems import child, problem


def rules_between_fields(
    shape: Shape, value: Mapping[str, Any], pointer: str, surface: Surface
) -> Iterator[str]:
    """Yield the problems of one well-shaped object, found by the rules that concern its shape."""
    match shape.name:
        case "block.actions" | "block.context_actions":
            yield from _distinct_action_ids(value["elements"], child(pointer, "elements"))
            yield from _no_response_urls(value["elements"], child(pointer, "elements"))
        case "block.card":
            yield from _distinct_action_ids(value.get("actions", ()), child(pointer, "actions"))
        case "block.section":
            yield from _no_response_urls([value.get("accessory", {})], pointer)
        case "block.input":
            yield from _input_block(value, pointer, surface)
        case "block.container":
            yield from _container(value, pointer)
        case "block.data_table":
            yield from _data_table(shape, value, pointer)
        case "chart.bar" | "chart.line" | "chart.area" | "chart.pie":
            yield from _chart(value, pointer)
        case "element.number_input":
            yield from _decimals(value, pointer)
    if shape.family == "element":
        yield from _options(value, pointer)
        yield from _ordered(value, pointer)


def repeated(values: Iterable[object]) -> Iterator[int]:
    """Yield the positions of values that stood there before."""
    seen: list[object] = []
    for index, value in enumerate(values):
        if value in seen:
            yield index
        seen.append(value)


def _distinct_action_ids(elements: Sequence[Mapping[str, Any]], pointer: str) -> Iterator[str]:
    named = [
        (index, element["action_id"]) for index, element in enumerate(elements) if "action_id" in element
    ]
    for position in repeated(action_id for _, action_id in named):
        index, action_id = named[position]
        where = child(child(pointer, index), "action_id")
        yield problem(f'`action_id` "{action_id}" already exists for another element', where)


def _no_response_urls(elements: Sequence[Mapping[str, Any]], pointer: str) -> Iterator[str]:
    for element in elements:
        if element.get("response_url_enabled"):
            yield problem("response_url_enabled is only available in an input block of a modal", pointer)


def _input_block(block: Mapping[str, Any], pointer: str, surface: Surface) -> Iterator[str]:
    element = block["element"]
    if surface is not Surface.MODAL:
        yield from _no_response_urls([element], child(pointer, "element"))
    if block.get("dispatch_action") and element["type"] == "file_input":
        yield problem("dispatch_action is not available with file_input", child(pointer, "dispatch_action"))


def _container(block: Mapping[str, Any], pointer: str) -> Iterator[str]:
    if block.get("has_header_divider") and block.get("is_collapsible"):
        yield problem("has_header_divider excludes is_collapsible", pointer)
    if block.get("default_collapsed") and not block.get("is_collapsible"):
        yield problem("default_collapsed needs is_collapsible", pointer)


def _options(element: Mapping[str, Any], pointer: str) -> Iterator[str]:
    groups = element.get("option_groups", ())
    offered = [*element.get("options", ()), *(option for group in groups for option in group["options"])]
    for index in repeated(option["value"] for option in offered):
        yield problem(f'option value "{offered[index]["value"]}" is not unique', pointer)
    chosen = [*element.get("initial_options", ())]
    if "initial_option" in element:
        chosen.append(element["initial_option"])
    # An external select offers its options later, so there is nothing to compare with yet.
    if offered and any(_stripped(option) not in map(_stripped, offered) for option in chosen):
        field = "initial_option" if "initial_option" in element else "initial_options"
        yield problem("must be identical to an option offered", child(pointer, field))
    for index in repeated(option["value"] for option in chosen):
        yield problem("must not choose an option twice", child(child(pointer, "initial_options"), index))
    if len(chosen) > element.get("max_selected_items", len(chosen)):
        yield problem("must not choose more than max_selected_items", child(pointer, "initial_options"))


def _stripped(option: Mapping[str, Any]) -> tuple[object, ...]:
    """Return what must agree between an option chosen and the one offered."""
    description = option.get("description")
    return option["value"], option["text"]["text"], description and description["text"]


def _ordered(element: Mapping[str, Any], pointer: str) -> Iterator[str]:
    for low, high in (("min_length", "max_length"), ("min_lines", "max_lines"), ("min_value", "max_value")):
        if low in element and high in element and Decimal(element[low]) > Decimal(element[high]):
            yield problem(f"must be no more than {high}", child(pointer, low))


def _decimals(element: Mapping[str, Any], pointer: str) -> Iterator[str]:
    if element["is_decimal_allowed"]:
        return
    for name in ("initial_value", "min_value", "max_value"):
        if name in element and Decimal(element[name]) % 1:
            yield problem("must be a whole number", child(pointer, name))


def _data_table(shape: Shape, block: Mapping[str, Any], pointer: str) -> Iterator[str]:
    rows = block["rows"]
    width = len(rows[0])
    if any(len(row) != width for row in rows):
        yield problem("all rows must have the same number of cells", child(pointer, "rows"))
    if any(cell["type"] == "rich_text" for cell in rows[0]):
        yield problem("the header row may not hold rich_text", child(pointer, "rows/0"))
    if block.get("row_header_column_index", 0) >= width:
        yield problem("must be the index of a column", child(pointer, "row_header_column_index"))
    if shape.total_text is not None and _characters(rows) > shape.total_text:
        yield problem(f"must be less than {shape.total_text + 1} characters", child(pointer, "rows"))


def _characters(value: object) -> int:
    if isinstance(value, Mapping):
        own = value.get("text")
        rest = (part for name, part in value.items() if name != "text")
        return (len(own) if isinstance(own, str) else _characters(own)) + sum(map(_characters, rest))
    if isinstance(value, list | tuple):
        return sum(map(_characters, value))
    return 0


def _chart(chart: Mapping[str, Any], pointer: str) -> Iterator[str]:
    if "series" in chart:
        yield from _series(chart, pointer)
    for index in repeated(segment["label"] for segment in chart.get("segments", ())):
        yield problem("segment labels must be unique", child(f"{pointer}/segments", index))


def _series(chart: Mapping[str, Any], pointer: str) -> Iterator[str]:
    where = child(pointer, "series")
    for index in repeated(chart["axis_config"]["categories"]):
        yield problem("categories must be unique", child(f"{pointer}/axis_config/categories", index))
    categories = sorted(chart["axis_config"]["categories"])
    for index in repeated(series["name"] for series in chart["series"]):
        yield problem("series names must be unique", child(where, index))
    for index, series in enumerate(chart["series"]):
        if sorted(point["label"] for point in series["data"]) != categories:
            yield problem("must have exactly one point for every category", child(where, index))
