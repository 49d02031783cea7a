"""What a person reads after `llaves import-providers`: counts, rejected rows, and what to look at twice."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console

from bot.directory.reading import Reading, Rejection
from bot.services.directory import Import, Move

_SHOWN = 20
_FORMULA = ("=", "+", "-", "@")
_LONGEST_CODIGO = 20


def write_rejections(path: Path, rejections: Sequence[Rejection]) -> None:
    """Write every rejected row as CSV that Excel opens with its accents. Raises `OSError`."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("linea", "codigo", "motivo"))
        writer.writerows((row.line, _inert(row.codigo), row.reason) for row in rejections)


def tell(
    console: Console,
    reading: Reading,
    done: Import | None,
    *,
    database: str,
    dry_run: bool,
    saved: Path | None,
) -> None:
    """Print the report.

    `done` is None when no row was good; `database` names the one that was used, with nothing secret in it; `saved`
    is where the rejected rows were written.
    """
    for line in _lines(reading, done, database=database, dry_run=dry_run, saved=saved):
        console.print(line, markup=False)


def _lines(
    reading: Reading, done: Import | None, *, database: str, dry_run: bool, saved: Path | None
) -> Iterator[str]:
    yield from _rejected(reading.rejections, saved)
    if done is None:
        yield f"Ninguna de las {_figure(reading.rows)} filas sirve. No se cargó nada."
        return
    yield from _moved(done.moves)
    yield from _shared(reading.shared)
    yield from _counted(done)
    if dry_run:
        yield f"Base de datos: {database}"
        yield "Fue una simulación: no se guardó nada. Para cargar el archivo, repita sin --dry-run."
    else:
        yield f"El directorio quedó cargado en la base de datos: {database}"


def _counted(done: Import) -> Iterator[str]:
    counts = done.counts
    for label, number in (
        ("Filas del archivo", counts.rows),
        ("  nuevas", counts.added),
        ("  cambiadas", counts.changed),
        ("  sin cambios", counts.unchanged),
        ("  repetidas (vale la última)", counts.repeated),
        ("  rechazadas", counts.rejected),
        ("Sedes que no están en el archivo (se dejan como estaban)", counts.absent),
    ):
        yield f"{label}: {_figure(number)}"


def _rejected(rejections: Sequence[Rejection], saved: Path | None) -> Iterator[str]:
    if not rejections:
        return
    yield "Filas rechazadas:"
    for row in rejections[:_SHOWN]:
        yield f"  Línea {row.line}, código {row.codigo[:_LONGEST_CODIGO] or '(vacío)'}: {row.reason}"
    more = len(rejections) - _SHOWN
    if saved is not None:
        yield f"Todas están en {saved}"
    elif more > 0:
        yield f"Y {_figure(more)} más. Para verlas todas, agregue: --rejected rechazadas.csv"
    yield ""


def _moved(moves: Sequence[Move]) -> Iterator[str]:
    if not moves:
        return
    yield "Sedes que cambian de NIT. Confírmelas: los delegados del NIT nuevo verán sus llaves."
    for move in moves[:_SHOWN]:
        yield f"  Código {move.codigo}: NIT {move.before} → {move.after}"
    if len(moves) > _SHOWN:
        yield f"  y {_figure(len(moves) - _SHOWN)} más"
    yield ""


def _shared(codigos: Sequence[str]) -> Iterator[str]:
    if codigos:
        yield (
            f"Números que están con más de un tipo de documento: {_figure(len(codigos))}. Pueden ser prestadores "
            f"distintos; revíselos antes de aprobar a sus delegados. Códigos: {', '.join(codigos[:_SHOWN])}"
            f"{'…' if len(codigos) > _SHOWN else ''}"
        )
        yield ""


def _inert(text: str) -> str:
    # A spreadsheet would run it.
    return f"'{text}" if text.startswith(_FORMULA) else text


def _figure(number: int) -> str:
    return f"{number:,}".replace(",", ".")
