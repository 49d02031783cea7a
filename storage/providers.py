"""The directory of providers, by código de habilitación and by NIT."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Provider


def by_codigo(session: Session, codigo: str) -> Provider | None:
    """Return one sede."""
    return session.get(Provider, codigo)


def of_nit(session: Session, nit: str) -> Sequence[Provider]:
    """Return every sede of a NIT, by código."""
    return session.scalars(select(Provider).where(Provider.nit == nit).order_by(Provider.codigo)).all()
