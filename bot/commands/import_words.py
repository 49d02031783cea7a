"""How `llaves import-providers` and `llaves import-designations` are called. What they need is imported when they are."""

import os
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.faults import misconfigured
from bot.logs import configure
from bot.settings import SettingsFault, load_database_url

_Rejected = Annotated[
    Path | None,
    typer.Option(
        dir_okay=False, metavar="FILE", help="Dónde escribir, como CSV, todas las filas rechazadas."
    ),
]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Muestra qué cambiaría, sin guardar nada.")]


def import_providers(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="CSV de prestadores del REPS, como se descarga de datos.gov.co."),
    ],
    *,
    rejected: _Rejected = None,
    dry_run: _DryRun = False,
) -> None:
    """Carga el directorio nacional de prestadores (REPS), completo o nada; se puede repetir.

    Las filas rechazadas no detienen la carga: si otras sirven, termina con código 0.
    """
    url = _database_url()
    from bot.commands.import_providers import providers  # noqa: PLC0415 - only this command pays for it
    from bot.commands.importing import Order, run  # noqa: PLC0415 - likewise

    raise typer.Exit(run(providers(), Order(url, file, rejected, dry_run)))


def import_designations(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="CSV con toda la lista: NIT, tipo de documento, número de documento, nombre y correo.",
        ),
    ],
    *,
    rejected: _Rejected = None,
    dry_run: _DryRun = False,
) -> None:
    """Carga la lista de delegados designados, completa o nada; quien ya no esté en ella se retira.

    Las filas rechazadas no detienen la carga: si otras sirven, termina con código 0.

    Si de una fila rechazada no se sabe a quién se refiere, no se retira a nadie.
    """
    url = _database_url()
    from bot.commands.import_designations import designated  # noqa: PLC0415 - only this command pays for it
    from bot.commands.importing import Order, run  # noqa: PLC0415 - likewise

    raise typer.Exit(run(designated(), Order(url, file, rejected, dry_run)))


def _database_url() -> str:
    configure("WARNING")
    try:
        return load_database_url(os.environ)
    except SettingsFault as fault:
        raise misconfigured(fault) from None
