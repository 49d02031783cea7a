"""The pages of docs/manual, and the buttons they may tell somebody to press."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.views.gallery import Gallery
from tests.views.reading import Json, objects
from tests.views.samples import USUAL

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs/manual").glob("*.md"))
# Words that pages of Slack show, not ours.
SLACKS = frozenset(
    {
        "Create New App",
        "From an app manifest",
        "Install to Workspace",
        "OAuth & Permissions",
        "Basic Information",
        "App-Level Tokens",
        "Signing Secret",
        "Copiar ID de miembro",
        "Aplicaciones",
    }
)
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def one_line(text: str) -> str:
    return " ".join(text.split())


@cache
def shown() -> Gallery:
    return Gallery.of(USUAL)


def pressed_in(payload: Json) -> Iterator[str]:
    """Yield what a person presses in a view or a message: buttons, their questions, the buttons of the window."""
    for each in objects(payload):
        if each.get("type") == "button":
            yield each["text"]["text"]
        for part in ("confirm", "deny", "submit", "close"):
            if isinstance(each.get(part), dict) and "text" in each[part]:
                label = each[part]["text"]
                if isinstance(label, str):
                    yield label
