"""The first tables: providers, people, requests, keys, consents, cards, outbox and audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables, and let nobody rewrite the audit."""
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("team_id", sa.String(40), nullable=False),
        sa.Column("user_id", sa.String(40), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.UniqueConstraint("hash", name="uq_audit_hash"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_subject", "audit", ["subject"])

    op.create_table(
        "cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("ts", sa.String(40), nullable=False),
        sa.Column("drawn_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cards"),
        sa.UniqueConstraint("kind", "subject_id", name="uq_cards_kind_subject_id"),
    )
    op.create_table(
        "consent_texts",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_consent_texts"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("dedupe_key", sa.String(120), nullable=False),
        sa.Column("operation_id", sa.String(36), nullable=False),
        sa.Column("lane", sa.String(80), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("in_doubt", sa.Boolean(), nullable=False),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("last_error", sa.String(80), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("dedupe_key", name="uq_outbox_dedupe_key"),
        sa.UniqueConstraint("operation_id", name="uq_outbox_operation_id"),
    )
    op.create_index("ix_outbox_status_due_at", "outbox", ["status", "due_at"])
    op.create_index(
        "uq_outbox_lane_in_flight",
        "outbox",
        ["lane"],
        unique=True,
        sqlite_where=sa.text("status = 'sending'"),
        postgresql_where=sa.text("status = 'sending'"),
    )

    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(40), nullable=False),
        sa.Column("user_id", sa.String(40), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("entity_type", sa.String(40), nullable=True),
        sa.Column("nit", sa.String(10), nullable=True),
        sa.Column("document_type", sa.String(40), nullable=True),
        sa.Column("document_number", sa.String(20), nullable=True),
        sa.Column("login", sa.String(40), nullable=False),
        sa.Column("registered_at", MOMENT, nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("dm_channel", sa.String(40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("role != 'delegate' OR nit IS NOT NULL", name="a_delegate_has_a_nit"),
        sa.CheckConstraint("role = 'manager' OR document_number IS NOT NULL", name="has_a_document"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name="fk_people_decided_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("team_id", "user_id", name="uq_people_team_id_user_id"),
    )
    op.create_index("ix_people_nit_status", "people", ["nit", "status"])
    op.create_index(
        "uq_people_document_in_use",
        "people",
        ["team_id", "document_type", "document_number"],
        unique=True,
        sqlite_where=sa.text("status != 'rejected'"),
        postgresql_where=sa.text("status != 'rejected'"),
    )

    op.create_table(
        "providers",
        sa.Column("codigo", sa.String(12), nullable=False),
        sa.Column("nit", sa.String(10), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("sede", sa.String(300), nullable=False),
        sa.Column("municipality", sa.String(100), nullable=False),
        sa.Column("department", sa.String(100), nullable=False),
        sa.CheckConstraint("length(codigo) = 12", name="codigo_has_12_digits"),
        sa.PrimaryKeyConstraint("codigo", name="pk_providers"),
    )
    op.create_index("ix_providers_nit", "providers", ["nit"])

    op.create_table(
        "key_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("codigo", sa.String(12), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("supplier_name", sa.String(200), nullable=False),
        sa.Column("software_name", sa.String(200), nullable=False),
        sa.Column("lead_name", sa.String(200), nullable=False),
        sa.Column("lead_email", sa.String(254), nullable=False),
        sa.Column("lead_phone", sa.String(40), nullable=False),
        sa.Column("responsible_name", sa.String(200), nullable=False),
        sa.Column("responsible_email", sa.String(254), nullable=False),
        sa.Column("responsible_phone", sa.String(40), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", MOMENT, nullable=False),
        sa.Column("resubmitted_by_id", sa.Integer(), nullable=True),
        sa.Column("resubmitted_at", MOMENT, nullable=True),
        sa.Column("returned_by_id", sa.Integer(), nullable=True),
        sa.Column("returned_at", MOMENT, nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.Column("assigned_by_id", sa.Integer(), nullable=True),
        sa.Column("assigned_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "status != 'assigned' OR assigned_at IS NOT NULL",
            name="an_assignment_has_a_moment",
        ),
        sa.CheckConstraint("status != 'returned' OR return_reason IS NOT NULL", name="a_return_has_a_reason"),
        sa.ForeignKeyConstraint(["assigned_by_id"], ["people.id"], name="fk_key_requests_assigned_by_id"),
        sa.ForeignKeyConstraint(["codigo"], ["providers.codigo"], name="fk_key_requests_codigo"),
        sa.ForeignKeyConstraint(["requested_by_id"], ["people.id"], name="fk_key_requests_requested_by_id"),
        sa.ForeignKeyConstraint(
            ["resubmitted_by_id"], ["people.id"], name="fk_key_requests_resubmitted_by_id"
        ),
        sa.ForeignKeyConstraint(["returned_by_id"], ["people.id"], name="fk_key_requests_returned_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_key_requests"),
    )
    op.create_index("ix_key_requests_codigo_requested_at", "key_requests", ["codigo", "requested_at"])
    op.create_index("ix_key_requests_status_requested_at", "key_requests", ["status", "requested_at"])
    op.create_index(
        "uq_key_requests_open",
        "key_requests",
        ["codigo"],
        unique=True,
        sqlite_where=sa.text("status IN ('pending', 'returned')"),
        postgresql_where=sa.text("status IN ('pending', 'returned')"),
    )

    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("accepted_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_consents_person_id"),
        sa.ForeignKeyConstraint(["request_id"], ["key_requests.id"], name="fk_consents_request_id"),
        sa.ForeignKeyConstraint(["text_sha256"], ["consent_texts.sha256"], name="fk_consents_text_sha256"),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
    )
    op.create_index("ix_consents_person_id", "consents", ["person_id"])
    op.create_index("ix_consents_request_id", "consents", ["request_id"])

    op.create_table(
        "keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("codigo", sa.String(12), nullable=False),
        sa.Column("environment", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(36), nullable=False),
        sa.Column("secret_ciphertext", sa.Text(), nullable=False),
        sa.Column("secret_fingerprint", sa.String(64), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("assigned_by_id", sa.Integer(), nullable=False),
        sa.Column("assigned_at", MOMENT, nullable=False),
        sa.Column("superseded_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["assigned_by_id"], ["people.id"], name="fk_keys_assigned_by_id"),
        sa.ForeignKeyConstraint(["codigo"], ["providers.codigo"], name="fk_keys_codigo"),
        sa.ForeignKeyConstraint(["request_id"], ["key_requests.id"], name="fk_keys_request_id"),
        sa.PrimaryKeyConstraint("id", name="pk_keys"),
        sa.UniqueConstraint("codigo", "environment", "version", name="uq_keys_codigo_environment_version"),
    )
    op.create_index("ix_keys_client_id", "keys", ["client_id"])
    op.create_index("ix_keys_expires_at", "keys", ["expires_at"])
    op.create_index("ix_keys_secret_fingerprint", "keys", ["secret_fingerprint"])
    op.create_index(
        "uq_keys_in_force",
        "keys",
        ["codigo", "environment"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    for statement in _APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


_APPEND_ONLY = {
    "sqlite": [
        f"CREATE TRIGGER audit_refuses_{event.lower()} BEFORE {event} ON audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"
        for event in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        (
            "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$"
        ),
        (
            "CREATE TRIGGER audit_refuses_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()"
        ),
    ],
}
