"""`llaves import-providers`: from the file to the report a person reads."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.commands.progress import Progress
from bot.directory.header import FileRefusedError
from bot.directory.reading import Reading, Rejection, read_directory
from bot.doctor import Schema, schema_advice, schema_of
from bot.logs import name_of
from bot.services.directory import Import, import_directory, preview_directory
from storage.db import open_engine, sessions_of, upgrade

DONE = 0
FAILED = 1
REFUSED = 2

_SHOWN = 20  # rejected rows, and moves, on screen
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Order:
    """What the person asked for."""

    file: Path
    rejected: Path | None
    dry_run: bool


class _StoppedError(Exception):
    """The command ends here, with a sentence and an exit code."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code


def run_import(database_url: str, order: Order) -> int:
    """Import, tell how it went, and return the exit code: 0 done, 1 database, 2 a file that cannot be used."""
    out, err = (Console(stderr=stderr, soft_wrap=True, highlight=False) for stderr in (False, True))
    try:
        reading = _read(order, err)
        with _database(database_url, order) as engine:
            done = _store(engine, reading, order, err)
    except _StoppedError as stopped:
        err.print(escape(str(stopped)))
        return stopped.code
    except (SQLAlchemyError, OSError) as error:
        err.print(f"La base de datos no responde ({name_of(error)}). No se cargó nada. Ejecute: llaves doctor")
        return FAILED
    _tell(out, order, reading, done)
    return DONE if reading.entries else FAILED
