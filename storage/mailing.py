"""Telling thousands of people at once: one statement that queues a direct message to each."""

import json
from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    FromClause,
    Integer,
    String,
    bindparam,
    cast,
    false,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.orm import Session

from storage.db import insert_into
from storage.enums import IntentKind, IntentStatus, Priority
from storage.models import Intent


def add_direct(
    session: Session,
    *,
    kind: IntentKind,
    to: Mapping[int, datetime],
    occasion: str,
    now: datetime,
    priority: Priority,
) -> Collection[int]:
    """Note that many people must be told of what concerns each alone; `to` has from when on, by the person's id.

    Nobody is told twice of one kind and `occasion`: returns the ids of those who were not told yet.
    """
    if not to:
        return ()
    rows = _deadlines(session, to)
    person = cast(rows.c.person_id, String)
    values = {
        "kind": literal(kind, Intent.kind.type),
        "subject_id": rows.c.person_id,
        "dedupe_key": direct_key(kind, person, occasion),
        "operation_id": rows.c.operation_id,
        "lane": "dm:" + person,
        "recipient_id": rows.c.person_id,
        "status": literal(IntentStatus.PENDING, Intent.status.type),
        "priority": literal(int(priority)),
        "due_at": rows.c.due_at,
        "created_at": literal(now, Intent.created_at.type),
        "attempts": literal(0),
        "in_doubt": false(),
    }
    added = session.execute(
        insert_into(session, Intent)
        # The condition tells SQLite that the ON CONFLICT after it is none of a join. In one order, whoever is told: on
        # PostgreSQL two who tell the same people at the same moment wait for each other's rows.
        .from_select(list(values), select(*values.values()).where(true()).order_by(rows.c.person_id))
        .on_conflict_do_nothing(index_elements=[Intent.dedupe_key])
        .returning(Intent.recipient_id)
    )
    return [person_id for person_id in added.scalars() if person_id is not None]


def direct_key(kind: IntentKind, person_id: ColumnElement[str], occasion: str) -> ColumnElement[str]:
    """Name the one intent of a kind that a person gets on an occasion, as SQL."""
    return f"{kind}:" + person_id + f":{occasion}"


def _deadlines(session: Session, due: Mapping[int, datetime]) -> FromClause:
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
