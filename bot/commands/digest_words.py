"""How `llaves digest` is called. What it needs is imported when it is."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.faults import misconfigured
from bot.logs import configure
from bot.settings import SettingsFault, load_database_url, load_service_hours


def digest(
    *,
    csv: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Dónde escribir, como CSV, la lista completa de vencimientos, sin secretos."
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Reemplaza el archivo de --csv si ya existe.")
    ] = False,
    post: Annotated[
        bool, typer.Option("--post", help="Además, publica el resumen en el canal de gerentes.")
    ] = False,
) -> None:
    """Muestra el resumen de llaves de este momento: vencimientos, cola, tiempos y los más urgentes.

    Solo necesita LLAVES_DATABASE_URL y, si atienden en otro horario, LLAVES_SERVICE_HOURS. Lo hecho se cuenta desde
    hace siete días.
    """
    configure("WARNING")
    try:
        url, hours = load_database_url(os.environ), load_service_hours(os.environ)
    except SettingsFault as fault:
        raise misconfigured(fault) from None
    from bot.commands.digest import Order, run  # noqa: PLC0415 - only this command pays for it

    raise typer.Exit(run(Order(url, hours, csv, force, post, datetime.now(UTC))))
