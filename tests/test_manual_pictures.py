"""The pictures of docs/manual: each has its place and is small, and what they say is kept to notice old ones."""

import json
import re
from pathlib import Path

from scripts.pictures.table import PICTURES, README_PICTURE
from scripts.pictures.texts import TEXTS, differing, lasting, write
from tests.manual_pages import PAGES, ROOT, each_page, text_of

IMAGE = re.compile(r"!\[(?P<caption>[^\]]+)\]\(images/(?P<name>[a-z0-9-]+)\.png\)")


@each_page
def test_every_image_has_a_line_of_its_own_and_a_caption(page: Path) -> None:
    lines = [line for line in text_of(page).splitlines() if "![" in line or "<!--" in line]
    assert lines
    assert [line for line in lines if not IMAGE.fullmatch(line)] == []


def images() -> list[str]:
    return [found["name"] for page in PAGES for found in IMAGE.finditer(text_of(page))]


def test_the_images_are_those_that_are_taken_of_the_page_each_once() -> None:
    assert sorted([*images(), README_PICTURE]) == sorted(each.name for each in PICTURES)


def test_every_image_is_there_as_a_small_png_and_no_other_is() -> None:
    folder = ROOT / "docs/manual/images"
    assert {file.name for file in folder.iterdir()} == {*(f"{name}.png" for name in images()), TEXTS.name}
    for file in [*folder.glob("*.png"), ROOT / f"docs/images/{README_PICTURE}.png"]:
        content = file.read_bytes()
        assert content.startswith(b"\x89PNG\r\n\x1a\n"), file.name
        assert len(content) < 100_000, file.name


def test_what_a_picture_says_is_the_same_on_another_day() -> None:
    monday = (
        "Vence el lunes 4 de ene. de 2027, en 15 días\n ClientID 7c2f9a41-5d0e-4b68-9f13-c4a8e0b7d526 \n\n"
    )
    friday = "Vence el viernes 18 de dic. de 2026, en 15 días\nClientID 00000000-5d0e-4b68-9f13-c4a8e0b7ffff"
    assert lasting(monday) == lasting(friday) == ["Vence el día # mes de #, en # días", "ClientID #"]


def test_a_picture_is_told_to_be_of_before_with_the_first_words_that_differ(tmp_path: Path) -> None:
    file = tmp_path / "texts.json"
    write(file, {"same": ["Guardar"], "other": ["Usted", "Enviar"]})
    now = {"same": ["Guardar"], "other": ["Usted", "Guardar"], "longer": ["Ver"]}
    assert differing(file, now) == {"other": "«Enviar» → «Guardar»", "longer": "«» → «Ver»"}


def test_what_the_pictures_say_is_kept_for_each_of_them() -> None:
    assert json.loads(TEXTS.read_text(encoding="utf-8")).keys() == {each.name for each in PICTURES}
