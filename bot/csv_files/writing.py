"""Writing a CSV file for people who open it in a spreadsheet."""

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

DELIMITER = ";"
"""What Excel splits at by itself where the decimal mark is a comma, as in Colombia; commas would fill one column."""

_FORMULA = ("=", "+", "-", "@")
_BREAK = ("\t", "\r", "\n")  # after which some spreadsheets begin a cell


def write_csv(file: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write header and rows as they come: UTF-8 with BOM, for Excel's accents, and lines that end as on Windows.

    The cells are written as they are; those that anybody may have typed go through `inert` first. Raises `OSError`.
    """
    # Written by hand: the codec that adds it takes as long over every line as all the rest.
    file.write(codecs.BOM_UTF8)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text, delimiter=DELIMITER)
    writer.writerow(header)
    writer.writerows(rows)
    text.flush()
    text.detach()


def inert(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    # Blanks before it save nobody: some spreadsheets take them off.
    return f"'{cell}" if cell.startswith(_BREAK) or cell.lstrip().startswith(_FORMULA) else cell
