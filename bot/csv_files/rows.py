"""A CSV file row by row: UTF-8 or Latin-1, with any usual delimiter."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.csv_files.encoding import look_into
from bot.csv_files.header import FileRefusedError, delimiter_of

Columns = TypeVar("Columns")

OnProgress = Callable[[int, int], None]
"""Hears how much is done, and of how much."""

_ROWS_A_STEP = 1_000


@dataclass(frozen=True)
class Rejection:
    """A row that is not used: its line in the file (from 1), what it is about as typed, and why, in Spanish."""

    line: int
    subject: str
    reason: str


def read_rows(
    path: Path,
    find_columns: Callable[[Sequence[str]], Columns],
    take: Callable[[int, Sequence[str], Columns], None],
    on_progress: OnProgress,
) -> str:
    """Hand every row below the header to `take`, with the line where it begins; return the file's SHA-256.

    `find_columns` tells from the header where the needed cells stand. `on_progress` counts bytes.

    Raises:
        FileRefusedError: when the file as a whole cannot be used.
        OSError: when it cannot be opened or read.
    """
    with path.open("rb") as file:
        size = path.stat().st_size
        facts = look_into(file)
        file.seek(0)
        number = 0
        with io.TextIOWrapper(file, facts.encoding, newline="") as text:
            for number, (line, cells, columns) in enumerate(_rows(text, find_columns), start=1):
                take(line, cells, columns)
                if number % _ROWS_A_STEP == 0:
                    on_progress(file.tell(), size)
            on_progress(file.tell(), size)
    if not number:
        raise FileRefusedError("El archivo trae el encabezado y ninguna fila. Revíselo y repita.")
    return facts.sha256


def _rows(
    text: io.TextIOWrapper, find_columns: Callable[[Sequence[str]], Columns]
) -> Iterator[tuple[int, Sequence[str], Columns]]:
    delimiter = delimiter_of(text.readline())
    text.seek(0)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    columns = None
    begins = 1
    try:
        for cells in reader:
            if columns is None:
                columns = find_columns(cells)
            elif any(cell and not cell.isspace() for cell in cells):
                yield begins, cells, columns
            begins = reader.line_num + 1
    except csv.Error:
        raise FileRefusedError(
            f"El archivo no se puede leer como CSV: revise las comillas desde la línea {begins}."
        ) from None


def listed(lines: Sequence[int]) -> str:
    """Return "3, 4 y 7"."""
    return f"{', '.join(map(str, lines[:-1]))} y {lines[-1]}"
