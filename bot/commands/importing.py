"""From a file to the tables and a report: what `llaves import-providers` and `llaves import-designations` share."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from rich.console import Console
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.commands.progress import step
from bot.commands.rejected_rows import rejection_lines, write_rejections
from bot.csv_files.header import FileRefusedError
from bot.csv_files.rows import OnProgress, Rejection
from bot.doctor import Schema, schema_advice, schema_of
from bot.logs import name_of
from bot.views.text import figure
from storage.db import Sessions, open_engine, sessions_of, upgrade

DONE = 0
FAILED = 1
REFUSED = 2

_TELLING = frozenset({"host", "port", "dbname", "user"})


class Reading(Protocol):
    """What every file comes to: rows, good ones, bad ones."""

    @property
    def rows(self) -> int:
        """How many rows stand below the header."""

    @property
    def entries(self) -> Mapping[Any, Any]:
        """The good ones."""

    @property
    def rejections(self) -> Sequence[Rejection]:
        """The others."""


Read = TypeVar("Read", bound=Reading)
Done = TypeVar("Done")


@dataclass(frozen=True)
class Import(Generic[Read, Done]):
    """What is particular to one import.

    `subject` heads the column of rejected rows that says what each is about; `report` tells people what was done, or
    would be; `stored` says afterwards that it is.
    """

    subject: str
    read: Callable[[Path, OnProgress], Read]
    preview: Callable[[Sessions, Read], Done]
    store: Callable[[Sessions, Read, datetime, OnProgress], Done]
    report: Callable[[Read, Done], Iterator[str]]
    stored: str


@dataclass(frozen=True)
class Order:
    """What the person asked for. `rejected` is where to write the rejected rows."""

    database_url: str
    file: Path
    rejected: Path | None
    dry_run: bool


class _StoppedError(Exception):
    """The command ends here; its text is for the person."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code


def run(what: Import[Read, Done], order: Order) -> int:
    """Import the file, say how it went, and return the exit code: 0 done, 1 the database failed, 2 a bad file."""
    out = Console(soft_wrap=True, highlight=False)
    err = Console(stderr=True, soft_wrap=True, highlight=False)
    try:
        reading = _read(what, order.file, err)
        _save_rejections(what, order, reading)
        done = _store(what, order, reading, err) if reading.entries else None
    except _StoppedError as stopped:
        err.print(str(stopped), markup=False)
        return stopped.code
    for line in _report(what, order, reading, done):
        out.print(line, markup=False)
    return REFUSED if done is None else DONE


def database_name(url: str) -> str:
    """Return where a database is, for people: the path of a SQLite file, else the URL without anything secret."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return str(Path(parsed.database).absolute()) if parsed.database else ":memory:"
    # A password may stand among the parameters as well; what tells one database from another may not.
    harmless = {name: value for name, value in parsed.query.items() if name in _TELLING}
    return parsed.set(query=harmless).render_as_string(hide_password=True)


def _read(what: Import[Read, Done], file: Path, err: Console) -> Read:
    try:
        if file.is_dir():
            raise _StoppedError(f"{file} es una carpeta; dé el archivo CSV.", REFUSED)
        with step(err, f"Leyendo {file.name}") as on_progress:
            return what.read(file, on_progress)
    except FileRefusedError as refused:
        raise _StoppedError(f"{refused} No se cargó nada.", REFUSED) from None
    except FileNotFoundError:
        raise _StoppedError(f"No existe el archivo {file}. Revise el nombre y la carpeta.", REFUSED) from None
    except OSError as error:
        raise _StoppedError(f"No se pudo leer {file} ({name_of(error)}).", REFUSED) from None


def _save_rejections(what: Import[Read, Done], order: Order, reading: Read) -> None:
    rejected = order.rejected
    if rejected is None:
        return
    if rejected.exists() and rejected.samefile(order.file):
        raise _StoppedError("--rejected es el mismo archivo que se carga. Dé otro nombre.", REFUSED)
    try:
        write_rejections(rejected, what.subject, reading.rejections)
    except OSError as error:
        sentence = f"No se pudo escribir {rejected} ({name_of(error)}). No se cargó nada."
        raise _StoppedError(sentence, REFUSED) from None


def _store(what: Import[Read, Done], order: Order, reading: Read, err: Console) -> Done:
    try:
        with _database(order) as engine:
            if order.dry_run:
                return what.preview(sessions_of(engine), reading)
            with step(err, "Guardando") as on_progress:
                return what.store(sessions_of(engine), reading, datetime.now(UTC), on_progress)
    except (SQLAlchemyError, OSError) as error:
        sentence = (
            f"La base de datos no responde ({name_of(error)}). No se cargó nada. Ejecute: llaves doctor"
        )
        raise _StoppedError(sentence, FAILED) from None


@contextmanager
def _database(order: Order) -> Iterator[Engine]:
    url = order.database_url
    with open_engine(url) as engine:
        schema = schema_of(engine)
        if schema is Schema.EMPTY and not order.dry_run:
            upgrade(engine)
        elif schema is Schema.EMPTY:
            sentence = "está vacía: todo sería nuevo. Ejecute: llaves db upgrade"
            raise _StoppedError(f"La base de datos {database_name(url)} {sentence}", FAILED)
        elif schema is not Schema.NEWEST:
            raise _StoppedError(f"La base de datos {database_name(url)} {schema_advice(schema)}", FAILED)
        yield engine


def _report(what: Import[Read, Done], order: Order, reading: Read, done: Done | None) -> Iterator[str]:
    yield from rejection_lines(what.subject, reading.rejections, order.rejected)
    if done is None:
        yield f"Ninguna de las {figure(reading.rows)} filas sirve. No se cargó nada."
        return
    yield from what.report(reading, done)
    database = database_name(order.database_url)
    if order.dry_run:
        yield f"Base de datos: {database}"
        yield "Fue una simulación: no se guardó nada. Para cargar el archivo, repita sin --dry-run."
    else:
        yield f"{what.stored} en la base de datos: {database}"
