"""The `llaves` command. Exit codes: 0 done, 1 something went wrong while running, 2 bad usage or configuration."""

import errno
import os
import signal
import threading
from collections.abc import Callable
from importlib.metadata import version
from types import FrameType
from typing import Annotated, Protocol

import structlog
import typer
from alembic.util import CommandError
from rich.console import Console
from rich.markup import escape
from sqlalchemy.exc import SQLAlchemyError

from bot.commands.digest_words import digest
from bot.commands.faults import FAILED, MISCONFIGURED, complain, misconfigured
from bot.commands.import_words import import_designations, import_providers
from bot.doctor import Check, Schema, checks_of, diagnose, schema_advice, schema_of
from bot.logs import catch_uncaught, configure, name_of
from bot.settings import Settings, SettingsFault, load_database_url, load_settings
from storage.db import newest_revision, open_engine, upgrade


class Office(Protocol):
    """What `bot.app.build_app` returns: everything that runs, wired."""

    def start(self) -> None:
        """Begin: delivery, clock, web side and the connection with Slack."""

    def stop(self) -> None:
        """Take no new work, finish what is under way, close every socket."""


def build_cli() -> typer.Typer:
    """Return the command with all its subcommands."""
    cli = typer.Typer(
        name="llaves",
        help="Llaves de acceso IHCE en Slack, para el Ministerio de Salud y Protección Social.",
        epilog="Primera vez: llaves demo  ·  En producción: llaves doctor && llaves start",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
    )
    cli.callback()(_root)
    cli.command(
        "start",
        epilog="Ejemplo: SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… llaves start",
    )(_start)
    cli.command("doctor", epilog="Ejemplo: llaves doctor && llaves start")(_doctor)
    cli.command(
        "demo",
        epilog="Ejemplos: llaves demo  ·  llaves demo --port 8080 --open  ·  llaves demo --walkthrough",
    )(_demo)
    for name, command, file in (
        ("import-providers", import_providers, "reps.csv"),
        ("import-designations", import_designations, "designados.csv"),
    ):
        once, again = f"llaves {name} {file} --dry-run", f"llaves {name} {file} --rejected rechazadas.csv"
        cli.command(name, epilog=f"Ejemplos: {once}  ·  {again}")(command)
    cli.command(
        "digest",
        epilog="Ejemplos: llaves digest  ·  llaves digest --csv vencimientos.csv  ·  llaves digest --post",
    )(digest)
    database = typer.Typer(help="La base de datos.", no_args_is_help=True)
    database.command("upgrade", epilog="Ejemplo: LLAVES_DATABASE_URL=postgresql://… llaves db upgrade")(
        _db_upgrade
    )
    # A callback keeps `upgrade` a word of its own while it is the only one.
    database.callback()(_database)
    cli.add_typer(database, name="db")
    return cli


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it with the flag's value
    if wanted:
        typer.echo(f"llaves {version('llaves')}")
        raise typer.Exit


def _root(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_print_version,
            is_eager=True,
            help="Muestra la versión y termina.",
        ),
    ] = False,
) -> None:
    pass


def _database() -> None:
    pass


def _start() -> None:
    """Arranca la app y la deja corriendo hasta recibir Ctrl-C o SIGTERM."""
    try:
        settings = load_settings(os.environ)
    except SettingsFault as fault:
        raise misconfigured(fault) from None
    configure(settings.log_level)
    catch_uncaught()
    _prepare_database(settings)

    from bot.app import build_app  # noqa: PLC0415 - the other commands work without all of it

    run_until_asked(lambda: build_app(settings))


def _prepare_database(settings: Settings) -> None:
    try:
        with open_engine(settings.database_url) as engine:
            schema = schema_of(engine)
            if schema is Schema.EMPTY:
                upgrade(engine)
    except (SQLAlchemyError, OSError) as error:
        complain(f"La base de datos no responde ({name_of(error)}). Ejecute: llaves doctor")
        raise typer.Exit(FAILED) from None
    if schema in {Schema.OTHER, Schema.FOREIGN}:
        complain(f"La base de datos {schema_advice(schema)}")
        raise typer.Exit(FAILED)


