"""Made-up menus and Homes of every role, full and empty, and every one of them drawn."""

from dataclasses import replace
from datetime import timedelta

from bot.rules.figures import BUCKET_DAYS
from bot.rules.next_step import NextStep
from bot.views.home.boards import (
    DelegateBoard,
    DelegateMenu,
    Load,
    ManagerBoard,
    ManagerMenu,
    Offer,
    OfficialBoard,
    OfficialMenu,
    Queue,
    Reminders,
    SedeBoard,
    Today,
    VisitorBoard,
)
from bot.views.home.home import home, plain_home
from bot.views.home.menu import menu
from bot.views.messages.help import help_text
from bot.views.messages.status import delegate_status
from bot.views.parts import window
from bot.views.session import Place, header_for
from storage.enums import Environment, PersonStatus, RequestKind, RequestStatus, Role
from storage.models import KeyRequest, Person
from tests.views import samples
from tests.views.reading import Json, view_json
from tests.views.samples import NOW, USUAL, Typed

KEYS = (Environment.PREPRODUCTION, Environment.PRODUCTION)


def visitors(typed: Typed = USUAL) -> dict[str, VisitorBoard]:
    """Return whoever may not act."""
    found = {"nobody": VisitorBoard(None, None)}
    for step in (PersonStatus.PENDING, PersonStatus.REJECTED, PersonStatus.SUSPENDED):
        found[f"delegate {step}"] = VisitorBoard(samples.delegate(step, typed), samples.provider(typed))
        found[f"official {step}"] = VisitorBoard(samples.official(step, typed), None)
    return found


def delegate_menu(
    *kinds: RequestKind,
    sedes: int = 1,
    request: KeyRequest | None = None,
    has_keys: bool = False,
    typed: Typed = USUAL,
) -> DelegateMenu:
    """Return the menu of a delegate to whom these kinds of request apply."""
    own = [samples.provider(typed, number) for number in range(sedes)]
    only = own[0] if sedes == len(kinds) else None
    return DelegateMenu(
        person=samples.delegate(typed=typed),
        sedes=own,
        offers={kind: Offer(kind, sedes // len(kinds), only, request) for kind in kinds},
        has_keys=has_keys,
    )


def sede_board(
    step: NextStep, request: KeyRequest | None = None, *, number: int = 0, typed: Typed = USUAL
) -> SedeBoard:
    """Return a sede with this next step; a sede whose keys can be seen has some."""
    keys = samples.keys_in_force(*KEYS) if step in {NextStep.VIEW, NextStep.RENEW} else {}
    return SedeBoard(samples.provider(typed, number), request, keys, step)


def delegate_board(*sedes: SedeBoard, count: int | None = None, typed: Typed = USUAL) -> DelegateBoard:
    """Return a delegate's Home with these sedes and what each asked last."""
    return DelegateBoard(
        person=samples.delegate(typed=typed),
        sedes=sedes,
        sede_count=len(sedes) if count is None else count,
        history=[each.request for each in sedes if each.request],
        now=NOW,
    )


def official_board(
    *requests: KeyRequest, person: Person | None = None, typed: Typed = USUAL
) -> OfficialBoard:
    """Return an official's Home with these requests waiting; those with a taker are their own."""
    return OfficialBoard(
        person=person or samples.official(typed=typed),
        queue=Queue(len(requests), requests[0].requested_at if requests else None),
        oldest=requests[:3],
        taken=[request for request in requests if request.taken_until],
        today=Today(12, 1_250, 3, 4),
        now=NOW,
    )


def manager_board(*, full: bool = True) -> ManagerBoard:
    """Return a manager's Home, or that of a ministry where nothing has happened yet."""
    counts = list(range(len(BUCKET_DAYS) + 1))
    officials = [samples.official() for _ in range(40)]
    return ManagerBoard(
        person=samples.manager(),
        expiries=dict.fromkeys(Environment, counts) if full else {},
        queue=Queue(61_073, NOW - timedelta(days=3)) if full else Queue(0, None),
        loads=[Load(official, 40 - number, number) for number, official in enumerate(officials)]
        if full
        else [],
        waiting={Role.OFFICIAL: 1, Role.DELEGATE: 2_000} if full else {},
        now=NOW,
    )


def menus(typed: Typed = USUAL) -> dict[str, Json]:
    """Return every menu."""
    boards = {f"menu of {name}": menu(board) for name, board in visitors(typed).items()}
    first, again = RequestKind.ENROLLMENT, RequestKind.RENEWAL
    for kind in RequestKind:
        boards[f"menu, {kind}"] = menu(delegate_menu(kind, typed=typed, has_keys=kind is again))
        for step in (RequestStatus.PENDING, RequestStatus.RETURNED):
            sent = samples.request(step, kind, typed)
            boards[f"menu, {kind} {step}"] = menu(delegate_menu(kind, request=sent, typed=typed))
    for count in (2, 250):
        boards[f"menu, both kinds for {count}"] = menu(delegate_menu(first, again, sedes=count, typed=typed))
    boards["menu without sedes"] = menu(DelegateMenu(samples.delegate(typed=typed), [], {}, has_keys=False))
    for number in (0, 1, 61_073):
        boards[f"official's menu {number}"] = menu(OfficialMenu(samples.official(typed=typed), number))
        boards[f"manager's menu {number}"] = menu(ManagerMenu(samples.manager(), number))
    above = header_for(samples.delegate(typed=typed), [samples.provider(typed)], Place.STATUS)
    asked = [samples.request(RequestStatus.RETURNED, typed=typed, number=number) for number in range(250)]
    boards["status in a window"] = window("Estado", [*above, *delegate_status(asked, {}, NOW).blocks])
    boards["help in a window"] = window("Ayuda", [*above, *help_text(samples.delegate()).blocks])
    return {name: view_json(view) for name, view in boards.items()}


def homes(typed: Typed = USUAL) -> dict[str, Json]:
    """Return every Home."""
    found = {f"home of {name}": home(board) for name, board in visitors(typed).items()}
    for step in NextStep:
        for status in RequestStatus:
            request = samples.request(status, typed=typed)
            found[f"home, {step} {status}"] = home(
                delegate_board(sede_board(step, request, typed=typed), typed=typed)
            )
        found[f"home, {step}"] = home(delegate_board(sede_board(step, typed=typed), typed=typed))
    many = [
        sede_board(NextStep.VIEW, samples.request(typed=typed, number=number), number=number, typed=typed)
        for number in range(10)
    ]
    found["home of 250 sedes"] = home(delegate_board(*many, count=250, typed=typed))
    found["home without sedes"] = home(delegate_board(typed=typed))
    taken = [
        samples.request(typed=typed, number=number, taken_until=NOW + timedelta(hours=2))
        for number in range(12)
    ]
    found["home of an official"] = home(official_board(*taken, typed=typed))
    found["home of an idle official"] = home(official_board(typed=typed))
    found["home of a manager"] = home(manager_board())
    stopped = Reminders(61_073, samples.manager(), NOW)
    found["home of a manager, reminders halted"] = home(replace(manager_board(), reminders=stopped))
    found["home of a new manager"] = home(manager_board(full=False))
    found["plain home"] = plain_home()
    return {name: view_json(view) for name, view in found.items()}
