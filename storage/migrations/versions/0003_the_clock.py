"""The clock: its jobs and rounds, reminders, digests, and a priority in the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)
NAME = sa.String(40)


def upgrade() -> None:
    """Add the tables and columns. Every manager starts with both digests, every key with its whole ladder."""
    _jobs_and_rounds()
    _what_people_chose()
    _digests()
    op.add_column("keys", sa.Column("reminded_step", sa.SmallInteger(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE keys SET (fillfactor = 70)")
    op.drop_index("ix_keys_in_force_expires_at", "keys")
    op.create_index(
        "ix_keys_in_force_expires_at",
        "keys",
        ["expires_at", "codigo", "environment", "superseded_at"],
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.add_column(
        "key_requests", sa.Column("chased_step", sa.SmallInteger(), nullable=False, server_default="0")
    )
    # Written out: SQLite takes a reference with a new column, and no constraint afterwards.
    op.execute(
        "ALTER TABLE key_requests ADD COLUMN chase_id INTEGER "
        "CONSTRAINT fk_key_requests_chase_id REFERENCES rounds (id)"
    )
    op.add_column("key_requests", sa.Column("delay_told_at", MOMENT, nullable=True))
    op.create_index("ix_key_requests_taken_until", "key_requests", ["taken_until"])
    op.create_index("ix_key_requests_codigo_status", "key_requests", ["codigo", "status"])
    op.create_index("ix_people_nit_role_status", "people", ["nit", "role", "status"])
    op.add_column("outbox", sa.Column("priority", sa.SmallInteger(), nullable=False, server_default="0"))
    op.drop_index("ix_outbox_status_due_at", "outbox")
    op.create_index("ix_outbox_due", "outbox", ["status", "priority", "due_at", "kind"])
    op.create_index(
        "ix_outbox_lane_pending",
        "outbox",
        ["lane", "id"],
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )


def _jobs_and_rounds() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("lease", sa.String(36), nullable=True),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("succeeded_at", MOMENT, nullable=True),
        sa.Column("failed_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("name", name="uq_jobs_name"),
    )
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("slot", sa.String(20), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rounds"),
        sa.UniqueConstraint("kind", "slot", name="uq_rounds_kind_slot"),
    )


def _what_people_chose() -> None:
    op.create_table(
        "snoozes",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "key_id", name="pk_snoozes"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_snoozes_person_id"),
        sa.ForeignKeyConstraint(["key_id"], ["keys.id"], name="fk_snoozes_key_id"),
    )
    op.create_table(
        "halted",
        sa.Column("what", NAME, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("what", name="pk_halted"),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name="fk_halted_by_id"),
    )
    for column in ("weekly_digest", "monthly_digest"):
        op.add_column("people", sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.true()))


def _digests() -> None:
    op.create_table(
        "digests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("period", sa.String(40), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("ordered_by_id", sa.Integer(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=True),
        sa.Column("channel", sa.String(40), nullable=True),
        sa.Column("ts", sa.String(40), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_digests"),
        sa.UniqueConstraint("kind", "period", name="uq_digests_kind_period"),
        sa.ForeignKeyConstraint(["ordered_by_id"], ["people.id"], name="fk_digests_ordered_by_id"),
    )
