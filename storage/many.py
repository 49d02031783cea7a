"""Thousands of values in one parameter: an array on PostgreSQL, JSON on SQLite.

A parameter for each of them costs more than all that is done with them.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    FromClause,
    Integer,
    String,
    any_,
    bindparam,
    cast,
    func,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session


def among(session: Session, column: InstrumentedAttribute[int], values: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition that a column has one of these values."""
    if session.get_bind().dialect.name == "postgresql":
        # Not a query of the array: PostgreSQL would take it for short and the table for the thing to go through.
        return column == any_(bindparam(None, list(values), type_=ARRAY(Integer)))
    return column.in_(select(func.json_each(json.dumps(list(values))).table_valued("value").c.value))


def deadlines(session: Session, due: Mapping[int, datetime]) -> FromClause:
    """Return a table of who is due when, in this order: `person_id`, `due_at` and an `operation_id` of its own."""
    if session.get_bind().dialect.name == "postgresql":
        given = func.unnest(
            bindparam(None, list(due), type_=ARRAY(Integer)),
            bindparam(None, list(due.values()), type_=ARRAY(DateTime(timezone=True))),
        ).table_valued("person_id", "due_at")
        rows = given.render_derived(name="given")
        return select(
            rows.c.person_id, rows.c.due_at, cast(func.gen_random_uuid(), String).label("operation_id")
        ).subquery("due")
    pairs = [(person_id, _as_stored(due_at)) for person_id, due_at in due.items()]
    value = func.json_each(json.dumps(pairs)).table_valued("value").c.value
    return select(
        func.json_extract(value, "$[0]").label("person_id"),
        func.json_extract(value, "$[1]").label("due_at"),
        func.lower(func.hex(func.randomblob(16))).label("operation_id"),
    ).subquery("due")


def _as_stored(moment: datetime) -> str:
    """Write a moment as SQLite keeps those of our tables, which have no zone."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
