"""The page as HTML: whole, tied to its labels, and safe whatever people write."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.demo.page.drawn.drawing import PARTS, Drawing
from bot.demo.page.drawn.suggested_commands import suggested_commands
from bot.demo.page.news.happenings import Happening
from bot.demo.page.seat import Seat
from bot.ids import Field, Word
from bot.views.messages.help import COMMANDS, help_text
from storage.enums import Role
from tests.demo.bolt_end import asks, buttons, modal, row, text
from tests.demo.page.scene import NOW, Ids, Scene, scene_in


@pytest.fixture
def scene(manifest: Path) -> Scene:
    return scene_in(manifest)


@pytest.fixture
def drawing(scene: Scene, manifest: Path) -> Drawing:
    return Drawing(scene, manifest)


def furnished(scene: Scene) -> None:
    """One of everything."""
    options = [{"text": text("Uno"), "value": "1", "description": text("El primero")}]
    scene.post(
        "laura",
        blocks=[
            {"type": "header", "text": text("Título")},
            row("Una fila", "Gestionar", "7"),
            buttons("Borrar", confirm=ask_first()),
            {"type": "context", "elements": [text("al margen")]},
            {"type": "table", "rows": [[{"type": "raw_text", "text": "Prestador"}]]},
        ],
    )
    scene.open(
        "laura",
        asks("Nombre", {"type": "plain_text_input", "max_length": 20}, hint=text("Completo")),
        asks("Motivo", {"type": "plain_text_input", "multiline": True, "max_length": 20}),
        asks("Tipo", {"type": "static_select", "options": options}),
        asks("Prestador", {"type": "external_select", "min_query_length": 2}),
        asks("Vía", {"type": "radio_buttons", "options": options}, optional=True),
        asks("Acuerdo", {"type": "checkboxes", "options": options}),
        asks("Vence", {"type": "datepicker"}),
    )


def ask_first() -> dict[str, Any]:
    return {"title": text("¿Borrar?"), "text": text("No vuelve."), "confirm": text("Sí"), "deny": text("No")}


def test_a_page_is_whole_and_every_part_is_in_its_place(scene: Scene, drawing: Drawing) -> None:
    furnished(scene)
    page, seat = drawing.page(Seat("laura", "app")), Seat("laura", "app")
    for name, html in drawing.parts(seat).items():
        assert name in PARTS
        assert html in page
        assert re.search(f'<(nav|main|dialog|aside|section) id="{name}"', page)
    assert '<html lang="es-CO">' in page
    assert "Simulación: personas y prestadores inventados" in page


@pytest.mark.parametrize("at", ["tour", "home", "app"])
def test_ids_are_unique_and_what_points_at_one_finds_it(scene: Scene, drawing: Drawing, at: str) -> None:
    furnished(scene)
    scene.world.views.publish(scene.id_of("laura"), {"type": "home", "blocks": [buttons("Ir")]}, None)
    found = Ids(drawing.page(Seat("laura", at)))
    assert sorted(found.ids) == sorted(set(found.ids))
    assert found.pointed <= set(found.ids)


def test_nothing_in_the_page_needs_inline_scripts_or_styles(scene: Scene, drawing: Drawing) -> None:
    furnished(scene)
    attributes = Ids(drawing.page(Seat("laura", "app"))).attributes
    assert "style" not in attributes
    assert not [name for name in attributes if name.startswith("on")]


def test_a_field_has_its_label_its_hint_and_its_error(scene: Scene, drawing: Drawing) -> None:
    view = scene.open("laura", asks("Nombre", {"type": "plain_text_input"}, hint=text("Completo")))
    view.errors = {"Nombre": "Escríbalo <completo>."}
    html = drawing.parts(Seat("laura", "app"))["modal"]
    (control,) = re.findall(r"<input [^>]*>", html)
    (described,) = re.findall(r'aria-describedby="([^"]*)"', control)
    error, hint = described.split()
    assert f'id="{error}">Escríbalo &lt;completo&gt;.<' in html
    assert f'id="{hint}">Completo<' in html
    assert 'aria-invalid="true"' in control
    (own_id,) = re.findall(r' id="([^"]*)"', control)
    assert f'<label for="{own_id}">Nombre' in html


def test_only_required_fields_are_marked(scene: Scene, drawing: Drawing) -> None:
    scene.open("laura", asks("Nombre", {"type": "plain_text_input"}, optional=True))
    assert "star" not in drawing.parts(Seat("laura", "app"))["modal"]
    scene.open("laura", asks("Nombre", {"type": "plain_text_input"}))
    html = drawing.parts(Seat("laura", "app"))["modal"]
    assert 'aria-required="true"' in html
    assert "Campo obligatorio" in html


def test_what_was_typed_and_chosen_is_drawn(scene: Scene, drawing: Drawing) -> None:
    furnished(scene)
    view = scene.world.views.stacks[scene.id_of("laura")][0]
    option = {"text": text("Uno"), "value": "1", "description": text("El primero")}
    view.values["Nombre"]["value"]["value"] = 'Ana "la <1>"'
    view.values["Motivo"]["value"]["value"] = "\nuna\ndos"
    view.values["Tipo"]["value"]["selected_option"] = option
    view.values["Prestador"]["value"]["selected_option"] = option | {"text": text("Hospital San Roque")}
    view.values["Acuerdo"]["value"]["selected_options"] = [option]
    view.values["Vence"]["value"]["selected_date"] = "2027-03-18"
    html = drawing.parts(Seat("laura", "app"))["modal"]
    assert 'value="Ana &#34;la &lt;1&gt;&#34;"' in html
    assert ">\n\nuna\ndos</textarea>" in html  # HTML drops the first line break
    assert '<option value="1" selected>Uno</option>' in html
    assert 'value="Hospital San Roque"' in html
    assert len(re.findall(r'type="checkbox"[^>]* checked', html)) == 1
    assert not re.findall(r'type="radio"[^>]* checked', html)
    assert 'value="2027-03-18"' in html
    assert "8 / 20" in html


def test_an_element_says_where_it_is_and_a_button_what_it_asks_first(scene: Scene, drawing: Drawing) -> None:
    message = scene.post("laura", blocks=[buttons("Borrar", confirm=ask_first())])
    html = drawing.parts(Seat("laura", "app"))["main"]
    (button,) = re.findall(r'<button [^>]*data-act="press"[^>]*>', html)
    assert f'data-ref="message:{message.channel_id}:{message.ts}"' in button
    assert f'data-block="{message.blocks[0]["block_id"]}"' in button
    assert 'data-action="Borrar"' in button
    assert 'data-confirm-title="¿Borrar?"' in button
    assert 'data-confirm-yes="Sí"' in button


def test_a_window_on_top_of_others_tells_what_is_behind(scene: Scene, drawing: Drawing) -> None:
    scene.open("laura", asks("Nombre", {"type": "plain_text_input"}), title="La primera")
    scene.world.views.push(scene.id_of("laura"), modal(buttons("Ir"), title="La segunda"))
    html = drawing.parts(Seat("laura", "app"))["modal"]
    assert "Detrás: La primera" in html
    assert '<h2 id="modal-title">La segunda</h2>' in html
    assert "Nombre" not in html


def test_the_composer_suggests_what_the_manifest_says(scene: Scene, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.yml"
    manifest.write_text(
        "features: {slash_commands: [{command: /llaves, description: Llaves, usage_hint: '[ver | estado]'}]}"
    )
    html = Drawing(scene, manifest).parts(Seat("laura", "app"))["main"]
    for line in ("/llaves", "/llaves ver", "/llaves estado"):
        assert f"&#34;line&#34;: &#34;{line}&#34;" in html
    assert 'id="composer"' not in Drawing(scene, manifest).parts(Seat("laura", "home"))["main"]


def test_the_composer_says_what_a_command_does_as_the_help_does(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.yml"
    manifest.write_text(
        "features: {slash_commands: [{command: /llaves, usage_hint: '[registro | asignar | nuevo]'}]}"
    )
    told = {each.line: each.words for each in suggested_commands(manifest)}
    assert told["/llaves registro"] in help_text(None).text
    assert told["/llaves asignar"]
    assert COMMANDS[Role.OFFICIAL][Word.ASSIGN].startswith(told["/llaves asignar"])
    assert told["/llaves nuevo"] == ""


@pytest.mark.parametrize(("at", "named"), [("home", "Inicio"), ("tour", "Recorrido"), ("app", "")])
def test_a_place_has_its_name_above_it(scene: Scene, drawing: Drawing, at: str, named: str) -> None:
    heading = named or scene.world.manifest.bot_name
    page = drawing.page(Seat("laura", at))
    assert re.search(rf"<h1>(<svg.*</svg>)?<span>{heading}</span></h1>", page)
    assert f"<title>{heading} · Laura Restrepo · Llaves IHCE, simulación</title>" in page


def test_on_a_telephone_the_menu_tells_that_somebody_has_news(scene: Scene, drawing: Drawing) -> None:
    menu = re.compile(r'id="menu"[^>]*aria-label="([^"]*)"')
    assert menu.findall(drawing.parts(Seat("laura", "tour"))["main"]) == ["Abrir lugares y personas"]
    scene.post("andres")
    assert menu.findall(drawing.parts(Seat("laura", "tour"))["main"]) == [
        "Abrir lugares y personas, hay mensajes nuevos"
    ]


def test_places_stand_in_the_groups_that_slack_has(drawing: Drawing) -> None:
    html = drawing.parts(Seat("beatriz", "tour"))["sidebar"]
    assert re.findall(
        r'id="place-tour"|id="person-laura"|id="place-home"|id="place-app"|>Canales<', html
    ) == [
        'id="place-tour"',
        'id="person-laura"',
        'id="place-home"',
        'id="place-app"',
        ">Canales<",
    ]


def test_the_panel_tells_who_did_what_and_how_long_the_bot_took(scene: Scene, drawing: Drawing) -> None:
    quick = Happening(0, "view_submission", "Laura Restrepo", NOW, "request", True, 34.2, '{"a": "<b>"}')
    scene.happened = [
        replace(quick, when=NOW + timedelta(seconds=2), acked=False, milliseconds=3000.0),
        replace(quick, when=NOW + timedelta(seconds=1), acked=False, milliseconds=0.0),
        quick,
    ]
    html = drawing.parts(Seat("laura", "app"))["panel"]
    assert "Laura Restrepo envió un formulario" in html
    assert [found.strip() for found in re.findall(r'class="ack [a-z]+">(.*?)<', html)] == [
        "sin respuesta",
        "esperando…",
        "34 ms",
    ]
    assert "10:00:00" in html
    assert "{&#34;a&#34;: &#34;&lt;b&gt;&#34;}" in html


def test_the_tour_marks_what_is_done_and_points_at_the_next_step(drawing: Drawing) -> None:
    html = drawing.parts(Seat("laura", "tour"))["main"]
    assert html.count("Hecho") == 1
    assert 'href="?as=laura&amp;at=app&amp;point=composer&amp;tour=on"' in html
    (primary,) = re.findall(r'class="button primary" id="([^"]*)"', html)
    assert primary == "step-2-go"


def test_a_title_with_marks_of_html_is_only_text(scene: Scene, drawing: Drawing) -> None:
    evil = '"><script>alert(1)</script>'
    scene.post("laura", evil, blocks=[{"type": "header", "text": text(evil)}, buttons(evil)])
    scene.open("laura", asks(evil, {"type": "plain_text_input", "placeholder": text(evil)}), title=evil[:24])
    assert "<script>alert" not in drawing.page(Seat("laura", "app"))


def test_where_the_tour_goes_on_is_ready_for_who_came_from_it(drawing: Drawing) -> None:
    html = drawing.parts(Seat("laura", "app"))["main"]
    assert '<section class="coach" id="coach" aria-label="Paso del recorrido" hidden>' in html
    assert "<strong>Paso 2 de 2.</strong> Como Laura." in html
    assert 'id="coach-go"' not in html
    elsewhere = drawing.parts(Seat("andres", "app"))["main"]
    assert "<strong>Paso 2 de 2.</strong> Léalas" in elsewhere
    assert 'id="coach-go"' in elsewhere


def test_who_took_the_last_step_is_offered_a_month_and_nobody_else(scene: Scene, drawing: Drawing) -> None:
    scene.tour_over = True
    assert "Adelantar 30 días" in drawing.parts(Seat("laura", "app"))["main"]
    assert "Recorrido completo" not in drawing.parts(Seat("tomas", "app"))["main"]


def test_only_a_form_that_there_are_examples_for_offers_them(scene: Scene, drawing: Drawing) -> None:
    scene.open("laura", asks("Buscar", {"type": "plain_text_input"}, optional=True))
    assert 'data-act="fill"' not in drawing.parts(Seat("laura", "app"))["modal"]
    scene.open("laura", asks("Nombre", {"type": "plain_text_input"}, block_id=Field.LEAD_NAME))
    assert 'data-act="fill"' in drawing.parts(Seat("laura", "app"))["modal"]
