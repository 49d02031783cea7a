"""Charts: every figure has its mark in the drawing, and its place in the table."""

import re
from itertools import pairwise
from typing import Any

import pytest

from bot.demo.page.drawn.charts import HEIGHT, Chart, chart, number_text, step_for


def weeks(kind: str, *series: dict[str, float], categories: list[str] | None = None) -> Chart:
    names = categories or ["12 ene", "19 ene"]
    return chart(
        {
            "type": "data_visualization",
            "title": "Vencimientos por semana",
            "chart": {
                "type": kind,
                "series": [
                    {
                        "name": f"Serie {number}",
                        "data": [{"label": label, "value": value} for label, value in each.items()],
                    }
                    for number, each in enumerate(series, start=1)
                ],
                "axis_config": {"categories": names, "x_label": "Semana", "y_label": "Llaves"},
            },
        }
    )


def heights(drawn: Chart) -> list[float]:
    return [float(found) for found in re.findall(r'<rect [^>]* height="([0-9.]+)"', drawn.drawing)]


def test_bars_are_as_high_as_their_figures() -> None:
    first, second = heights(weeks("bar", {"12 ene": 10, "19 ene": 20}))
    assert second == pytest.approx(2 * first, abs=0.2)
    assert second <= HEIGHT


def test_figures_follow_the_categories_and_not_the_order_they_came_in() -> None:
    drawn = weeks("bar", {"19 ene": 4, "12 ene": 1250})
    assert drawn.rows == [["12 ene", "1.250"], ["19 ene", "4"]]
    first, second = heights(drawn)
    assert first > second


def test_a_category_without_a_figure_counts_as_none() -> None:
    assert weeks("bar", {"12 ene": 3}).rows[1] == ["19 ene", "0"]


def test_series_have_an_ink_each_and_a_key_only_when_there_are_several() -> None:
    assert weeks("bar", {"12 ene": 3}).keys == []
    two = weeks("line", {"12 ene": 3}, {"12 ene": 5})
    assert two.keys == ["Serie 1", "Serie 2"]
    assert 'class="ink-1 line"' in two.drawing
    assert 'class="ink-2 line"' in two.drawing


def test_an_area_is_filled_down_to_the_bottom() -> None:
    assert two_shapes(weeks("area", {"12 ene": 3, "19 ene": 1})) == (1, 1)
    assert two_shapes(weeks("line", {"12 ene": 3, "19 ene": 1})) == (0, 1)


def two_shapes(drawn: Chart) -> tuple[int, int]:
    return drawn.drawing.count("<polygon"), drawn.drawing.count("<polyline")


def test_slices_of_a_pie_are_told_by_name_and_figure() -> None:
    drawn = pie(("Vencidas", 3), ("Vigentes", 9))
    assert drawn.keys == ["Vencidas: 3", "Vigentes: 9"]
    assert drawn.drawing.count("<path") == 2


def test_a_pie_of_one_slice_is_a_circle_and_one_of_nothing_is_drawn_all_the_same() -> None:
    assert "<circle" in pie(("Vigentes", 9), ("Vencidas", 0)).drawing
    assert pie(("Vigentes", 0)).rows == [["Vigentes", "0"]]


def pie(*segments: tuple[str, int]) -> Chart:
    block: dict[str, Any] = {
        "title": "Estados",
        "chart": {"type": "pie", "segments": [{"label": name, "value": value} for name, value in segments]},
    }
    return chart(block)


def test_what_is_written_in_a_chart_is_escaped() -> None:
    drawn = weeks("bar", {"<b>": 1}, categories=["<b>"])
    assert "<b>" not in drawn.drawing
    assert "&lt;b&gt;" in drawn.drawing


def test_long_names_leave_some_out_rather_than_overlap() -> None:
    names = [f"semana del {number} de enero" for number in range(1, 21)]
    drawn = weeks("bar", dict.fromkeys(names, 1.0), categories=names)
    shown = [name for name in names if f">{name}<" in drawn.drawing]
    assert 1 < len(shown) < len(names)
    assert len(drawn.rows) == len(names)


def test_a_quarter_of_weeks_has_names_apart_and_bars_that_can_be_seen() -> None:
    names = [f"{day} {month}" for month in ("mar", "abr", "may", "jun") for day in (1, 15, 22, 29)][:13]
    drawn = weeks("bar", dict.fromkeys(names, 3.0), dict.fromkeys(names, 2.0), categories=names)
    places = {
        word: float(x)
        for x, word in re.findall(r'<text class="label" x="([0-9.]+)"[^>]*>(.*?)<', drawn.drawing)
    }
    shown = [name for name in names if name in places]
    for left, right in pairwise(shown):
        letters = (len(left) + len(right)) / 2
        assert places[right] - places[left] > letters * 8  # of 13 pixels, in the widest of the usual fonts
    assert min(float(found) for found in re.findall(r'<rect [^>]* width="([0-9.]+)"', drawn.drawing)) > 16


@pytest.mark.parametrize(("most", "step"), [(0, 1), (3, 1), (8, 2), (20, 5), (23, 10), (1250, 500)])
def test_the_lines_across_stand_at_round_figures(most: int, step: int) -> None:
    assert step_for(most) == step


def test_figures_are_written_as_in_colombia() -> None:
    assert [number_text(each) for each in (1250, 2.5, 0)] == ["1.250", "2,5", "0"]
