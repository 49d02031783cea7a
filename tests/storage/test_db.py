"""What the engine promises whatever runs on it."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from storage.db import open_engine

PLANTED = "mAd8Q~up-planted-in-a-parameter"
INSERT = text("INSERT INTO secrets (id, secret) VALUES (:id, :secret)")
ROW = {"id": 1, "secret": PLANTED}


@pytest.fixture
def engine(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Engine]:
    """A new engine, with SQLAlchemy's own log on, over one table and one row."""
    caplog.set_level(logging.DEBUG, "sqlalchemy")
    with open_engine(f"sqlite:///{tmp_path / 'llaves.db'}") as engine:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE secrets (id INTEGER PRIMARY KEY, secret TEXT)"))
            connection.execute(INSERT, ROW)
        yield engine


def _break_a_rule(engine: Engine) -> IntegrityError:
    with engine.begin() as connection, pytest.raises(IntegrityError) as failed:
        connection.execute(INSERT, ROW)
    return failed.value


def test_an_exception_shows_the_statement_and_never_its_parameters(engine: Engine) -> None:
    error = _break_a_rule(engine)
    assert "INSERT INTO secrets" in str(error)
    assert PLANTED not in f"{error} {error!r}"


def test_the_log_of_every_statement_shows_no_parameters(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    _break_a_rule(engine)
    assert "INSERT INTO secrets" in caplog.text
    assert PLANTED not in caplog.text


def test_sqlite_keeps_no_row_about_something_that_does_not_exist(sqlite_engine: Engine) -> None:
    pointing_nowhere = text(
        "INSERT INTO consents (person_id, kind, text_sha256, accepted_at)"
        " VALUES (999, 'terms', 'none', '2026-01-14 15:00:00')"
    )
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), sqlite_engine.begin() as connection:
        connection.execute(pointing_nowhere)
