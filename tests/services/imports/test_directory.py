import hashlib
from pathlib import Path

import pytest
from sqlalchemy import event, select

from bot.demo.sample import PROVIDERS
from bot.directory.reading import Reading, read_directory
from bot.services.imports.directory import Counts, Import, Move, import_directory, preview_directory
from storage import audit, providers
from storage.db import Sessions
from storage.enums import AuditAction
from storage.models import AuditLine
from storage.providers import Entry
from tests.clock import Clock
from tests.directory.reps import CODIGO, SAMPLE, row, write


@pytest.fixture
def stored(sessions: Sessions) -> Sessions:
    """A directory with the five sedes of the local workspace, which the sample has too."""
    with sessions.begin() as session:
        providers.put(session, PROVIDERS)
    return sessions


def _directory(sessions: Sessions) -> dict[str, Entry]:
    with sessions() as session:
        return dict(providers.directory(session))


def _audit(sessions: Sessions) -> list[AuditLine]:
    with sessions() as session:
        return list(session.scalars(select(AuditLine).order_by(AuditLine.id)))


def _import(sessions: Sessions, clock: Clock, reading: Reading) -> Import:
    return import_directory(sessions, reading, clock.now())


def test_every_row_of_the_file_is_counted_once_and_what_it_does_not_name_is_left_alone(
    stored: Sessions, clock: Clock, tmp_path: Path
) -> None:
    before = _directory(stored)
    same = before["259990000101"]
    file = write(
        tmp_path / "reps.csv",
        row("689990000401", nombresede="VIEJA"),
        row("689990000401", nombresede="NUEVA"),
        row(CODIGO, nombresede="OTRA"),
        row(
            same.codigo,
            same.nit,
            nombreprestador=same.name,
            nombresede=same.sede,
            municipiosededesc=same.municipality,
            departamentodededesc=same.department,
        ),
        row("059990000202", nit="no"),
    )
    done = _import(stored, clock, read_directory(file))
    assert done.counts == Counts(
        rows=5, added=1, changed=1, unchanged=1, repeated=1, rejected=1, absent=len(before) - 3
    )
    after = _directory(stored)
    assert (after["689990000401"].sede, after[CODIGO].sede) == ("NUEVA", "OTRA")
    assert {codigo: after[codigo] for codigo in before if codigo != CODIGO} == {
        codigo: entry for codigo, entry in before.items() if codigo != CODIGO
    }


def test_the_same_file_again_changes_nothing(sessions: Sessions, clock: Clock) -> None:
    reading = read_directory(SAMPLE)
    assert _import(sessions, clock, reading).counts.added == 8
    stored = _directory(sessions)
    counts = _import(sessions, clock, reading).counts
    assert (counts.added, counts.changed, counts.unchanged, counts.absent) == (0, 0, 8, 0)
    assert _directory(sessions) == stored == reading.entries


def test_a_preview_tells_the_same_and_stores_nothing(stored: Sessions, clock: Clock) -> None:
    before, reading = _directory(stored), read_directory(SAMPLE)
    told = preview_directory(stored, reading)
    assert _directory(stored) == before
    assert _audit(stored) == []
    assert told == _import(stored, clock, reading)


def test_the_audit_has_the_counts_and_the_fingerprint_of_the_file(stored: Sessions, clock: Clock) -> None:
    done = _import(stored, clock, read_directory(SAMPLE))
    (line,) = _audit(stored)
    assert (line.action, line.team_id, line.user_id) == (AuditAction.PROVIDERS_IMPORTED, "-", "cli")
    assert (line.at, line.subject) == (clock.now(), "directory")
    assert line.detail["sha256"] == hashlib.sha256(SAMPLE.read_bytes()).hexdigest()
    assert (line.detail["rows"], line.detail["added"]) == (8, done.counts.added)
    assert audit.first_broken([line]) is None


def test_a_sede_that_goes_to_another_nit_is_pointed_out(
    stored: Sessions, clock: Clock, tmp_path: Path
) -> None:
    reading = read_directory(write(tmp_path / "reps.csv", row(CODIGO, nit="901000303")))
    assert _import(stored, clock, reading).moves == [Move(CODIGO, "901000202", "901000303")]
    assert _audit(stored)[0].detail["moved"] == [CODIGO]


def test_a_failure_half_way_leaves_the_directory_as_it_was(
    stored: Sessions, clock: Clock, tmp_path: Path
) -> None:
    before = _directory(stored)
    rows = [row(f"05888{number:05}01") for number in range(1, 2_101)]
    reading = read_directory(write(tmp_path / "reps.csv", *rows))

    def fail(done: int, total: int) -> None:
        if done == total:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        import_directory(stored, reading, clock.now(), fail)
    assert _directory(stored) == before
    assert _audit(stored) == []


def test_progress_counts_the_rows_that_are_stored(sessions: Sessions, clock: Clock, tmp_path: Path) -> None:
    rows = [row(f"05888{number:05}01") for number in range(1, 2_101)]
    heard: list[tuple[int, int]] = []
    reading = read_directory(write(tmp_path / "reps.csv", *rows))
    import_directory(sessions, reading, clock.now(), lambda done, total: heard.append((done, total)))
    assert heard == [(2_000, 2_100), (2_100, 2_100)]


def test_a_large_file_takes_a_handful_of_statements(sessions: Sessions, clock: Clock, tmp_path: Path) -> None:
    rows = [row(f"05888{number:05}01") for number in range(1, 10_001)]
    reading = read_directory(write(tmp_path / "reps.csv", *rows))
    statements: list[str] = []
    engine = sessions.kw["bind"]
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    _import(sessions, clock, reading)
    assert len(statements) < 10_000 / 100
