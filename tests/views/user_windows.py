"""The managers' windows on people in every state they can be in."""

from bot.forms.users import LONGEST_SEARCH, UserListState, UserPlace
from bot.rules.governing import UserAct
from bot.views.parts import OPTIONS_PER_LIST
from bot.views.users.user_forms import delegate_change_form, suspension_form, user_rejection_form
from bot.views.users.user_list import user_list, user_page
from storage.enums import PersonStatus, RequestStatus
from storage.paging import Page
from tests.views import samples
from tests.views.reading import Json, view_json
from tests.views.samples import NIT, Typed

MANY = 12
TOO_MANY = OPTIONS_PER_LIST + 1


def user_windows(typed: Typed) -> dict[str, Json]:
    """Return them by a name that tells the state."""
    manager, clinic = samples.manager(), samples.provider(typed)
    state = UserListState(search=typed.reason[:LONGEST_SEARCH], page=2)
    place = UserPlace(person=1, version=5, list=state)
    delegates = [samples.delegate(typed=typed, user_id=f"U0DELEGATE{number:02}") for number in range(MANY)]
    for number, each in enumerate(delegates):
        each.id = number + 1
    crowd = [samples.delegate(typed=typed, user_id=f"U0CROWD{number:03}") for number in range(TOO_MANY)]
    for number, each in enumerate(crowd):
        each.id = number + 1
    requests = [samples.request(RequestStatus.PENDING, typed=typed, number=number) for number in range(MANY)]
    found = {
        "users, nobody": user_list(manager, UserListState(), Page([], 1, 10, 0), {}),
        "users, no match": user_list(manager, state, Page([], 1, 10, 0), {}),
        "users, a page of many": user_list(
            manager, state, Page(delegates[:10], 2, 10, 60_000), {NIT: clinic}
        ),
        "page of a manager": user_page(manager, manager, None, [], [], frozenset(), state),
        "new delegate among many": delegate_change_form(manager, delegates[0], clinic, delegates[1:], place),
        "new delegate among too many": delegate_change_form(manager, delegates[0], clinic, crowd, place),
        "new delegate, nobody": delegate_change_form(manager, delegates[0], None, [], place),
    }
    for step in PersonStatus:
        delegate, official = samples.delegate(step, typed), samples.official(step, typed)
        everything = frozenset(UserAct)
        found |= {
            f"users, {step}": user_list(
                manager, UserListState(), Page([delegate, official], 1, 10, 2), {NIT: clinic}
            ),
            f"page of a delegate {step}": user_page(
                manager, delegate, clinic, delegates, requests, everything, state
            ),
            f"page of an official {step}": user_page(manager, official, None, [], [], everything, state),
            f"suspension of a delegate {step}": suspension_form(manager, delegate, place),
            f"suspension of an official {step}": suspension_form(manager, official, place),
            f"rejection by a manager {step}": user_rejection_form(manager, delegate, place),
        }
    return {name: view_json(view) for name, view in found.items()}
