"""docs/manual-coverage.md leaves nothing of the manual out, and it and docs/states.md say what is true."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from bot.rules.lifecycle import REGISTRATION_STEPS, REQUEST_STEPS
from bot.rules.states import EXPIRING, request_state
from bot.views.states import DELEGATE_STATES, OFFICIAL_STATES
from bot.views.text import PERSON_STATES
from storage.enums import RequestKind, RequestStatus, TokenState

ROOT = Path(__file__).parents[1]
COVERAGE, STATES = ROOT / "docs/manual-coverage.md", ROOT / "docs/states.md"

ITEMS = ("Item", "The manual shows", "In llaves", "Proof")
REPLACED = ("In the portal", "In llaves", "Why that is at least as strong", "Proof")
DIFFERENCES = ("The manual", "In llaves", "Recorded", "Proof")

SECTIONS = ("6.1", "6.2", "6.2.1", "6.2.2", "6.3", "6.4", "6.4.1", "6.4.1.1", "6.4.1.2", "6.4.2", "6.4.2.1")
LETTERS = {"6.2.1": "abcdef", "6.2.2": "abcd", "6.4.1.1": "abcdefghi"}
IMAGES = 19

# What the portal asks for and Slack does in another way.
GONE = (
    "Contraseña",
    "Código de la imagen",
    "No soy un robot",
    "¿Olvidó su contraseña?",
    "Cerrar sesión",
    "e-mail",
    "Imagen 01",
    "Profesional de la salud",
)


def numbered() -> list[str]:
    """Return every numbered item of the manual, by its sections and their letters."""
    letters = [f"{section} {letter})" for section, found in LETTERS.items() for letter in found]
    return [*SECTIONS, *letters]


def images() -> list[str]:
    return [f"Imagen {number:02}" for number in range(1, IMAGES + 1)]


def tables(page: Path, header: tuple[str, ...]) -> list[list[str]]:
    """Return the rows of every table of a page that has these columns."""
    rows: list[list[str]] = []
    inside = False
    for line in page.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if tuple(cells) == header:
            inside = True
        elif not cells:
            inside = False
        elif inside and set(line) - set("|- :"):
            rows.append(cells)
    assert rows, f"{page.name} has no table with the columns {header}"
    return rows


def code(cell: str) -> list[str]:
    """Return what a cell writes between backticks."""
    return re.findall(r"`([^`]+)`", cell)


def proofs() -> list[str]:
    found = re.findall(r"`(tests/[^`]*)`", COVERAGE.read_text(encoding="utf-8"))
    return sorted(set(found) - {str(Path(__file__).relative_to(ROOT))})


@cache
def defined_in(path: str) -> frozenset[str]:
    """Return the tests that a file defines, those of a class after its name."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    scopes = [("", tree.body)]
    scopes += [(f"{each.name}::", each.body) for each in tree.body if isinstance(each, ast.ClassDef)]
    return frozenset(
        f"{owner}{each.name}"
        for owner, body in scopes
        for each in body
        if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")
    )


def anchors(page: Path) -> set[str]:
    """Return what GitHub makes of a page's headings for links."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("item", [*numbered(), *images()])
def test_every_numbered_item_and_image_of_the_manual_has_one_row(item: str) -> None:
    assert [row[0] for row in tables(COVERAGE, ITEMS)].count(item) == 1


def test_no_row_is_about_an_item_the_manual_does_not_have() -> None:
    known = {*numbered(), *images()}
    assert [row[0] for row in tables(COVERAGE, ITEMS) if row[0] not in known] == []


@pytest.mark.parametrize("columns", [ITEMS, REPLACED, DIFFERENCES])
def test_every_row_is_filled_in_and_names_a_proof(columns: tuple[str, ...]) -> None:
    for row in tables(COVERAGE, columns):
        assert len(row) == len(columns), row[0]
        assert all(row), row[0]
        assert [proof for proof in code(row[-1]) if proof.startswith("tests/")], row[0]


@pytest.mark.parametrize("proof", proofs())
def test_every_proof_is_a_test_that_exists(proof: str) -> None:
    path, _, name = proof.partition("::")
    assert (ROOT / path).is_file()
    assert name in defined_in(path)


@pytest.mark.parametrize("thing", GONE)
def test_everything_slack_does_instead_of_the_portal_is_accounted_for(thing: str) -> None:
    assert [row for row in tables(COVERAGE, REPLACED) if thing in row[0]]


@pytest.mark.parametrize("page", [COVERAGE, STATES], ids=["coverage", "states"])
def test_every_link_leads_to_a_heading_that_is_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        name, _, anchor = target.partition("#")
        there = page.parent / name if name else page
        assert there.is_file(), target
        assert not anchor or anchor in anchors(there), target


def test_the_words_of_every_state_are_those_of_the_code() -> None:
    rows = tables(STATES, ("State", "When", "The delegate reads", "The officials read", "From"))
    assert {TokenState[code(row[0])[0]]: row[2] for row in rows} == DELEGATE_STATES
    assert {TokenState[code(row[0])[0]]: row[3] for row in rows} == OFFICIAL_STATES
    assert len(rows) == len(TokenState)


def test_a_state_is_said_to_come_from_the_status_the_rules_derive_it_from() -> None:
    rows = tables(STATES, ("State", "When", "The delegate reads", "The officials read", "From"))
    told = {TokenState[code(row[0])[0]]: set(code(row[1])) for row in rows}
    derived: dict[TokenState, set[str]] = {state: set() for state in TokenState}
    for status in RequestStatus:
        for kind in RequestKind:
            for updated in (False, True):
                derived[request_state(kind, status, updated=updated)].add(status.value)
    assert told == derived


def test_keys_are_said_to_expire_soon_as_long_before_as_the_rules_have_it() -> None:
    rows = tables(STATES, ("State", "When", "The delegate reads", "The officials read", "From"))
    (when,) = [row[1] for row in rows if code(row[0]) == [TokenState.EXPIRING.name]]
    assert f"within {EXPIRING.days} days of their expiry" in when


def test_the_steps_of_a_request_are_those_of_the_lifecycle() -> None:
    rows = tables(STATES, ("Step", "From", "To", "Who, by what", "In the manual"))
    told = {code(row[0])[0]: (set(code(row[1])), *code(row[2])) for row in rows}
    assert told == {
        step.name: ({status.value for status in before}, after.value)
        for step, (before, after) in REQUEST_STEPS.items()
    }


def test_the_steps_and_words_of_a_registration_are_those_of_the_code() -> None:
    steps = tables(STATES, ("Step", "From", "To", "Who, by what"))
    assert {code(row[0])[0]: (*code(row[1]), *code(row[2])) for row in steps} == {
        step.name: (before.value, after.value) for step, (before, after) in REGISTRATION_STEPS.items()
    }
    words = tables(STATES, ("Status", "People read"))
    assert {code(row[0])[0]: row[1] for row in words} == {
        status.value: label for status, label in PERSON_STATES.items()
    }
