"""Words to search providers by, designations, declarations, takes, corrections, cancellations, Home."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)
WORD = sa.String(40).with_variant(sa.String(40, collation="C"), "postgresql")


def upgrade() -> None:
    """Add the tables and columns, close requests that a newer one replaced, and fill the words."""
    op.create_table(
        "provider_words",
        sa.Column("word", WORD, nullable=False),
        sa.Column("codigo", sa.String(12), nullable=False),
        sa.PrimaryKeyConstraint("word", "codigo", name="pk_provider_words"),
        sa.ForeignKeyConstraint(
            ["codigo"], ["providers.codigo"], name="fk_provider_words_codigo", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_provider_words_codigo", "provider_words", ["codigo", "word"])
    op.create_table(
        "designations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nit", sa.String(10), nullable=False),
        sa.Column("document_type", sa.String(40), nullable=False),
        sa.Column("document_number", sa.String(20), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_designations"),
        sa.UniqueConstraint(
            "nit",
            "document_type",
            "document_number",
            name="uq_designations_nit_document_type_document_number",
        ),
    )
    op.create_table(
        "declarations",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("prerequisite", sa.String(40), nullable=False),
        sa.Column("declared_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "prerequisite", name="pk_declarations"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_declarations_person_id"),
    )
    op.add_column("people", sa.Column("guest", sa.Boolean(), nullable=True))
    op.add_column("people", sa.Column("designation_match", sa.String(40), nullable=True))
    op.add_column("people", sa.Column("home_opened_at", MOMENT, nullable=True))
    op.create_index("ix_people_document_number", "people", ["document_number"])
    op.create_index("ix_people_login", "people", ["login"])
    op.create_index("ix_people_status_registered_at", "people", ["status", "registered_at"])
    op.create_index("ix_people_role_status", "people", ["role", "status"])
    for column in ("taken_by_id", "updated_by_id", "cancelled_by_id"):
        _add_person("key_requests", column)
    for column in ("taken_until", "updated_at", "cancelled_at"):
        op.add_column("key_requests", sa.Column(column, MOMENT, nullable=True))
    _add_person("outbox", "recipient_id")
    _supersede()
    op.create_index(
        "uq_key_requests_in_force",
        "key_requests",
        ["codigo"],
        unique=True,
        sqlite_where=sa.text("status = 'assigned'"),
        postgresql_where=sa.text("status = 'assigned'"),
    )
    _index_what_homes_count()
    _index_the_token_list()
    _fill_words()


def _index_what_homes_count() -> None:
    for name, columns in (
        ("requested_at", ["requested_at"]),
        ("assigned_at", ["assigned_at", "assigned_by_id"]),
        ("returned_at", ["returned_at", "returned_by_id"]),
        ("taken_by_id", ["taken_by_id", "taken_until"]),
    ):
        op.create_index(f"ix_key_requests_{name}", "key_requests", columns)
    op.create_index(
        "ix_keys_environment_in_force",
        "keys",
        ["environment", "expires_at"],
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )


def _index_the_token_list() -> None:
    op.drop_index("ix_key_requests_status_requested_at", "key_requests")
    op.create_index(
        "ix_key_requests_listed",
        "key_requests",
        ["status", "requested_at", "id", "codigo", "kind", "updated_at"],
    )
    op.create_index(
        "ix_keys_in_force_expires_at",
        "keys",
        ["expires_at", "codigo", "superseded_at"],
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )


def _add_person(table: str, column: str) -> None:
    # Written out: SQLite takes a reference with a new column, and no constraint afterwards.
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} INTEGER "
        f"CONSTRAINT fk_{table}_{column} REFERENCES people (id)"
    )


def _supersede() -> None:
    op.execute(
        """
        UPDATE key_requests SET status = 'superseded', version = version + 1
        WHERE status = 'assigned' AND EXISTS (
            SELECT 1 FROM key_requests AS newer
            WHERE newer.codigo = key_requests.codigo AND newer.status = 'assigned' AND newer.id > key_requests.id
        )
        """
    )


def _fill_words() -> None:
    connection = op.get_bind()
    providers = connection.execute(sa.text("SELECT codigo, nit, name FROM providers")).all()
    rows = [
        {"word": word, "codigo": codigo}
        for codigo, nit, name in providers
        for word in {codigo, nit, *_words(name)}
    ]
    table = sa.table("provider_words", sa.column("word"), sa.column("codigo"))
    for start in range(0, len(rows), 2_000):
        connection.execute(table.insert(), rows[start : start + 2_000])


def _words(text: str) -> set[str]:
    # As `storage.words` had it when this was written: a migration does not change with the code.
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace(".", "")
    return {word[:40] for word in re.findall(r"[a-z0-9]+", bare)}
