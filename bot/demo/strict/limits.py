"""Slack's limits, read from limits.toml and typed; no number lives outside that table."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

UNTYPED_FAMILY = "object"
"""Shapes of this family carry no "type"; those of every other family carry their own name."""


class Surface(StrEnum):
    """Where blocks are shown."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


class TokenKind(StrEnum):
    """Which token a method takes: the bot's (xoxb) or the app's (xapp)."""

    BOT = "bot"
    APP = "app"


class Kind(StrEnum):
    """What a field may hold, other than a shape of ours."""

    STRING = "string"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    LIST = "list"
    MAPPING = "mapping"


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class _Row(BaseModel):
    """One row of the table; a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Slot(_Row):
    """What one field, or one item of a list, may hold.

    `holds` is one `Kind` or the full names of shapes. `min` and `max` count code points of a string or of a
    text object's text, items of a list, or bound a number.
    """

    holds: Annotated[tuple[str, ...], BeforeValidator(_as_tuple)] = Field(alias="is")
    required: bool = False
    nullable: bool = False
    min: int | None = None
    max: int | None = None
    choices: tuple[str, ...] = ()
    format: str | None = None
    of: "Slot | None" = None

    @property
    def kind(self) -> Kind | None:
        """The plain kind of value, or None where shapes are meant."""
        return Kind(self.holds[0]) if self.holds[0] in set(Kind) else None


class Shape(_Row):
    """One kind of JSON object: its fields and what must hold between them."""

    name: str
    fields: Mapping[str, Slot] = {}
    surfaces: frozenset[Surface] | None = None
    places: frozenset[str] = frozenset()
    exactly_one: tuple[tuple[str, ...], ...] = ()
    at_least_one: tuple[tuple[str, ...], ...] = ()
    total_text: int | None = None

    @property
    def family(self) -> str:
        """The part before the dot: block, element, text, object..."""
        return self.name.partition(".")[0]

    @property
    def tag(self) -> str | None:
        """The value of its "type", or None if it carries none."""
        return None if self.family == UNTYPED_FAMILY else self.name.partition(".")[2]


class Quota(_Row):
    """How many blocks of one type, and characters in their texts together, one surface takes."""

    blocks: int | None = None
    characters: int | None = None
    refusal: str | None = None


class MethodRule(_Row):
    """What one Web API method asks of a call.

    Any one of `scopes` suffices (which one counts for conversations.* depends on the kind of conversation); none
    means that every token may call. `per_minute` is per workspace. `allowed` holds every argument the method
    knows, `required` those it cannot do without, and of `one_of` at least one must be given.
    """

    token: TokenKind = TokenKind.BOT
    scopes: frozenset[str] = frozenset()
    per_minute: int
    per_channel_per_second: int | None = None
    required: frozenset[str] = frozenset()
    one_of: frozenset[str] = frozenset()
    other: frozenset[str] = Field(default=frozenset(), alias="allowed", repr=False)

    @property
    def allowed(self) -> frozenset[str]:
        """Every argument the method knows."""
        return self.required | self.one_of | self.other

    def check_scopes(self, granted: Collection[str]) -> bool:
        """Whether a token with these scopes may call the method at all."""
        return not self.scopes or not self.scopes.isdisjoint(granted)

    def check_arguments(self, arguments: Collection[str]) -> list[str]:
        """Say what is missing or unknown among the names of a call's arguments; empty if nothing is."""
        given = frozenset(arguments)
        missing = sorted(self.required - given)
        if self.one_of and given.isdisjoint(self.one_of):
            missing.append(" or ".join(sorted(self.one_of)))
        return [
            *(f"[ERROR] missing required field: {name}" for name in missing),
            *(f"[ERROR] invalid additional property: {name}" for name in sorted(given - self.allowed)),
        ]


class Behaviour(_Row):
    """What a workspace does beyond checking shapes: times in seconds, the rest counts."""

    ack_seconds: float
    trigger_seconds: float
    view_stack: int
    response_url_uses: int
    response_url_seconds: float
    socket_connections: int
    history_page: int
    history_page_most: int
    rate_window_seconds: float
    upload_seconds: float
    channels_of_a_file: int
    channel_burst: int
    smallest_tier: int


class Limits(_Row):
    """The whole table. `per_surface` maps a surface and a block type to its quota."""

    shapes: Mapping[str, Shape]
    methods: Mapping[str, MethodRule]
    per_surface: Mapping[Surface, Mapping[str, Quota]]
    view_bytes: int
    post_text: int
    update_text: int
    behaviour: Behaviour


_FAMILIES = ("text", "object", "chart", "rich", "leaf", "element", "block", "view")


def _shapes(table: Mapping[str, Any]) -> dict[str, Shape]:
    shapes = {}
    for family in _FAMILIES:
        for name, row in table[family].items():
            merged: dict[str, Any] = {"fields": {}}
            for part in (*(table["base"][base] for base in row.get("base", ())), row):
                merged |= {key: value for key, value in part.items() if key not in {"base", "fields"}}
                merged["fields"] |= part.get("fields", {})
            full_name = f"{family}.{name}"
            shapes[full_name] = Shape(name=full_name, **merged)
    return shapes


def _methods(table: Mapping[str, Any]) -> dict[str, MethodRule]:
    everywhere: list[str] = table["every_method"]["allowed"]
    return {
        name: MethodRule(**(row | {"allowed": [*row.get("allowed", ()), *everywhere]}))
        for name, row in table["method"].items()
    }


@cache
def load() -> Limits:
    """Read limits.toml, once. Raises pydantic's ValidationError if a row is misspelt."""
    table = tomllib.loads(files("bot.demo.strict").joinpath("limits.toml").read_text(encoding="utf-8"))
    return Limits(
        shapes=_shapes(table),
        methods=_methods(table),
        per_surface=table["per_surface"],
        view_bytes=table["view_size"]["bytes"],
        post_text=table["message_text"]["post"],
        update_text=table["message_text"]["update"],
        behaviour=table["behaviour"],
    )


@cache
def shapes_for(holds: tuple[str, ...]) -> Mapping[str | None, Shape]:
    """Return the shapes a slot's `holds` names, by their "type" (None for the one without)."""
    return {shape.tag: shape for reference in holds for shape in _referred(reference)}


def _referred(reference: str) -> Iterator[Shape]:
    shapes = load().shapes
    family, _, name = reference.partition(".")
    if family == "place":
        yield from (shape for shape in shapes.values() if name in shape.places)
    elif name == "*":
        yield from (shape for shape in shapes.values() if shape.family == family)
    else:
        yield shapes[reference]


def method_rules() -> Mapping[str, MethodRule]:
    """Return the rule of every Web API method the workspace serves, by the method's name."""
    return load().methods


def behaviour() -> Behaviour:
    """Return the workspace's times and counts."""
    return load().behaviour
