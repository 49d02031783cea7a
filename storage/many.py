"""Thousands of values in one parameter, an array on PostgreSQL and JSON on SQLite: one each would cost more than all else."""

import json
from collections.abc import Sequence

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    any_,
    bindparam,
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
