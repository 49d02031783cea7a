"""Every bound of limits.toml, tried at its value and one beyond it; a new row is tested by itself."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from bot.demo.strict.limits import Kind, Shape, Slot, load, shapes_for
from bot.demo.strict.payloads import Surface, check_blocks, check_message, check_view

SAMPLES = {
    "url": "https://example.org/",
    "web_url": "https://example.org/",
    "https_url": "https://example.org/",
    "date": "2026-01-14",
    "time": "08:30",
    "timezone": "America/Bogota",
    "decimal": "7",
}


def sample(slot: Slot, size: int | None = None, salt: str = "") -> Any:
    """The smallest value a slot takes, or one of exactly `size`: characters, items or the number itself."""
    match slot.kind:
        case None:
            return sample_object(next(iter(shapes_for(slot.holds).values())), text_size=size, salt=salt)
        case Kind.LIST:
            count = slot.min or 0 if size is None else size
            return [sample(slot.of, salt=f"{salt}{index or ''}") for index in range(count)] if slot.of else []
        case Kind.STRING:
            return sample_string(slot, size, salt)
        case Kind.BOOLEAN:
            return False
        case Kind.MAPPING:
            return {}
        case _:
            return (1 if slot.min is None else slot.min) if size is None else size


def sample_string(slot: Slot, size: int | None, salt: str) -> str:
    if slot.choices:
        return slot.choices[-1]
    text = SAMPLES.get(slot.format or "", salt or "ñ")
    if size is None:
        return text
    return "" if size == 0 else text + "ñ" * (size - len(text)) if slot.format else "ñ" * size


def sample_object(shape: Shape, text_size: int | None = None, salt: str = "", **given: Any) -> dict[str, Any]:
    """The smallest object of a shape around the fields given, distinct by its salt."""
    wanted = [name for name, slot in shape.fields.items() if slot.required]
    if "initial_options" in given and "options" in shape.fields:
        given["options"] = given["initial_options"]  # whatever is chosen has to be offered
    groups = (*shape.exactly_one, *shape.at_least_one)
    wanted += [group[0] for group in groups if not set(group) & given.keys()]
    built = {name: sample(shape.fields[name], salt=salt) for name in wanted if name not in given}
    if text_size is not None:
        built["text"] = sample(shape.fields["text"], text_size)
    return ({"type": shape.tag} if shape.tag else {}) | built | given


@dataclass(frozen=True)
class Step:
    """How one shape stands in a field of another."""

    parent: Shape
    field: str

    def around(self, value: Any, pointer: str) -> tuple[dict[str, Any], str]:
        slot, path = self.parent.fields[self.field], f"/{self.field}"
        while slot.of is not None:
            count = max(slot.min or 1, 1)
            value, path = [value, *(sample(slot.of, salt=str(n)) for n in range(1, count))], f"{path}/0"
            slot = slot.of
        return sample_object(self.parent, **{self.field: value}), path + pointer


def held(slot: Slot) -> Iterator[Shape]:
    innermost = slot
    while innermost.of is not None:
        innermost = innermost.of
    if innermost.kind is None:
        yield from shapes_for(innermost.holds).values()


@cache
def way_up(name: str) -> tuple[list[Step], Shape]:
    """The shortest way from a shape to a block, view or message that holds it."""
    queue: deque[tuple[Shape, list[Step]]] = deque([(load().shapes[name], [])])
    seen = {name}
    while queue:
        current, steps = queue.popleft()
        if current.family in {"block", "view"} or current.name == "object.message":
            return steps, current
        for parent in load().shapes.values():
            for field, slot in parent.fields.items():
                if parent.name not in seen and current in held(slot):
                    seen.add(parent.name)
                    queue.append((parent, [*steps, Step(parent, field)]))
    raise AssertionError(f"{name} stands nowhere")


def refusals(shape: Shape, field: str, value: Any) -> tuple[list[str], str]:
    """What is said of a payload whose only oddity is this value, and the pointer to it."""
    return sent(shape, sample_object(shape, **{field: value}), f"/{field}")


def sent(shape: Shape, payload: dict[str, Any], pointer: str = "") -> tuple[list[str], str]:
    """What is said of an object of this shape inside the smallest payload that holds it."""
    steps, root = way_up(shape.name)
    for step in steps:
        payload, pointer = step.around(payload, pointer)
    if root.family == "view":
        return check_view(payload), f"/view{pointer}"
    if root.name == "object.message":
        return check_message({"text": "Hola"} | payload), pointer
    surface = next(surface for surface in Surface if surface in (root.surfaces or ()))
    return check_blocks([payload], surface), f"/blocks/0{pointer}"


def about(problems: list[str], pointer: str) -> list[str]:
    below = (pointer, f"{pointer}/text")
    return [line for line in problems if line.rpartition("json-pointer:")[2].rstrip("]") in below]


def bounds(name: str) -> list[Any]:
    return [
        pytest.param(shape, field, slot, getattr(slot, name), id=f"{shape.name}.{field}")
        for shape in load().shapes.values()
        for field, slot in shape.fields.items()
        if getattr(slot, name) is not None
    ]


def item_bounds() -> list[Any]:
    return [
        pytest.param(shape, field, slot, slot.of, slot.of.max, id=f"{shape.name}.{field}")
        for shape in load().shapes.values()
        for field, slot in shape.fields.items()
        if slot.of is not None and slot.of.max is not None
    ]


@pytest.mark.parametrize(("shape", "field", "slot", "limit"), bounds("max"))
def test_a_value_at_its_upper_limit_is_accepted(shape: Shape, field: str, slot: Slot, limit: int) -> None:
    problems, pointer = refusals(shape, field, sample(slot, limit))
    assert about(problems, pointer) == []


@pytest.mark.parametrize(("shape", "field", "slot", "limit"), bounds("max"))
def test_a_value_beyond_its_upper_limit_is_refused(shape: Shape, field: str, slot: Slot, limit: int) -> None:
    problems, pointer = refusals(shape, field, sample(slot, limit + 1))
    assert len(about(problems, pointer)) == 1
    assert str(limit) in about(problems, pointer)[0] or str(limit + 1) in about(problems, pointer)[0]


@pytest.mark.parametrize(("shape", "field", "slot", "limit"), bounds("min"))
def test_a_value_at_its_lower_limit_is_accepted(shape: Shape, field: str, slot: Slot, limit: int) -> None:
    # A URL of one character is none: its lower limit is there to refuse the empty one.
    size = max(limit, len(SAMPLES[slot.format])) if slot.format in SAMPLES else limit
    problems, pointer = refusals(shape, field, sample(slot, size))
    assert about(problems, pointer) == []


@pytest.mark.parametrize(
    ("shape", "field", "slot", "limit"), [row for row in bounds("min") if row.values[3] > 0]
)
def test_a_value_beyond_its_lower_limit_is_refused(shape: Shape, field: str, slot: Slot, limit: int) -> None:
    problems, pointer = refusals(shape, field, sample(slot, limit - 1))
    assert len(about(problems, pointer)) == 1


@pytest.mark.parametrize(("shape", "field", "slot", "item", "limit"), item_bounds())
def test_an_item_of_a_list_has_its_own_limit(
    shape: Shape, field: str, slot: Slot, item: Slot, limit: int
) -> None:
    others = [sample(item, salt=str(index)) for index in range(1, slot.min or 1)]
    at_limit, pointer = refusals(shape, field, [sample(item, limit), *others])
    beyond, _ = refusals(shape, field, [sample(item, limit + 1), *others])
    assert about(at_limit, f"{pointer}/0") == []
    assert len(about(beyond, f"{pointer}/0")) == 1


def every(choose: Callable[[Slot], bool]) -> list[Any]:
    return [
        pytest.param(shape, field, slot, id=f"{shape.name}.{field}")
        for shape in load().shapes.values()
        for field, slot in shape.fields.items()
        if choose(slot)
    ]


@pytest.mark.parametrize("shape", load().shapes.values(), ids=lambda shape: shape.name)
def test_the_smallest_object_of_every_shape_is_accepted(shape: Shape) -> None:
    problems, _ = sent(shape, sample_object(shape))
    assert problems == []


@pytest.mark.parametrize(("shape", "field", "slot"), every(lambda slot: bool(slot.holds)))
def test_a_value_of_another_type_is_refused(shape: Shape, field: str, slot: Slot) -> None:
    problems, pointer = refusals(
        shape, field, 7 if slot.kind is not Kind.INTEGER and slot.kind is not Kind.NUMBER else "7"
    )
    assert [line for line in about(problems, pointer) if "must provide a" in line]


@pytest.mark.parametrize(("shape", "field", "slot"), every(lambda slot: slot.required))
def test_a_required_field_is_missed(shape: Shape, field: str, slot: Slot) -> None:
    assert slot.required
    payload = sample_object(shape)
    del payload[field]
    problems, _ = sent(shape, payload)
    assert [line for line in problems if f"missing required field: {field} " in line]


@pytest.mark.parametrize(("shape", "field", "slot"), every(lambda slot: bool(slot.choices)))
def test_only_the_choices_of_a_field_are_taken(shape: Shape, field: str, slot: Slot) -> None:
    for choice in slot.choices:
        problems, pointer = refusals(shape, field, choice)
        assert [line for line in about(problems, pointer) if "must be one of" in line] == []
    problems, pointer = refusals(shape, field, "otra")
    assert [line for line in about(problems, pointer) if "must be one of" in line]


@pytest.mark.parametrize(("shape", "field", "slot"), every(lambda slot: slot.format in SAMPLES))
def test_a_malformed_value_is_refused(shape: Shape, field: str, slot: Slot) -> None:
    problems, pointer = refusals(shape, field, "sin forma")
    assert [line for line in about(problems, pointer) if f"must be a valid {slot.format}" in line]


BLOCKS = [shape for shape in load().shapes.values() if shape.family == "block"]


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.name)
def test_a_block_stands_only_on_its_surfaces(block: Shape, surface: Surface) -> None:
    problems = check_blocks([sample_object(block)], surface)
    refused = [line for line in problems if "unsupported type" in line]
    assert bool(refused) is (surface not in (block.surfaces or ()))


PLACES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "actions": lambda element: {"type": "actions", "elements": [element]},
    "section": lambda element: {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "Hola"},
        "accessory": element,
    },
    "input": lambda element: {
        "type": "input",
        "label": {"type": "plain_text", "text": "NIT"},
        "element": element,
    },
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "element",
    [shape for shape in load().shapes.values() if shape.family == "element"],
    ids=lambda shape: shape.name,
)
def test_an_element_stands_only_in_its_places(element: Shape, place: str) -> None:
    problems = check_blocks([PLACES[place](sample_object(element))], Surface.MODAL)
    refused = [line for line in problems if "unsupported type" in line]
    assert bool(refused) is (place not in element.places)
