"""Words and figures as people read them."""

import dataclasses
import html
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.views.text import (
    LONGEST_ESCAPED,
    age_text,
    count_text,
    date_text,
    day_text,
    moment_text,
    place_text,
    safe,
    sede_text,
)
from tests.views import samples
from tests.views.samples import USUAL


@given(st.text(max_size=240))
def test_what_was_typed_is_escaped_and_nothing_else_is_changed(text: str) -> None:
    escaped = safe(text)
    assert "<" not in escaped
    assert ">" not in escaped
    assert html.unescape(escaped) == html.unescape(text.replace("&", "&amp;"))


@given(st.text(alphabet="&<>a", min_size=1, max_size=2000))
@example("&" * 240)
@example("&" * 241)
@example("a" * 1200)
@example("a" * 1198 + "&")
@example("a" + "&" * 300)
@example("aaa" + "<" * 400)
def test_a_text_that_escaping_blows_up_is_shortened_between_its_characters(text: str) -> None:
    escaped = safe(text)
    assert len(escaped) <= LONGEST_ESCAPED
    if escaped.endswith("…"):
        kept = escaped.removesuffix("…")
        assert not re.search(r"&[a-z]*$", kept)
        assert text.startswith(html.unescape(kept))
        assert len(escaped) > LONGEST_ESCAPED - 5
    else:
        assert html.unescape(escaped) == text


@pytest.mark.parametrize(
    ("text", "shortened"), [("a" * 10, "a" * 10), ("a" * 11, "a" * 9 + "…"), ("aaaaaa&b", "aaaaaa…")]
)
def test_where_there_is_less_room_it_is_shortened_sooner(text: str, shortened: str) -> None:
    assert safe(text, 10) == shortened


@pytest.mark.parametrize(
    ("month", "text"), [(1, "5 ene 2026"), (4, "5 abr 2026"), (8, "5 ago 2026"), (12, "5 dic 2026")]
)
def test_a_month_is_written_so_that_nobody_swaps_it_with_the_day(month: int, text: str) -> None:
    assert day_text(date(2026, month, 5)) == text


def test_an_expiry_at_midnight_utc_is_the_day_before_in_bogota() -> None:
    assert date_text(datetime(2027, 3, 18, tzinfo=UTC)) == "17 mar 2027"


@pytest.mark.parametrize(
    ("hour", "minute", "text"),
    [
        (5, 0, "14 ene 2026, 00:00"),
        (15, 5, "14 ene 2026, 10:05"),
        (17, 0, "14 ene 2026, 12:00"),
        (18, 30, "14 ene 2026, 13:30"),
    ],
)
def test_an_hour_is_bogotas_in_twenty_four_hours(hour: int, minute: int, text: str) -> None:
    assert moment_text(datetime(2026, 1, 14, hour, minute, tzinfo=UTC)) == text


@pytest.mark.parametrize(
    ("municipality", "department", "text"),
    [("Bello", "Antioquia", "Bello, Antioquia"), ("Bello", "", "Bello"), ("", "", "")],
)
def test_a_place_is_what_is_known_of_it(municipality: str, department: str, text: str) -> None:
    typed = dataclasses.replace(USUAL, municipality=municipality, department=department)
    assert place_text(samples.provider(typed)) == text


def test_a_sede_without_a_name_of_its_own_bears_its_providers() -> None:
    typed = dataclasses.replace(USUAL, sede="", municipality="")
    assert sede_text(samples.provider(typed)) == "259990000101 · Clínica Inventada S.A.S."


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(seconds=-5), "hace un momento"),
        (timedelta(seconds=59), "hace un momento"),
        (timedelta(minutes=1), "hace 1 minuto"),
        (timedelta(minutes=59), "hace 59 minutos"),
        (timedelta(hours=1), "hace 1 hora"),
        (timedelta(hours=23), "hace 23 horas"),
        (timedelta(days=1), "hace 1 día"),
        (timedelta(days=40), "hace 40 días"),
    ],
)
def test_an_age_is_told_in_the_largest_unit_that_fits(ago: timedelta, text: str) -> None:
    now = datetime(2026, 1, 14, tzinfo=UTC)
    assert age_text(now - ago, now) == text


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 sedes"), (1, "1 sede"), (999, "999 sedes"), (61_073, "61.073 sedes")]
)
def test_a_count_agrees_with_its_noun_and_has_a_dot_between_its_thousands(number: int, text: str) -> None:
    assert count_text(number, "sede", "sedes") == text
