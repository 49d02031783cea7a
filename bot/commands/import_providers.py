"""`llaves import-providers`: from the file of the REPS to the tables and a report."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.commands.import_report import tell, write_rejections
from bot.commands.progress import step
from bot.directory.header import FileRefusedError
from bot.directory.reading import Reading, read_directory
from bot.doctor import Schema, schema_advice, schema_of
from bot.logs import name_of
from bot.services.directory import Import, import_directory, preview_directory
from storage.db import open_engine, sessions_of, upgrade

DONE = 0
FAILED = 1
REFUSED = 2

_TELLING = frozenset({"host", "port", "dbname", "user"})


class _StoppedError(Exception):
    """The command ends here; its text is for the person."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code


def run_import(database_url: str, file: Path, *, rejected: Path | None, dry_run: bool) -> int:
    """Import the file, say how it went, and return the exit code: 0 done, 1 the database failed, 2 a bad file."""
    out = Console(soft_wrap=True, highlight=False)
    err = Console(stderr=True, soft_wrap=True, highlight=False)
    try:
        reading = _read(file, err)
        if rejected is not None:
            _save_rejections(file, rejected, reading)
        done = _store(database_url, reading, err, dry_run=dry_run) if reading.entries else None
    except _StoppedError as stopped:
        err.print(str(stopped), markup=False)
        return stopped.code
    tell(out, reading, done, database=database_name(database_url), dry_run=dry_run, saved=rejected)
    return REFUSED if done is None else DONE


def database_name(url: str) -> str:
    """Return where a database is, for people: the path of a SQLite file, else the URL without anything secret."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return str(Path(parsed.database).absolute()) if parsed.database else ":memory:"
    # A password may stand among the parameters as well; what tells one database from another may not.
    harmless = {name: value for name, value in parsed.query.items() if name in _TELLING}
    return parsed.set(query=harmless).render_as_string(hide_password=True)


def _read(file: Path, err: Console) -> Reading:
    try:
        with step(err, f"Leyendo {file.name}") as on_progress:
            return read_directory(file, on_progress)
    except FileRefusedError as refused:
        raise _StoppedError(f"{refused} No se cargó nada.", REFUSED) from None
    except FileNotFoundError:
        raise _StoppedError(f"No existe el archivo {file}. Revise el nombre y la carpeta.", REFUSED) from None
    except OSError as error:
        raise _StoppedError(f"No se pudo leer {file} ({name_of(error)}).", REFUSED) from None


def _save_rejections(file: Path, rejected: Path, reading: Reading) -> None:
    if rejected.exists() and rejected.samefile(file):
        raise _StoppedError("--rejected es el mismo archivo del directorio. Dé otro nombre.", REFUSED)
    try:
        write_rejections(rejected, reading.rejections)
    except OSError as error:
        sentence = f"No se pudo escribir {rejected} ({name_of(error)}). No se cargó nada."
        raise _StoppedError(sentence, REFUSED) from None


def _store(database_url: str, reading: Reading, err: Console, *, dry_run: bool) -> Import:
    try:
        with _database(database_url, dry_run=dry_run) as engine:
            if dry_run:
                return preview_directory(sessions_of(engine), reading)
            with step(err, "Guardando") as on_progress:
                return import_directory(sessions_of(engine), reading, datetime.now(UTC), on_progress)
    except (SQLAlchemyError, OSError) as error:
        sentence = (
            f"La base de datos no responde ({name_of(error)}). No se cargó nada. Ejecute: llaves doctor"
        )
        raise _StoppedError(sentence, FAILED) from None


@contextmanager
def _database(url: str, *, dry_run: bool) -> Iterator[Engine]:
    with open_engine(url) as engine:
        schema = schema_of(engine)
        if schema is Schema.EMPTY and not dry_run:
            upgrade(engine)
        elif schema is Schema.EMPTY:
            sentence = "está vacía: todo sería nuevo. Ejecute: llaves db upgrade"
            raise _StoppedError(f"La base de datos {database_name(url)} {sentence}", FAILED)
        elif schema is not Schema.NEWEST:
            raise _StoppedError(f"La base de datos {database_name(url)} {schema_advice(schema)}", FAILED)
        yield engine
