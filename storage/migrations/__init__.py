"""Alembic's environment and versions; `llaves db upgrade` runs them."""