def run_until_asked(build: Callable[[], Office]) -> None:
    """Run an office until SIGTERM or SIGINT, then stop it. A second signal ends the process at once."""
    log = structlog.get_logger(__name__)
    asked_to_stop = threading.Event()

    def ask(number: int, _frame: FrameType | None) -> None:
        asked_to_stop.set()
        # Whoever asks twice does not want to wait.
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
    office: Office | None = None
    failed = False
    try:
        office = build()
        office.start()
        log.info("started", version=version("llaves"))
        asked_to_stop.wait()
    except Exception as error:
        log.critical("could not start", exc_info=error)
        complain(_why_not_started(error))
        failed = True
    finally:
        if office is not None:
            office.stop()
    log.info("stopped")
    if failed:
        raise typer.Exit(FAILED)


def _why_not_started(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return "El puerto está ocupado. Ponga otro en LLAVES_PORT"
    return f"No se pudo arrancar ({name_of(error)}). Ejecute: llaves doctor"


def _doctor() -> None:
    """Revisa configuración, base de datos y Slack, y dice qué corregir."""
    configure("ERROR")
    try:
        checks, code = diagnose(load_settings(os.environ)), FAILED
    except SettingsFault as fault:
        checks, code = checks_of(fault), MISCONFIGURED
    console = Console(soft_wrap=True, highlight=False)
    for check in checks:
        console.print(f"{_mark(check)} [bold]{escape(check.name)}[/bold]: {escape(check.detail)}")
    faults = [check for check in checks if check.required and not check.ok]
    if faults:
        console.print(f"\nPor corregir: {len(faults)}.")
        raise typer.Exit(code)
    console.print("\nTodo listo. Ejecute: llaves start")


def _mark(check: Check) -> str:
    if check.ok:
        return "[green]✔[/green]"
    return "[red]✘[/red]" if check.required else "[yellow]![/yellow]"


def _db_upgrade() -> None:
    """Lleva las tablas a la versión de esta app; no hace nada si ya están."""
    configure("WARNING")
    try:
        url = load_database_url(os.environ)
        with open_engine(url) as engine:
            upgrade(engine)
    except SettingsFault as fault:
        raise misconfigured(fault) from None
    except CommandError:
        complain("La base es de una versión más nueva de llaves. Instale esa versión")
        raise typer.Exit(FAILED) from None
    except (SQLAlchemyError, OSError) as error:
        complain(f"No se pudo actualizar la base ({name_of(error)}). Revise LLAVES_DATABASE_URL")
        raise typer.Exit(FAILED) from None
    typer.echo(f"La base de datos está en la versión {newest_revision()}.")


def _demo(
    *,
    walkthrough: Annotated[
        bool,
        typer.Option(
            "--walkthrough",
            help="Muestra el proceso completo paso a paso, solo, y termina.",
        ),
    ] = False,
    console: Annotated[
        bool,
        typer.Option("--console", help="Un cursor en la terminal en vez de la página."),
    ] = False,
    browser: Annotated[
        bool,
        typer.Option("--open", help="Abre la página en su navegador."),
    ] = False,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Puerto de la página; si falta, uno libre."),
    ] = None,
) -> None:
    """Pruebe la app sin Slack: un Slack de mentira en este equipo, en su navegador."""
    try:
        from bot.demo.run import run_demo  # noqa: PLC0415 - its libraries are an optional extra
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in {"bot", "storage"}:
            raise
        complain('La demo necesita más librerías. Instálelas con: pip install "llaves[demo]"')
        raise typer.Exit(MISCONFIGURED) from None
    raise typer.Exit(run_demo(walkthrough=walkthrough, console=console, browser=browser, port=port))
