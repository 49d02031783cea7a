"""Blocks and mrkdwn as a person reads them."""

from typing import Any

import pytest

from bot.demo.human.mrkdwn import read
from bot.demo.human.screen import Screen
from tests.demo.bolt_end import asks, row, text

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


def test_an_external_menu_is_its_placeholder_until_something_is_chosen() -> None:
    option = {"text": text("Hospital del Río"), "value": "990010000101"}
    menu = {"type": "external_select", "action_id": "value", "placeholder": text("Busque")}
    beside = {"type": "section", "block_id": "s", "text": text("Prestador"), "accessory": menu}
    values = {
        each: {"value": {"type": "external_select", "selected_option": option}} for each in ("Sede", "s")
    }
    assert Screen(name_of).draw([asks("Sede", menu), beside]) == (
        "* Sede: [ Busque ▾ ]\nPrestador\n[ Busque ▾ ]"
    )
    assert Screen(name_of, values).draw([asks("Sede", menu), beside]) == (
        "* Sede: Hospital del Río\nPrestador\nHospital del Río"
    )


def test_a_search_says_that_it_waits_for_enter() -> None:
    element = {"type": "plain_text_input", "placeholder": text("NIT o nombre")}
    search = asks("Buscar", element, dispatch_action=True, optional=True, hint=text("Sin puntos"))
    note = "  Pulse Intro para enviarlo\n  Sin puntos"
    assert Screen(name_of).draw([search]) == f"Buscar: [ NIT o nombre ↵ ]\n{note}"
    values = {"Buscar": {"value": {"type": "plain_text_input", "value": "río"}}}
    assert Screen(name_of, values).draw([search]) == f"Buscar: río\n{note}"


def test_a_text_input_that_goes_with_the_form_does_not_ask_for_enter() -> None:
    by_character = {
        "type": "plain_text_input",
        "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]},
    }
    blocks = [asks("Nota", {"type": "plain_text_input"}), asks("Otra", by_character, dispatch_action=True)]
    assert Screen(name_of).draw(blocks) == "* Nota:\n* Otra:"


def test_a_button_beside_a_section_stands_below_its_text() -> None:
    assert Screen(name_of).draw([row("*Sede Norte*", "Ingresar info", "1") | {"block_id": "b"}]) == (
        "Sede Norte\n[ Ingresar info ]"
    )
