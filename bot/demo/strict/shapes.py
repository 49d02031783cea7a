"""Checks any JSON value against the shapes of limits.toml: a small recursive interpreter, without numbers.

A problem is a sentence like Slack's own in `response_metadata.messages`:
`[ERROR] must be less than 25 characters [json-pointer:/view/title/text]`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.demo.strict.block_rules import rules_between_fields
from bot.demo.strict.limits import Kind, Shape, Slot, Surface, shapes_for
from bot.demo.strict.problems import child, problem


@dataclass(frozen=True)
class Walk:
    """One check, on the surface where the blocks would stand."""

    surface: Surface

    def value(self, slot: Slot, value: object, pointer: str) -> Iterator[str]:
        """Check one value against what its slot may hold."""
        if value is None and slot.nullable:
            return
        match slot.kind:
            case None:
                yield from self.shape(slot, value, pointer)
            case Kind.LIST:
                yield from self._list(slot, value, pointer)
            case kind:
                yield from _plain(kind, slot, value, pointer)

    def shape(self, slot: Slot, value: object, pointer: str) -> Iterator[str]:
        """Check an object against the shapes its slot offers, chosen by its "type"."""
        if not isinstance(value, Mapping):
            yield problem("must provide an object", pointer)
            return
        offered = shapes_for(slot.holds)
        if None in offered:
            yield from self._fields(offered[None], value, pointer, None)
            return
        tag = value.get("type")
        if tag is None:
            yield problem("missing required field: type", pointer)
        elif not isinstance(tag, str) or tag not in offered:
            yield problem(f"unsupported type: {tag}", child(pointer, "type"))
        elif offered[tag].surfaces is not None and self.surface not in (offered[tag].surfaces or ()):
            yield problem(
                f"unsupported type: {tag} (not available in a {self.surface})", child(pointer, "type")
            )
        else:
            yield from self._fields(offered[tag], value, pointer, slot.max)

    def _fields(
        self, shape: Shape, value: Mapping[str, Any], pointer: str, text_max: int | None
    ) -> Iterator[str]:
        found = [*_missing_and_unknown(shape, value, pointer), *_groups(shape, value, pointer)]
        for name, slot in shape.fields.items():
            if name in value:
                # The holder of a text object bounds its text: a header's has 150 characters, a section's 3,000.
                bounded = slot.model_copy(update={"max": text_max}) if text_max and name == "text" else slot
                found += self.value(bounded, value[name], child(pointer, name))
        yield from found
        if not found:
            yield from rules_between_fields(shape, value, pointer, self.surface)

    def _list(self, slot: Slot, value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, list | tuple):
            yield problem("must provide an array", pointer)
            return
        if slot.max is not None and len(value) > slot.max:
            yield problem(f"no more than {slot.max} items allowed", pointer)
        if slot.min is not None and len(value) < slot.min:
            yield problem(f"no fewer than {slot.min} items allowed", pointer)
        if slot.of is not None:
            for index, item in enumerate(value):
                yield from self.value(slot.of, item, child(pointer, index))


def _missing_and_unknown(shape: Shape, value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    for name, slot in shape.fields.items():
        if slot.required and name not in value:
            yield problem(f"missing required field: {name}", pointer)
    known = shape.fields.keys() | ({"type"} if shape.tag else set())
    for name in value:
        if name not in known:
            yield problem(f"invalid additional property: {name}", pointer)


def _groups(shape: Shape, value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    for group in shape.exactly_one:
        if sum(name in value for name in group) != 1:
            yield problem(f"must define exactly one of: {', '.join(group)}", pointer)
    for group in shape.at_least_one:
        if not any(name in value for name in group):
            yield problem(f"must define at least one of: {', '.join(group)}", pointer)


def _plain(kind: Kind, slot: Slot, value: object, pointer: str) -> Iterator[str]:
    if kind is Kind.STRING and isinstance(value, str):
        yield from _string(slot, value, pointer)
    elif kind in {Kind.INTEGER, Kind.NUMBER} and _is_number(kind, value):
        yield from _number(slot, value, pointer)
    elif not (kind is Kind.BOOLEAN and isinstance(value, bool)) and not (
        kind is Kind.MAPPING and isinstance(value, Mapping)
    ):
        article = "an" if kind is Kind.INTEGER else "a"
        yield problem(f"must provide {article} {'object' if kind is Kind.MAPPING else kind}", pointer)


def _is_number(kind: Kind, value: object) -> bool:
    # JSON's true is not a number, whatever Python thinks.
    return not isinstance(value, bool) and isinstance(value, int if kind is Kind.INTEGER else int | float)


def _string(slot: Slot, value: str, pointer: str) -> Iterator[str]:
    if slot.max is not None and len(value) > slot.max:
        yield problem(f"must be less than {slot.max + 1} characters", pointer)
    elif slot.min is not None and len(value) < slot.min:
        yield problem(f"must be more than {slot.min - 1} characters", pointer)
    elif slot.choices and value not in slot.choices:
        yield problem(f"must be one of: {', '.join(slot.choices)}", pointer)
    elif slot.format is not None and not _FORMATS[slot.format](value):
        yield problem(f"must be a valid {slot.format}", pointer)


def _number(slot: Slot, value: Any, pointer: str) -> Iterator[str]:  # noqa: ANN401  # an int or a float, seen above
    if slot.max is not None and value > slot.max:
        yield problem(f"must be no more than {slot.max}", pointer)
    elif slot.min is not None and value < slot.min:
        yield problem(f"must be no less than {slot.min}", pointer)
    elif slot.format == "positive" and value <= 0:
        yield problem("must be more than 0", pointer)


def _is_url(value: str) -> bool:
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", value) is not None


def _is_web_url(value: str) -> bool:
    return re.fullmatch(r"https?://\S+", value) is not None and bool(urlsplit(value).netloc)


def _is_https_url(value: str) -> bool:
    return value.startswith("https://") and _is_web_url(value)


def _is_date(value: str) -> bool:
    # fromisoformat also reads 20260114 and 2026-W03-3; Slack does not.
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) is not None and _reads(
        date.fromisoformat, value
    )


def _is_time(value: str) -> bool:
    return re.fullmatch(r"[0-9]{2}:[0-9]{2}", value) is not None and _reads(time.fromisoformat, value)


def _is_timezone(value: str) -> bool:
    return _reads(ZoneInfo, value)


def _is_decimal(value: str) -> bool:
    return _reads(Decimal, value) and Decimal(value).is_finite()


def _reads(read: Callable[[str], object], value: str) -> bool:
    try:
        read(value)
    except (ValueError, InvalidOperation, ZoneInfoNotFoundError, OSError):
        return False
    return True


_FORMATS: Mapping[str, Callable[[str], bool]] = {
    "url": _is_url,
    "web_url": _is_web_url,
    "https_url": _is_https_url,
    "date": _is_date,
    "time": _is_time,
    "timezone": _is_timezone,
    "decimal": _is_decimal,
}
