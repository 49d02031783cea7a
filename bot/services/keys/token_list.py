"""Listado de Tokens (manual §6.4.2): a page of what waits for keys, or of the keys there are, for an official."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.forms.search import ListState, TokenList
from bot.rules.permissions import Ability
from bot.rules.states import EXPIRING
from bot.services.access import Actor, require
from bot.services.desk import Desk
from bot.views.states import OFFICIAL_STATES
from bot.views.text import KINDS
from storage import keys, token_list
from storage.enums import RequestKind, RequestStatus, TokenState
from storage.models import KeyRequest, Person
from storage.paging import Page
from storage.token_list import Expiry, Term
from storage.words import words_of

PAGE_SIZE = 10

_ABILITIES = {TokenList.ASSIGN: Ability.ASSIGN_KEYS, TokenList.UPDATE: Ability.UPDATE_KEYS}
_STATUSES = {TokenList.ASSIGN: RequestStatus.PENDING, TokenList.UPDATE: RequestStatus.ASSIGNED}
_LABELS: Mapping[TokenList, Mapping[TokenState, tuple[str, ...]]] = {
    TokenList.ASSIGN: {
        # Both read "Pendiente"; by the manual's words for the request they are told apart.
        TokenState.PENDING_FIRST: (
            OFFICIAL_STATES[TokenState.PENDING_FIRST],
            KINDS[RequestKind.ENROLLMENT],
        ),
        TokenState.PENDING_RENEWAL: (
            OFFICIAL_STATES[TokenState.PENDING_RENEWAL],
            KINDS[RequestKind.RENEWAL],
        ),
    },
    TokenList.UPDATE: {
        state: (OFFICIAL_STATES[state],)
        for state in (
            TokenState.ASSIGNED,
            TokenState.REASSIGNED,
            TokenState.EXPIRING,
            TokenState.EXPIRED,
        )
    },
}


@dataclass(frozen=True)
class Listing:
    """What an official sees of a list. `expiries` holds the first expiry of each provider that has keys, by código."""

    official: Person
    state: ListState
    page: Page[KeyRequest]
    expiries: Mapping[str, datetime]
    now: datetime

    @property
    def straight_to(self) -> int | None:
        """The request to go straight to: the only one that was found, unless another official holds it."""
        if not self.state.search or self.page.total != 1:
            return None
        (request,) = self.page.rows
        holder = request.holder(self.now)
        return request.id if holder is None or holder.id == self.official.id else None


def list_tokens(desk: Desk, actor: Actor, state: ListState) -> Listing:
    """Return the page of a list that `state` names, or its last one. Raises `NotAllowedError` for non-officials."""
    now = desk.now()
    with desk.sessions.begin() as session:
        official = require(session, actor, _ABILITIES[state.which])
        page = token_list.page(
            session,
            _STATUSES[state.which],
            [_term(state.which, word) for word in state.search.split()],
            Expiry(now, now + EXPIRING),
            number=state.page,
            size=PAGE_SIZE,
        )
        listed = state.which is TokenList.UPDATE
        codigos = [request.codigo for request in page.rows] if listed else []
        expiries = keys.first_expiries(session, codigos)
    return Listing(official, state.on_page(page.number), page, expiries, now)


def _term(which: TokenList, word: str) -> Term:
    meant = {
        state
        for state, labels in _LABELS[which].items()
        if any(each.startswith(word) for label in labels for each in words_of(label))
    }
    return Term(word, frozenset(meant))
