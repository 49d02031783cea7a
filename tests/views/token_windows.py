"""The Listado de Tokens and the windows of a correction in every state they can be in."""

from collections.abc import Mapping
from datetime import timedelta

from slack_sdk.models.views import View

from bot.forms.search import LONGEST_SEARCH, ListState, TokenList
from bot.views.keys.key_entry import entry_form, update_form, updated
from bot.views.keys.token_list import token_list
from storage.enums import Environment, RequestKind, RequestStatus
from storage.models import KeyRequest
from storage.paging import Page
from tests.views import samples
from tests.views.reading import Json, view_json
from tests.views.samples import NOW, Typed

PAGE = 10
_STATUSES = {TokenList.ASSIGN: RequestStatus.PENDING, TokenList.UPDATE: RequestStatus.ASSIGNED}


def token_windows(typed: Typed, states: Mapping[str, KeyRequest]) -> dict[str, Json]:
    """Return them by a name that tells the state; `states` are requests in every state."""
    official = samples.official(typed=typed)
    found: dict[str, View] = {}
    for which, status in _STATUSES.items():
        state = ListState(which=which, search="w" * LONGEST_SEARCH, page=600)
        rows = [
            samples.request(
                status, RequestKind.RENEWAL, typed, number=number, taken_until=NOW + timedelta(days=2)
            )
            for number in range(PAGE)
        ]
        expiries = {row.codigo: NOW + timedelta(days=1) for row in rows}
        nothing: Page[KeyRequest] = Page([], 1, PAGE, 0)
        found |= {
            f"{which} list, nothing": token_list(official, ListState(which=which), nothing, {}, NOW),
            f"{which} list, no match": token_list(official, state, nothing, {}, NOW),
            f"{which} list, one": token_list(official, state, Page(rows[:1], 1, PAGE, 1), {}, NOW),
            f"{which} list, a page of many": token_list(
                official, state, Page(rows, 600, PAGE, 60_000), expiries, NOW
            ),
            f"{which} form over a list": entry_form(official, rows[0], state),
        }
    for name, request in states.items():
        for label, days in (("good", 365), ("expiring", 1), ("expired", 0)):
            keys = samples.keys_in_force(*Environment, expires_at=NOW + timedelta(days=days))
            found[f"update form of {label} keys, {name}"] = update_form(official, request, keys, NOW)
        found[f"update form, no keys, {name}"] = update_form(official, request, {}, NOW)
        found[f"updated {name}"] = updated(official, request, [*Environment], unusual=[], delegates=3)
        found[f"updated, nobody told, {name}"] = updated(
            official, request, [*Environment], unusual=[*Environment], delegates=0
        )
    return {name: view_json(view) for name, view in found.items()}
