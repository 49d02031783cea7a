"""docs/manual tells people to press what they have: each page the buttons of its own readers."""

import re
from functools import cache
from pathlib import Path

from storage.enums import Role
from tests.manual_pages import SLACKS, each_page, one_line, pressed_in, shown, text_of

# Who alone sees a state of the gallery, by how its name begins; everybody sees the others.
SEEN_BY = {
    Role.MANAGER: (
        "digest",
        "expiries",
        "help to a manager",
        "home of a manager",
        "home of a new manager",
        "manager",
        "new delegate",
        "overdue",
        "page of",
        "preferences",
        "rejection by a manager",
        "reminders",
        "requirements of a manager",
        "stale",
        "suspension",
        "users",
    ),
    Role.OFFICIAL: (
        "assign ",
        "corrected",
        "entry form",
        "expiring",
        "freed",
        "help to an official",
        "home of an idle official",
        "home of an official",
        "official decided",
        "official's menu",
        "repeated",
        "request card",
        "requirements of an official",
        "return form",
        "saved",
        "stale",
        "update",
    ),
    Role.DELEGATE: (
        "already open",
        "assigned",
        "cancelled",
        "created",
        "decided",
        "delayed",
        "delegate form",
        "expired keys",
        "first request",
        "help to a delegate",
        "home, ",
        "home of 250",
        "home of delegate",
        "home without",
        "keys ",
        "menu of delegate",
        "menu without",
        "menu, ",
        "no keys",
        "one key",
        "reminder ",
        "request form",
        "requirements of a delegate",
        "returned",
        "sede of",
        "status of",
        "summary of a delegate",
    ),
}
STAFF = ("card", "queue", "rejection of")
READERS = {
    "delegado.md": (Role.DELEGATE,),
    "funcionario.md": (Role.OFFICIAL,),
    "gerente.md": (Role.MANAGER,),
    "administrador.md": tuple(Role),
    "README.md": tuple(Role),
}


def sees(role: Role, state: str) -> bool:
    """Tell whether people of this role see a state of the gallery."""
    if state.startswith(STAFF):
        return role is not Role.DELEGATE
    alone = [each for each, beginnings in SEEN_BY.items() if state.startswith(beginnings)]
    return role in alone or not alone


@cache
def to_press(*roles: Role) -> frozenset[str]:
    return frozenset(
        label
        for state, payload in shown().everything.items()
        if any(sees(role, state) for role in roles)
        for label in pressed_in(payload)
    )


@each_page
def test_what_is_pressed_is_a_button_that_the_readers_of_the_page_have(page: Path) -> None:
    told = re.findall(r"[Pp]ulse \*\*(.+?)\*\*", text_of(page), re.DOTALL)
    buttons = to_press(*READERS[page.name])
    assert [label for label in map(one_line, told) if label not in buttons | SLACKS] == []


def test_each_role_has_buttons_that_nobody_else_has() -> None:
    for role in Role:
        assert to_press(role) - to_press(*(other for other in Role if other is not role)), role
    assert "Guardar" in to_press(Role.DELEGATE)
    assert "Aprobar" not in to_press(Role.DELEGATE)
    assert "Ver llaves" not in to_press(Role.OFFICIAL)
    assert "Ingresar info" not in to_press(Role.MANAGER)


def test_who_sees_a_state_is_told_of_states_that_there_are() -> None:
    beginnings = [*STAFF, *(each for some in SEEN_BY.values() for each in some)]
    states = shown().everything
    assert [each for each in beginnings if not any(state.startswith(each) for state in states)] == []
