"""The REPS file as a whole: every good sede once, and every row that is not good with its line and its reason.

Two rows with one código: when the NIT is the same the last row counts; when the NITs differ none does, because the
wrong one would show somebody's keys to another provider.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.csv_files.rows import OnProgress, Rejection, listed, read_rows
from bot.directory.header import Columns, find_columns
from bot.directory.row import RowRejectedError, Sede, judge
from storage.providers import Entry


@dataclass(frozen=True)
class Reading:
    """What a file holds.

    `rows` counts those below the header: every one is an entry, a repetition of one, or rejected. `mentioned` has
    every código of `entries` and those of rejected rows. `shared` has, for each number that stands under more than
    one type of document, the código where the second type was found.
    """

    sha256: str
    rows: int
    entries: Mapping[str, Entry]
    repeated: int
    rejections: Sequence[Rejection]
    mentioned: frozenset[str]
    shared: Sequence[str]


def read_directory(path: Path, on_progress: OnProgress = lambda _done, _total: None) -> Reading:
    """Read a CSV file: UTF-8 or Latin-1, with any usual delimiter. `on_progress` counts bytes.

    Raises:
        FileRefusedError: when the file as a whole cannot be the directory.
        OSError: when it cannot be opened or read.
    """
    gathered = _Gathered()
    return gathered.reading(read_rows(path, find_columns, gathered.take, on_progress))


@dataclass
class _Gathered:
    """What was found so far."""

    rows: int = 0
    _entries: dict[str, Entry] = field(default_factory=dict)
    _lines: dict[str, list[int]] = field(default_factory=dict)
    _disputed: set[str] = field(default_factory=set)
    _rejections: list[Rejection] = field(default_factory=list)
    _document_types: dict[str, str] = field(default_factory=dict)
    _shared: dict[str, str] = field(default_factory=dict)

    def take(self, line: int, cells: Sequence[str], columns: Columns) -> None:
        """Judge one row and keep what comes of it."""
        self.rows += 1
        try:
            sede = judge(cells, columns)
        except RowRejectedError as error:
            self._rejections.append(Rejection(line, error.codigo, error.reason))
        else:
            self._keep(line, sede)

    def _keep(self, line: int, sede: Sede) -> None:
        codigo, nit = sede.entry.codigo, sede.entry.nit
        if self._document_types.setdefault(nit, sede.document_type) != sede.document_type:
            self._shared.setdefault(nit, codigo)
        self._lines.setdefault(codigo, []).append(line)
        before = self._entries.setdefault(codigo, sede.entry)
        if before.nit != nit:
            self._disputed.add(codigo)
        # A later row of the same NIT is newer.
        self._entries[codigo] = sede.entry

    def reading(self, sha256: str) -> Reading:
        """Sum up."""
        for codigo in self._disputed:
            del self._entries[codigo]
            lines = self._lines.pop(codigo)
            reason = f"El código está con NIT distintos en las líneas {listed(lines)}. Deje la fila correcta."
            self._rejections += [Rejection(line, codigo, reason) for line in lines]
        self._rejections.sort(key=lambda rejection: rejection.line)
        return Reading(
            sha256=sha256,
            rows=self.rows,
            entries=self._entries,
            repeated=sum(len(lines) - 1 for lines in self._lines.values()),
            rejections=self._rejections,
            mentioned=frozenset(self._entries) | {rejection.subject for rejection in self._rejections},
            shared=list(self._shared.values()),
        )
