"""Keys that expire week by week: as Slack's own chart, and as bars of letters that every workspace and phone shows."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from slack_sdk.models.blocks import Block, RichTextBlock, RichTextElementParts, RichTextPreformattedElement

from bot.rules.figures import Week
from bot.views.digests.counts import shown_environments
from bot.views.text import ENVIRONMENTS, day_text, figure
from storage.enums import Environment

TITLE = "Llaves que vencen cada semana"

BAR = 16  # letters of the longest bar: with its day and its figure a line fits a phone

_INKS: Mapping[Environment, str] = {
    Environment.PREPRODUCTION: "▒",
    Environment.PRODUCTION: "█",
    Environment.DEVELOPMENT: "░",
}


class ChartBlock(Block):
    """Slack's `data_visualization`, for which the SDK has no class yet: a bar chart with one series per environment."""

    type = "data_visualization"

    def __init__(self, title: str, chart: Mapping[str, Any]) -> None:
        super().__init__(type=self.type)
        self.title = title
        self.chart = chart

    @property
    def attributes(self) -> set[str]:  # type: ignore[override] # the SDK's own subclasses do the same
        """What travels."""
        return {"type", "title", "chart"}


def weeks_chart(weeks: Sequence[Week]) -> Block:
    """Return the chart: one bar per environment with keys in every week."""
    labels = [_label(week.begins) for week in weeks]
    return ChartBlock(
        TITLE,
        {
            "type": "bar",
            "series": [
                {
                    "name": ENVIRONMENTS[environment],
                    "data": [
                        {"label": label, "value": week.expiring.get(environment, 0)}
                        for label, week in zip(labels, weeks, strict=True)
                    ],
                }
                for environment in _environments(weeks)
            ],
            "axis_config": {"categories": labels, "x_label": "Semana que empieza el", "y_label": "Llaves"},
        },
    )


def weeks_in_letters(weeks: Sequence[Week]) -> Block:
    """Return the same in letters of one width, the environments stacked in one bar."""
    most = max((total(week) for week in weeks), default=0)
    lines = [f"{_label(week.begins):>6} {_bar(week, most)} {figure(total(week))}" for week in weeks]
    legend = [f"{_INKS[environment]} {ENVIRONMENTS[environment]}" for environment in _environments(weeks)]
    text = "\n".join([TITLE, *lines, *legend])
    return RichTextBlock(
        elements=[RichTextPreformattedElement(elements=[RichTextElementParts.Text(text=text)])]
    )


def weeks_text(weeks: Sequence[Week]) -> str:
    """Return the figures of the weeks in one line, for whoever reads no blocks."""
    return f"{TITLE}: " + ", ".join(f"{_label(week.begins)} {figure(total(week))}" for week in weeks) + "."


def total(week: Week) -> int:
    """Return how many keys expire in a week, of all environments."""
    return sum(week.expiring.values())


def _environments(weeks: Sequence[Week]) -> Sequence[Environment]:
    return shown_environments({environment for week in weeks for environment in week.expiring})


def _label(begins: date) -> str:
    # Thirteen weeks are less than a year: day and month tell them apart.
    return day_text(begins).rsplit(" ", 1)[0]


def _bar(week: Week, most: int) -> str:
    bar, counted = "", 0
    for environment in _environments([week]):
        counted += week.expiring[environment]
        # Whoever has few keys among thousands is seen all the same.
        end = max(round(counted / most * BAR), 1) if counted else 0
        bar += _INKS[environment] * (end - len(bar))
    return bar.ljust(BAR)
