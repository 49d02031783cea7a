"""Loading the national directory of providers: the whole file in one transaction, or nothing of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.csv_files.rows import OnProgress
from bot.directory.reading import Reading
from storage import audit, providers
from storage.db import Sessions
from storage.enums import AuditAction
from storage.providers import Entry

# Nobody in Slack does this: whoever runs commands on the server does.
TEAM = "-"
USER = "cli"

_CHUNK = 2_000  # rows stored between two reports of progress


@dataclass(frozen=True)
class Counts:
    """Rows of the file: `rows` is the sum of the next five. `absent` counts stored sedes the file does not name."""

    rows: int
    added: int
    changed: int
    unchanged: int
    repeated: int
    rejected: int
    absent: int


@dataclass(frozen=True)
class Move:
    """A stored código that the file gives to another NIT: that NIT's delegates will see its keys."""

    codigo: str
    before: str
    after: str


@dataclass(frozen=True)
class Import:
    """What was done, or with a dry run would be."""

    counts: Counts
    moves: Sequence[Move]


def preview_directory(sessions: Sessions, reading: Reading) -> Import:
    """Tell what `import_directory` would do, without doing it."""
    with sessions() as session:
        return _plan(providers.directory(session), reading)[0]


def import_directory(
    sessions: Sessions,
    reading: Reading,
    now: datetime,
    on_progress: OnProgress = lambda _done, _total: None,
) -> Import:
    """Store what the file adds and changes. Sedes that it does not name stay: they may have requests and keys.

    Idempotent but for the audit, which gets a line each time. `on_progress` counts rows.
    """
    with sessions.begin() as session:
        providers.hold_directory(session)
        done, writes = _plan(providers.directory(session), reading)
        for start in range(0, len(writes), _CHUNK):
            chunk = writes[start : start + _CHUNK]
            providers.put(session, chunk)
            on_progress(start + len(chunk), len(writes))
        _record(session, now, reading, done)
    return done


def _plan(stored: Mapping[str, Entry], reading: Reading) -> tuple[Import, Sequence[Entry]]:
    added = [entry for codigo, entry in reading.entries.items() if codigo not in stored]
    changed = [entry for codigo, entry in reading.entries.items() if stored.get(codigo, entry) != entry]
    counts = Counts(
        rows=reading.rows,
        added=len(added),
        changed=len(changed),
        unchanged=len(reading.entries) - len(added) - len(changed),
        repeated=reading.repeated,
        rejected=len(reading.rejections),
        absent=len(stored.keys() - reading.mentioned),
    )
    moves = [
        Move(entry.codigo, stored[entry.codigo].nit, entry.nit)
        for entry in changed
        if stored[entry.codigo].nit != entry.nit
    ]
    return Import(counts, moves), added + changed


def _record(session: Session, now: datetime, reading: Reading, done: Import) -> None:
    audit.append(
        session,
        at=now,
        team_id=TEAM,
        user_id=USER,
        action=AuditAction.PROVIDERS_IMPORTED,
        subject="directory",
        sha256=reading.sha256,
        moved=[move.codigo for move in done.moves],
        **asdict(done.counts),
    )
