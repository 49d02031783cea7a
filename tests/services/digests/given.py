"""Keys that expire when a test says so, given out by the services themselves."""

from bot.services.access import Actor
from bot.services.keys.assigning import assign_keys
from storage.enums import Environment
from tests.services.office import CAMILA, HOSPITAL, LAURA, Office


def keys_of(
    office: Office,
    codigo: str = HOSPITAL,
    actor: Actor = LAURA,
    *,
    number: int = 1,
    production: int = 180,
    preproduction: int = 180,
    development: int | None = None,
) -> int:
    """A delegate asks for keys and gets them, to expire in so many days; returns the request's id."""
    request_id = office.request(codigo, actor)
    entries = [
        office.entry(Environment.PRODUCTION, number, days=production),
        office.entry(Environment.PREPRODUCTION, number + 1, days=preproduction),
    ]
    if development is not None:
        entries.append(office.entry(Environment.DEVELOPMENT, number + 2, days=development))
    assign_keys(office.desk, CAMILA, request_id, entries)
    return request_id
