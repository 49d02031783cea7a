"""`data_visualization` blocks as SVG, with the same figures in a table for whoever does not see the drawing.

Colours come from the stylesheet, by class: `ink-1` to `ink-6`.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.demo.world.records import Json
from bot.views.text import figure

WIDTH, HEIGHT = 640, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 12, 28, 40
_LETTER, _GAP = 7.6, 10  # how wide a letter is at most, and what keeps two words apart
_WIDEST_BAR = 56
_TICKS = 4
_INKS = 6
_PIE = 100
_TURN = 2 * math.pi

Number = int | float


@dataclass(frozen=True)
class Chart:
    """A chart as it is drawn.

    Attributes:
        drawing: the inside of the `svg` element.
        viewbox: of the `svg` element.
        keys: the names of the inks, in their order; empty when there is only one.
        head: of the table.
        rows: of the table: a name, then its figures as people read them.
    """

    title: str
    drawing: Markup
    viewbox: str
    keys: Sequence[str]
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def chart(block: Json) -> Chart:
    """Return the drawing of a block with a pie, bars, lines or areas."""
    drawn = block["chart"]
    if drawn["type"] == "pie":
        return _pie(block["title"], drawn["segments"])
    axes = drawn["axis_config"]
    categories: list[str] = axes["categories"]
    series = {
        each["name"]: {point["label"]: point["value"] for point in each["data"]} for each in drawn["series"]
    }
    values = [[points.get(category, 0) for category in categories] for points in series.values()]
    plot = Plot(len(categories), max((number for row in values for number in row), default=0))
    marks = (
        plot.bars(values) if drawn["type"] == "bar" else plot.lines(values, filled=drawn["type"] == "area")
    )
    return Chart(
        title=block["title"],
        drawing=Markup("").join(
            [*plot.grid(), *plot.labels(categories, axes.get("x_label"), axes.get("y_label")), *marks]
        ),
        viewbox=f"0 0 {WIDTH} {HEIGHT}",
        keys=list(series) if len(series) > 1 else [],
        head=[axes.get("x_label") or "", *series],
        rows=[
            [category, *(number_text(row[index]) for row in values)]
            for index, category in enumerate(categories)
        ],
    )


def number_text(number: Number) -> str:
    """Return a figure as people write it: dots between thousands, a decimal comma."""
    whole = figure(int(number))
    return whole if number == int(number) else f"{whole},{f'{number:.2f}'.partition('.')[2].rstrip('0')}"


class Plot:
    """The plane of a chart with categories from left to right and figures upwards.

    Args:
        categories: how many.
        most: the largest figure.
    """

    def __init__(self, categories: int, most: Number) -> None:
        self._slot = (WIDTH - _LEFT - _RIGHT) / max(categories, 1)
        self._step = step_for(most)
        self._top = self._step * max(math.ceil(most / self._step), 1)

    def grid(self) -> Iterator[Markup]:
        """Yield the lines across, each with its figure."""
        for tick in range(round(self._top / self._step) + 1):
            value = tick * self._step
            y = self._y(value)
            yield Markup('<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(
                _LEFT, WIDTH - _RIGHT, y, y
            )
            yield _word("tick", _LEFT - 8, y + 4, number_text(value))

    def labels(self, categories: Sequence[str], below: str | None, beside: str | None) -> Iterator[Markup]:
        """Yield the names of the categories, as many as fit, and what they and the figures are."""
        longest = max((len(category) for category in categories), default=0)
        every = max(math.ceil((longest * _LETTER + _GAP) / self._slot), 1)
        for index in range(0, len(categories), every):
            yield _word("label", self._middle(index), HEIGHT - _BOTTOM + 18, categories[index])
        if below:
            yield _word("label axis", (_LEFT + WIDTH - _RIGHT) / 2, HEIGHT - 4, below)
        if beside:
            yield _word("beside", 0, 12, beside)

    def bars(self, values: Sequence[Sequence[Number]]) -> Iterator[Markup]:
        """Yield the bars of every series side by side."""
        width = round(min(self._slot * 0.84 / max(len(values), 1), _WIDEST_BAR), 1)
        for number, row in enumerate(values):
            for index, value in enumerate(row):
                x = self._middle(index) + (number - len(values) / 2) * width
                y = self._y(value)
                yield Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>').format(
                    ink(number), round(x, 1), y, round(width - 1.5, 1), round(self._y(0) - y, 1)
                )

    def lines(self, values: Sequence[Sequence[Number]], *, filled: bool) -> Iterator[Markup]:
        """Yield one line for every series, and the area below it if it is filled."""
        for number, row in enumerate(values):
            points = [(self._middle(index), self._y(value)) for index, value in enumerate(row)]
            path = " ".join(f"{x},{y}" for x, y in points)
            if filled and points:
                area = f"{points[0][0]},{self._y(0)} {path} {points[-1][0]},{self._y(0)}"
                yield Markup('<polygon class="{} area" points="{}"/>').format(ink(number), area)
            yield Markup('<polyline class="{} line" points="{}"/>').format(ink(number), path)

    def _middle(self, index: int) -> float:
        return round(_LEFT + (index + 0.5) * self._slot, 1)

    def _y(self, value: Number) -> float:
        return round(HEIGHT - _BOTTOM - value / self._top * (HEIGHT - _TOP - _BOTTOM), 1)


def step_for(most: Number) -> Number:
    """Return the distance between the lines across: 1, 2 or 5 with zeros, so that a handful of lines suffice."""
    rough = max(most / _TICKS, 1)
    power: int = 10 ** int(math.log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)


def ink(number: int) -> str:
    """Return the class of a series by its place, from 0."""
    return f"ink-{number % _INKS + 1}"


def _pie(title: str, segments: Sequence[Json]) -> Chart:
    total = sum(segment["value"] for segment in segments) or 1
    slices: list[Markup] = []
    begun = 0.0
    for number, segment in enumerate(segments):
        share = segment["value"] / total
        slices.append(_slice(ink(number), begun, share))
        begun += share
    return Chart(
        title=title,
        drawing=Markup("").join(slices),
        viewbox=f"{-_PIE - 4} {-_PIE - 4} {2 * _PIE + 8} {2 * _PIE + 8}",
        keys=[f"{segment['label']}: {number_text(segment['value'])}" for segment in segments],
        head=["", "Cantidad"],
        rows=[[segment["label"], number_text(segment["value"])] for segment in segments],
    )


def _slice(name: str, begun: float, share: float) -> Markup:
    if share >= 1:  # an arc that ends where it began is nothing
        return Markup('<circle class="{} slice" r="{}"/>').format(name, _PIE)
    (x1, y1), (x2, y2) = _on_circle(begun), _on_circle(begun + share)
    path = f"M0,0 L{x1},{y1} A{_PIE},{_PIE} 0 {int(share > 0.5)} 1 {x2},{y2} Z"
    return Markup('<path class="{} slice" d="{}"/>').format(name, path)


def _on_circle(turn: float) -> tuple[float, float]:
    return round(_PIE * math.sin(_TURN * turn), 2), round(-_PIE * math.cos(_TURN * turn), 2)


def _word(name: str, x: float, y: float, word: str) -> Markup:
    return Markup('<text class="{}" x="{}" y="{}">{}</text>').format(name, round(x, 1), round(y, 1), word)
