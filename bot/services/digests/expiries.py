"""«Ver detalle» of a digest: the sedes behind one of its figures, page by page."""

from datetime import datetime

from bot.forms.expiries import ExpiriesState
from bot.rules.figures import bucket_ends
from bot.rules.permissions import Ability
from bot.services.access import Actor, require
from bot.services.desk import Desk
from bot.views.digests.boards import ExpiryList, ExpiryRow
from storage import expiries
from storage.expiries import Span
from storage.paging import Page
from storage.reading import reading

PAGE_SIZE = 10


def list_expiries(desk: Desk, actor: Actor, state: ExpiriesState) -> ExpiryList:
    """Return the page of sedes that `state` names, or its last one. Raises `NotAllowedError` for non-managers.

    A sede is listed with those of its keys that the figure counts, as of now: since a digest was sent they may have
    been renewed.
    """
    now = desk.now()
    with reading(desk.sessions) as session:
        manager = require(session, actor, Ability.READ_DIGESTS)
        span = _span(state.bucket, now)
        found = expiries.page(session, span, number=state.page, size=PAGE_SIZE)
        sedes = expiries.providers_of(session, found.rows)
        keys = expiries.of_sedes(session, found.rows, span)
        pending = expiries.pending(session, found.rows)
        delegates = expiries.delegates(session, {sede.nit for sede in sedes.values()})
    rows = [
        ExpiryRow(
            provider=sedes[codigo],
            expires_at=keys[codigo][0].expires_at,
            environments={key.environment: key.expires_at for key in keys[codigo]},
            request_pending=codigo in pending,
            delegates=delegates.get(sedes[codigo].nit, 0),
        )
        for codigo in found.rows
    ]
    page = Page(rows, found.number, found.size, found.total)
    return ExpiryList(manager, state.on_page(page.number), page, now)


def _span(bucket: int | None, now: datetime) -> Span:
    ends = bucket_ends(now)
    if bucket is None:
        return Span(None, ends[-1])
    return Span(ends[bucket - 1] if bucket else None, ends[bucket] if bucket < len(ends) else None)
