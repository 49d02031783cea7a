"""`llaves digest`: the digest on a terminal, as a file, and for the managers' channel."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.commands.digest_tables import tables
from bot.commands.importing import DONE, FAILED, REFUSED, database_name
from bot.commands.progress import step
from bot.doctor import Schema, schema_advice, schema_of
from bot.logs import name_of
from bot.rules.calendar.service_hours import ServiceHours
from bot.services.digests.file import write_expiries
from bot.services.digests.making import figures_now, post_digest
from storage.db import Sessions, open_engine, sessions_of
from storage.reading import reading

_WIDE = 140  # where nothing tells how wide the output is, as in a file


@dataclass(frozen=True)
class Order:
    """What the person asked for. `csv` is where to write the whole list, over what is there with `force`.

    Waits are counted in service `hours`, up to `now`.
    """

    database_url: str
    hours: ServiceHours
    csv: Path | None
    force: bool
    post: bool
    now: datetime


class _StoppedError(Exception):
    """The command ends here; its text is for the person."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code


def run(order: Order) -> int:
    """Print the digest of now, do what else was asked, and return the exit code: 0 done, 1 failed, 2 a bad file."""
    out = Console(highlight=False)
    if not out.is_terminal and "COLUMNS" not in os.environ:
        out = Console(highlight=False, width=_WIDE)
    err = Console(stderr=True, soft_wrap=True, highlight=False)
    try:
        if order.csv is not None:
            _check_place(order.csv, force=order.force)
        with _database(order.database_url) as sessions:
            figures = figures_now(sessions, order.now, order.hours)
            for table in tables(figures):
                out.print(table)
                out.print()
            if order.csv is not None:
                _write(sessions, order.now, order.csv, err)
                out.print(f"La lista completa quedó en {order.csv}", markup=False, soft_wrap=True)
            if order.post:
                post_digest(sessions, figures)
                out.print(
                    "El resumen quedó en cola: la app lo publica en el canal de gerentes en cuanto esté corriendo.",
                    soft_wrap=True,
                )
    except _StoppedError as stopped:
        err.print(str(stopped), markup=False)
        return stopped.code
    return DONE


def _check_place(file: Path, *, force: bool) -> None:
    if file.is_dir():
        raise _StoppedError(f"{file} es una carpeta; dé el nombre de un archivo.", REFUSED)
    if not file.absolute().parent.is_dir():
        raise _StoppedError(f"No existe la carpeta {file.absolute().parent}. Créela o dé otra.", REFUSED)
    if file.exists() and not file.is_file():
        raise _StoppedError(f"{file} no es un archivo corriente. Dé otro nombre.", REFUSED)
    if file.exists() and not force:
        raise _StoppedError(
            f"{file} ya existe. Dé otro nombre o, para reemplazarlo, agregue --force.", REFUSED
        )


@contextmanager
def _database(url: str) -> Iterator[Sessions]:
    try:
        with open_engine(url) as engine:
            _check_schema(url, engine)
            yield sessions_of(engine)
    except SQLAlchemyError as error:
        raise _silent(error) from None


def _check_schema(url: str, engine: Engine) -> None:
    try:
        schema = schema_of(engine)
    except OSError as error:
        raise _silent(error) from None
    if schema is not Schema.NEWEST:
        empty = schema is Schema.EMPTY
        advice = "está vacía. Ejecute: llaves db upgrade" if empty else schema_advice(schema)
        raise _StoppedError(f"La base de datos {database_name(url)} {advice}", FAILED)


def _silent(error: Exception) -> _StoppedError:
    sentence = f"La base de datos no responde ({name_of(error)}). Ejecute: llaves doctor"
    return _StoppedError(sentence, FAILED)


def _write(sessions: Sessions, now: datetime, file: Path, err: Console) -> None:
    # Beside it first: a disk that fills up leaves the former file as it was, and no half of the new one.
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        try:
            with step(err, f"Escribiendo {file.name}") as on_progress, partial.open("wb") as target:
                with reading(sessions) as session:
                    write_expiries(session, now, target, on_progress)
                target.flush()
            partial.replace(file)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise _StoppedError(f"No se pudo escribir {file}: {_why(error)}.", FAILED) from None


def _why(error: OSError) -> str:
    match error.errno:
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return "no hay permiso en esa carpeta. Dé otra"
        case errno.ENOSPC | errno.EDQUOT:
            return "no queda espacio en el disco. Libere espacio y repita"
        case _:
            return name_of(error)
