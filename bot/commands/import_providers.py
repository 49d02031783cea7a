"""`llaves import-providers`: the directory of the REPS."""

from collections.abc import Iterator, Sequence

from bot.commands.importing import Import
from bot.commands.rejected_rows import SHOWN
from bot.directory.reading import Reading, read_directory
from bot.services.imports import directory
from bot.services.imports.directory import Move, import_directory, preview_directory
from bot.views.text import figure


def providers() -> Import[Reading, directory.Import]:
    """Return how the directory is imported."""
    return Import(
        subject="código",
        read=read_directory,
        preview=preview_directory,
        store=import_directory,
        report=_report,
        stored="El directorio quedó cargado",
    )


def _report(reading: Reading, done: directory.Import) -> Iterator[str]:
    yield from _moved(done.moves)
    yield from _shared(reading.shared)
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
        yield f"{label}: {figure(number)}"


def _moved(moves: Sequence[Move]) -> Iterator[str]:
    if not moves:
        return
    yield "Sedes que cambian de NIT. Confírmelas: los delegados del NIT nuevo verán sus llaves."
    for move in moves[:SHOWN]:
        yield f"  Código {move.codigo}: NIT {move.before} → {move.after}"
    if len(moves) > SHOWN:
        yield f"  y {figure(len(moves) - SHOWN)} más"
    yield ""


def _shared(codigos: Sequence[str]) -> Iterator[str]:
    if codigos:
        yield (
            f"Números que están con más de un tipo de documento: {figure(len(codigos))}. Pueden ser prestadores "
            f"distintos; revíselos antes de aprobar a sus delegados. Códigos: {', '.join(codigos[:SHOWN])}"
            f"{'…' if len(codigos) > SHOWN else ''}"
        )
        yield ""
