"""Two people at the same moment, in threads and transactions of their own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Engine, event

from bot.errors import UserError

Outcome = object


def at_once(engine: Engine, statement: str, *calls: Callable[[], Outcome]) -> list[Outcome]:
    """Run every call in its own thread; return each one's result, or the `UserError` it raised, in order.

    On PostgreSQL none executes its first statement that starts with `statement` before all are about to: each has
    then looked at the tables without seeing the others. SQLite has one writer, so there they start together and queue.
    """
    gate = threading.Barrier(len(calls), timeout=20)
    passed = threading.local()

    def meet(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        if sql.startswith(statement) and not getattr(passed, "gate", False):
            passed.gate = True
            gate.wait()

    def run(call: Callable[[], Outcome]) -> Outcome:
        if engine.dialect.name == "sqlite":
            gate.wait()
        try:
            return call()
        except UserError as error:
            return error

    if engine.dialect.name == "postgresql":
        event.listen(engine, "before_cursor_execute", meet)
    try:
        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(run, calls))
    finally:
        if event.contains(engine, "before_cursor_execute", meet):
            event.remove(engine, "before_cursor_execute", meet)
