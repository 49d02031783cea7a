"""The list of designated delegates as a whole: everybody once, and every bad row with its line and its reason.

Two rows for one NIT and document: when the e-mail is the same the last row counts; when the e-mails differ none does,
because the wrong one would let somebody else in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.csv_files.rows import OnProgress, Rejection, listed, read_rows
from bot.designations.header import Columns, find_columns
from bot.designations.row import RowRejectedError, judge
from storage.designations import Designee, Post


@dataclass(frozen=True)
class Reading:
    """What a file holds.

    `rows` counts those below the header: every one is an entry, a repetition of one, or rejected. `mentioned` has
    what `entries` are about and, where it could be read, what rejected rows are about. `unidentified` counts the
    rejected rows that could be about anybody: their NIT, type or number of document cannot be told for sure.
    """

    sha256: str
    rows: int
    entries: Mapping[Post, Designee]
    repeated: int
    rejections: Sequence[Rejection]
    mentioned: frozenset[Post]
    unidentified: int


def read_designations(path: Path, on_progress: OnProgress = lambda _done, _total: None) -> Reading:
    """Read a CSV file: UTF-8 or Latin-1, with any usual delimiter. `on_progress` counts bytes.

    Raises:
        FileRefusedError: when the file as a whole cannot be the list.
        OSError: when it cannot be opened or read.
    """
    gathered = _Gathered()
    return gathered.reading(read_rows(path, find_columns, gathered.take, on_progress))


@dataclass
class _Gathered:
    """What was found so far."""

    rows: int = 0
    _entries: dict[Post, Designee] = field(default_factory=dict)
    _lines: dict[Post, list[int]] = field(default_factory=dict)
    _disputed: set[Post] = field(default_factory=set)
    _rejections: list[Rejection] = field(default_factory=list)
    _unusable: set[Post] = field(default_factory=set)
    _unidentified: int = 0

    def take(self, line: int, cells: Sequence[str], columns: Columns) -> None:
        """Judge one row and keep what comes of it."""
        self.rows += 1
        try:
            post, designee = judge(cells, columns)
        except RowRejectedError as error:
            self._rejections.append(Rejection(line, error.nit, error.reason))
            if error.post is None:
                self._unidentified += 1
            else:
                self._unusable.add(error.post)
            return
        self._lines.setdefault(post, []).append(line)
        if self._entries.setdefault(post, designee).email.lower() != designee.email.lower():
            self._disputed.add(post)
        # A later row is newer.
        self._entries[post] = designee

    def reading(self, sha256: str) -> Reading:
        """Sum up."""
        for post in self._disputed:
            del self._entries[post]
            lines = self._lines.pop(post)
            reason = (
                f"El mismo delegado está con correos distintos en las líneas {listed(lines)}. "
                "Deje la fila correcta."
            )
            self._rejections += [Rejection(line, post.nit, reason) for line in lines]
        self._rejections.sort(key=lambda rejection: rejection.line)
        return Reading(
            sha256=sha256,
            rows=self.rows,
            entries=self._entries,
            repeated=sum(len(lines) - 1 for lines in self._lines.values()),
            rejections=self._rejections,
            mentioned=frozenset(self._entries) | self._disputed | self._unusable,
            unidentified=self._unidentified,
        )
