"""The rows of a file that were not used, for whoever mends it: the first on the screen, all of them as CSV."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.csv_files.header import plain
from bot.csv_files.rows import Rejection
from bot.views.text import figure

SHOWN = 20
"""How many of a kind a report names before it counts the rest."""

_FORMULA = ("=", "+", "-", "@")
_LONGEST_SUBJECT = 20


def write_rejections(path: Path, subject: str, rejections: Sequence[Rejection]) -> None:
    """Write every rejected row as CSV that Excel opens with its accents. Raises `OSError`."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("linea", plain(subject), "motivo"))
        writer.writerows((row.line, _inert(row.subject), row.reason) for row in rejections)


def rejection_lines(subject: str, rejections: Sequence[Rejection], saved: Path | None) -> Iterator[str]:
    """Yield the first rejected rows; `saved` is where all of them were written."""
    if not rejections:
        return
    yield "Filas rechazadas:"
    for row in rejections[:SHOWN]:
        yield f"  Línea {row.line}, {subject} {row.subject[:_LONGEST_SUBJECT] or '(vacío)'}: {row.reason}"
    more = len(rejections) - SHOWN
    if saved is not None:
        yield f"Todas están en {saved}"
    elif more > 0:
        yield f"Y {figure(more)} más. Para verlas todas, agregue: --rejected rechazadas.csv"
    yield ""


def _inert(text: str) -> str:
    # A spreadsheet would run it.
    return f"'{text}" if text.startswith(_FORMULA) else text
