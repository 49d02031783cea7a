"""`llaves import-designations`: the list of designated delegates (§6.1)."""

from collections.abc import Iterator, Sequence

from bot.commands.importing import Import
from bot.commands.rejected_rows import SHOWN
from bot.designations.reading import Reading, read_designations
from bot.services.imports import designations
from bot.services.imports.designations import Left, import_designations, preview_designations
from bot.views.text import count_text, figure


def designated() -> Import[Reading, designations.Import]:
    """Return how the list is imported."""
    return Import(
        subject="NIT",
        read=read_designations,
        preview=preview_designations,
        store=import_designations,
        report=_report,
        stored="La lista de delegados designados quedó cargada",
    )


def _report(_reading: Reading, done: designations.Import) -> Iterator[str]:
    counts = done.counts
    if counts.unidentified:
        yield "No se retiró a nadie: hay filas rechazadas sin identificar. Corríjalas y repita."
        yield ""
    yield from _left(done.left)
    if counts.unknown_nits:
        unknown = count_text(counts.unknown_nits, "NIT de la lista no está", "NIT de la lista no están")
        yield (
            f"Advertencia: {unknown} en el directorio de prestadores; sus delegados no podrán registrarse hasta que "
            "esté. Revise los números o ejecute: llaves import-providers"
        )
        yield ""
    for label, number in (
        ("Filas del archivo", counts.rows),
        ("  nuevas", counts.added),
        ("  cambiadas", counts.changed),
        ("  sin cambios", counts.unchanged),
        ("  repetidas (vale la última)", counts.repeated),
        ("  rechazadas", counts.rejected),
        ("Retiradas, porque el archivo ya no las trae", counts.withdrawn),
    ):
        yield f"{label}: {figure(number)}"


def _left(left: Sequence[Left]) -> Iterator[str]:
    if not left:
        return
    yield (
        "Delegados activos que la lista ya no trae. Siguen activos: revíselos y, si es el caso, que un gerente los "
        "suspenda con /llaves usuarios."
    )
    for each in left[:SHOWN]:
        yield f"  Login {each.login}, NIT {each.nit}"
    if len(left) > SHOWN:
        yield f"  y {figure(len(left) - SHOWN)} más"
    yield ""
