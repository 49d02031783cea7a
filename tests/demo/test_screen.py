"""Blocks and mrkdwn as a person reads them."""

from typing import Any

import pytest

from bot.demo.human.mrkdwn import read
from bot.demo.human.screen import Screen
from tests.demo.bolt_end import asks, text

PEOPLE = {"U1": "Laura Restrepo", "C1": "llaves-funcionarios"}


def name_of(any_id: str) -> str:
    return PEOPLE.get(any_id, any_id)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("*Estado:* _pendiente_ ~viejo~", "Estado: pendiente viejo"),
        ("Rol_IHCE_MSPS y 2*3*4", "Rol_IHCE_MSPS y 2*3*4"),
        ("`a *b* _c_` y ```\nd\n```", "a *b* _c_ y d"),
        ("&lt;b&gt; &amp;amp;", "<b> &amp;"),
        ("<@U1> en <#C1> y <#C2|general>", "@Laura Restrepo en #llaves-funcionarios y #general"),
        ("<https://ihce.example|el portal> <mailto:a@b.co|a@b.co>", "el portal a@b.co"),
        ("<!date^1768392000^{date}|14 ene 2026> <!here>", "14 ene 2026 @here"),
    ],
)
def test_marks_become_what_people_read(source: str, shown: str) -> None:
    assert read(source, name_of) == shown


@pytest.mark.parametrize(
    ("block", "shown"),
    [
        ({"type": "header", "text": text("Solicitud")}, "Solicitud"),
        (
            {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Nit*\n900"}, text("dos")]},
            "Nit\n900\ndos",
        ),
        (
            {"type": "context", "elements": [text("uno"), {"type": "image", "alt_text": "logo"}]},
            "uno · (logo)",
        ),
        ({"type": "image", "alt_text": "Código QR"}, "(Código QR)"),
        (
            {
                "type": "table",
                "rows": [[{"type": "raw_text", "text": "a"}, {"type": "raw_text", "text": "b"}]],
            },
            "a | b",
        ),
        ({"type": "telefax"}, "(telefax)"),
    ],
)
def test_each_block_has_a_plain_form(block: dict[str, Any], shown: str) -> None:
    assert Screen(name_of).draw([block | {"block_id": "b"}]) == shown


def test_preformatted_text_is_indented_and_left_as_it_is() -> None:
    words = [{"type": "text", "text": "clave *una*\n<dos>"}]
    block = {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": words}]}
    assert Screen(name_of).draw([block]) == "    clave *una*\n    <dos>"


def test_lists_are_marked_and_numbered() -> None:
    items = [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": each}]} for each in ("a", "b")
    ]
    lists = [{"type": "rich_text_list", "style": style, "elements": items} for style in ("bullet", "ordered")]
    assert Screen(name_of).draw([{"type": "rich_text", "elements": lists}]) == "• a\n• b\n1. a\n2. b"


def test_a_required_input_has_a_star_its_value_its_hint_and_its_error() -> None:
    required = asks("Nit", {"type": "plain_text_input"}, hint=text("Sin puntos"))
    optional = asks("Nota", {"type": "plain_text_input"}, optional=True)
    values = {"Nit": {"value": {"type": "plain_text_input", "value": "900"}}}
    drawn = Screen(name_of, values, {"Nit": "No existe."}).draw([required, optional])
    assert drawn == "* Nit: 900\n  Sin puntos\n  ⚠ No existe.\nNota:"


def test_boxes_show_what_is_ticked_and_menus_their_placeholder() -> None:
    options = [{"text": text(each), "value": each} for each in ("Sí", "No")]
    element = {"type": "checkboxes", "action_id": "boxes", "options": options}
    menu = {"type": "static_select", "action_id": "menu", "options": options, "placeholder": text("Elija")}
    block = {"type": "actions", "block_id": "b", "elements": [element, menu]}
    values = {"b": {"boxes": {"type": "checkboxes", "selected_options": options[:1]}}}
    assert Screen(name_of, values).draw([block]) == "  ☑ Sí\n  ☐ No  [ Elija ▾ ]"
