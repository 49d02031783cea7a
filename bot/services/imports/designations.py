"""Loading the list of designated delegates (§6.1): the whole file in one transaction, or nothing of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.csv_files.rows import OnProgress
from bot.designations.reading import Reading
from bot.services.imports.directory import TEAM, USER
from storage import audit, designations
from storage.db import Sessions
from storage.designations import Designee, Post
from storage.enums import AuditAction

_CHUNK = 2_000  # rows stored between two reports of progress


@dataclass(frozen=True)
class Counts:
    """Rows of the file: `rows` is the sum of the next five.

    `unidentified` counts the rejected rows that could be about anybody, `withdrawn` the stored designations the file
    does not name any more, none while a row is unidentified, and `unknown_nits` the NITs of the list that have no sede
    in the directory of providers.
    """

    rows: int
    added: int
    changed: int
    unchanged: int
    repeated: int
    rejected: int
    unidentified: int
    withdrawn: int
    unknown_nits: int


@dataclass(frozen=True)
class Left:
    """An active delegate whom the list names no more: whether they go on is for people to decide."""

    login: str
    nit: str


@dataclass(frozen=True)
class Import:
    """What was done, or with a dry run would be."""

    counts: Counts
    left: Sequence[Left]


@dataclass(frozen=True)
class _Plan:
    """What to write, and what it comes to."""

    put: Mapping[Post, Designee]
    remove: Sequence[Post]
    done: Import


def preview_designations(sessions: Sessions, reading: Reading) -> Import:
    """Tell what `import_designations` would do, without doing it."""
    with sessions() as session:
        return _plan(session, reading).done


def import_designations(
    sessions: Sessions,
    reading: Reading,
    now: datetime,
    on_progress: OnProgress = lambda _done, _total: None,
) -> Import:
    """Make the stored list what the file says: it is the whole list, so whom it does not name is taken off.

    Nobody is suspended by it. What a rejected row is about stays as it was; when that cannot be told of one row, nobody
    is taken off. Idempotent but for the audit, which gets
    a line each time. `on_progress` counts rows.
    """
    with sessions.begin() as session:
        designations.hold_list(session)
        plan = _plan(session, reading)
        designations.remove(session, plan.remove)
        rows = list(plan.put.items())
        for start in range(0, len(rows), _CHUNK):
            chunk = rows[start : start + _CHUNK]
            designations.put(session, dict(chunk))
            on_progress(start + len(chunk), len(rows))
        _record(session, now, reading, plan.done)
    return plan.done


def _plan(session: Session, reading: Reading) -> _Plan:
    stored = designations.whole_list(session)
    added = {post: designee for post, designee in reading.entries.items() if post not in stored}
    changed = {
        post: designee for post, designee in reading.entries.items() if stored.get(post, designee) != designee
    }
    # A row that cannot be read may be about any of those the file does not name.
    withdrawn = [] if reading.unidentified else [post for post in stored if post not in reading.mentioned]
    known = designations.directory_nits(session)
    active = designations.active_delegates(session)
    counts = Counts(
        rows=reading.rows,
        added=len(added),
        changed=len(changed),
        unchanged=len(reading.entries) - len(added) - len(changed),
        repeated=reading.repeated,
        rejected=len(reading.rejections),
        unidentified=reading.unidentified,
        withdrawn=len(withdrawn),
        unknown_nits=len({post.nit for post in reading.entries if post.nit not in known}),
    )
    left = [Left(person.login, post.nit) for post in withdrawn for person in active.get(post, ())]
    return _Plan(added | changed, withdrawn, Import(counts, left))


def _record(session: Session, now: datetime, reading: Reading, done: Import) -> None:
    audit.append(
        session,
        at=now,
        team_id=TEAM,
        user_id=USER,
        action=AuditAction.DESIGNATIONS_IMPORTED,
        subject="designations",
        sha256=reading.sha256,
        **asdict(done.counts),
    )
