"""`llaves digest`: what it prints and writes, and how it says that it could not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from bot.cli import build_cli
from bot.commands.digest import Order, run
from bot.rules.calendar.service_hours import HELPDESK_HOURS
from bot.services.digests.gathering import kept_figures
from bot.settings import load_service_hours
from storage.db import Sessions, open_engine, sessions_of
from storage.models import Digest, Intent
from tests.clock import Clock
from tests.services.digests.given import keys_of
from tests.services.office import HOSPITAL, Office


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def order(engine: Engine, clock: Clock) -> Order:
    keys_of(Office.open(sessions_of(engine), clock))
    url = engine.url.render_as_string(hide_password=False)
    return Order(url, HELPDESK_HOURS, csv=None, force=False, post=False, now=clock.now())


def test_the_figures_are_printed_and_nothing_is_stored(
    order: Order, sessions: Sessions, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(order) == 0
    told = capsys.readouterr()
    for title in (
        "Llaves por vencimiento",
        "Vencen por semana",
        "Solicitudes, desde",
        "Prestadores más urgentes",
    ):
        assert title in told.out
    assert "U0CAMILA" in told.out
    assert told.err == ""
    with sessions() as session:
        assert session.query(Digest).count() == 0


def test_the_list_is_written_whole_and_never_over_another_file_unasked(
    order: Order, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "vencimientos.csv"
    file.write_text("ajeno", encoding="utf-8")
    asked = replace(order, csv=file)
    assert run(asked) == 2
    told = capsys.readouterr()
    assert (told.out, "agregue --force" in told.err) == ("", True)
    assert file.read_text(encoding="utf-8") == "ajeno"
    assert run(replace(asked, force=True)) == 0
    assert file.read_text(encoding="utf-8-sig").count(HOSPITAL) == 2
    assert list(tmp_path.iterdir()) == [file]
    assert f"La lista completa quedó en {file}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("place", "sentence"), [("", "es una carpeta"), ("no/hay.csv", "No existe la carpeta")]
)
def test_a_place_that_cannot_be_written_is_refused_before_anything_is_done(
    order: Order, tmp_path: Path, place: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(replace(order, csv=tmp_path / place)) == 2
    told = capsys.readouterr()
    assert (told.out, sentence in told.err) == ("", True)


def test_a_disk_that_is_full_is_said_in_words_and_leaves_nothing_behind(
    order: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # /dev/full refuses every byte, as a full disk does; the file beside the wanted one is opened there.
    opened = Path.open
    monkeypatch.setattr(Path, "open", lambda _self, mode: opened(Path("/dev/full"), mode))
    assert run(replace(order, csv=tmp_path / "vencimientos.csv")) == 1
    assert "no queda espacio en el disco" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_digest_for_the_channel_is_queued(
    order: Order, sessions: Sessions, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(replace(order, post=True)) == 0
    assert "El resumen quedó en cola" in capsys.readouterr().out
    with sessions() as session:
        digest = session.query(Digest).one()
        assert session.query(Intent).filter_by(dedupe_key=f"digest:{digest.id}").one().recipient_id is None


def test_waits_are_counted_in_the_hours_of_the_setting(order: Order, sessions: Sessions) -> None:
    hours = load_service_hours({"LLAVES_SERVICE_HOURS": "L-V 8-12 14-18"})
    assert run(replace(order, hours=hours, post=True)) == 0
    with sessions() as session:
        assert kept_figures(session.query(Digest).one()).service_day == timedelta(hours=8)


def test_without_tables_it_says_which_command_makes_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'llaves.sqlite3'}"
    with open_engine(url) as engine, engine.connect():
        pass
    assert run(Order(url, HELPDESK_HOURS, None, force=False, post=False, now=datetime.now(UTC))) == 1
    assert "Ejecute: llaves db upgrade" in capsys.readouterr().err


def test_the_help_shows_examples() -> None:
    shown = " ".join(CliRunner().invoke(build_cli(), ["digest", "--help"]).output.split())
    assert "llaves digest --csv vencimientos.csv" in shown
    assert "Solo necesita LLAVES_DATABASE_URL" in shown
