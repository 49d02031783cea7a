"""Conversations as HTML: what each person sees, in its place and under its day, and nothing that is another's."""

import re
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.demo.page.drawn.conversation import LATEST, history
from bot.demo.page.drawn.drawing import Drawing
from bot.demo.page.news.happenings import Happening
from bot.demo.page.seat import Seat
from tests.demo.bolt_end import asks, buttons
from tests.demo.page.scene import NOW, Ids, Scene, scene_in


@pytest.fixture
def scene(manifest: Path) -> Scene:
    return scene_in(manifest)


@pytest.fixture
def drawing(scene: Scene, manifest: Path) -> Drawing:
    return Drawing(scene, manifest)


def test_an_ephemeral_is_marked_and_shown_to_its_person_only(scene: Scene, drawing: Drawing) -> None:
    everyone = next(each for each in scene.world.directory.channels.values() if each.name == "general")
    scene.world.messages.post(everyone.id, {"text": "Solo para Laura"}, only_for=scene.id_of("laura"))
    hers = drawing.parts(Seat("laura", everyone.id))["main"]
    assert "Solo usted puede ver este mensaje" in hers
    assert "Solo para Laura" in hers
    assert "Solo para Laura" not in drawing.parts(Seat("andres", everyone.id))["main"]


def test_nobody_sees_the_window_or_the_messages_of_another(scene: Scene, drawing: Drawing) -> None:
    scene.post("laura", "abc8Q~el-secreto")
    scene.open("laura", asks("Secreto", {"type": "plain_text_input", "initial_value": "abc8Q~el-secreto"}))
    assert "abc8Q~" in drawing.page(Seat("laura", "app"))
    assert "abc8Q~" not in drawing.page(Seat("andres", "app"))
    assert "abc8Q~" not in drawing.page(Seat("andres", scene.direct("laura").id))


def test_replies_stand_under_their_message_and_a_broadcast_in_the_channel_too(
    scene: Scene, drawing: Drawing
) -> None:
    root = scene.post("laura", "la pregunta")
    scene.post("laura", "la respuesta", thread_ts=root.ts)
    scene.post("laura", "para todos", thread_ts=root.ts, reply_broadcast=True, blocks=[buttons("Ir")])
    page = drawing.page(Seat("laura", "app"))
    replies = page[page.index('<ol class="replies"') : page.index("</ol>", page.index('<ol class="replies"'))]
    assert "la respuesta" in replies
    assert page.count("la respuesta") == 1
    assert len(re.findall('data-action="Ir"', page)) == 2
    found = Ids(page)
    assert sorted(found.ids) == sorted(set(found.ids))


def test_days_are_those_of_bogota(manifest: Path) -> None:
    moments = (datetime(2026, 1, 13, 3, 30, tzinfo=UTC), datetime(2026, 1, 14, 4, 59, tzinfo=UTC), NOW)
    now = [0.0]
    scene = scene_in(manifest, lambda: now[0])
    for moment in moments:
        now[0] = moment.timestamp()
        scene.post("laura", "Hola")
    html = Drawing(scene, manifest).parts(Seat("laura", "app"))["main"]
    assert re.findall(r'<h2 class="day"><span>(.*?)</span>', html) == [
        "lunes, 12 de enero de 2026",
        "Ayer",
        "Hoy",
    ]
    assert "22:30</time>" in html


def test_a_place_and_a_person_with_news_are_marked_until_they_are_read(
    scene: Scene, drawing: Drawing
) -> None:
    scene.post("andres")
    as_laura, as_andres = Seat("laura", "tour"), Seat("andres", "tour")
    assert "hay mensajes nuevos" in person(drawing, as_laura, "andres")
    assert 'class="place new"' in drawing.parts(as_andres)["sidebar"]
    drawing.parts(Seat("andres", "app"))
    assert "hay mensajes nuevos" not in person(drawing, as_laura, "andres")
    assert 'class="place new"' not in drawing.parts(as_andres)["sidebar"]
    scene.post("andres", "otra vez")
    assert "hay mensajes nuevos" in person(drawing, as_laura, "andres")


def person(drawing: Drawing, seat: Seat, key: str) -> str:
    html = drawing.parts(seat)["sidebar"]
    begin = html.index(f'id="person-{key}"')
    return html[begin : html.index("</a>", begin)]


def test_a_person_sees_the_channels_they_are_in(drawing: Drawing) -> None:
    assert "llaves-gerentes" in drawing.parts(Seat("beatriz", "tour"))["sidebar"]
    assert "llaves-gerentes" not in drawing.parts(Seat("laura", "tour"))["sidebar"]


def test_a_chart_comes_with_its_table_and_a_file_with_its_address(scene: Scene, drawing: Drawing) -> None:
    pie = {
        "type": "data_visualization",
        "title": "Estados",
        "chart": {"type": "pie", "segments": [{"label": "Vencidas", "value": 3}]},
    }
    scene.post("laura", blocks=[pie], files=[{"id": "F1", "name": "vencimientos.csv", "title": ""}])
    html = drawing.parts(Seat("laura", "app"))["main"]
    assert '<th scope="row">Vencidas</th><td class="number">3</td>' in html
    assert 'href="/files/F1?as=laura" download="vencimientos.csv"' in html


def test_the_name_of_a_file_is_told_once(scene: Scene, drawing: Drawing) -> None:
    for title in ("", "lista.csv", "Los vencimientos"):
        scene.post("laura", files=[{"id": "F1", "name": "lista.csv", "title": title}])
    cards = re.findall(r'<a class="file".*?</a>', drawing.parts(Seat("laura", "app"))["main"])
    assert [re.sub(r"<[^>]+>", "", card) for card in cards] == [
        "lista.csv Descargar",
        "lista.csv Descargar",
        "Los vencimientos lista.csv · Descargar",
    ]


def test_a_link_to_a_message_in_a_message_stays_with_the_person(scene: Scene, drawing: Drawing) -> None:
    root = scene.post("laura", "la solicitud")
    address = f"https://demo-local.slack.com/archives/{root.channel_id}/p{root.ts.replace('.', '')}"
    scene.post("laura", blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": f"<{address}|Ver>"}}])
    html = drawing.parts(Seat("laura", "app"))["main"]
    (point,) = re.findall(rf'href="\?as=laura&amp;at={root.channel_id}&amp;point=([^"]+)">Ver</a>', html)
    assert f'id="{point}"' in html


def test_only_the_latest_messages_are_drawn_and_the_page_says_so(scene: Scene, drawing: Drawing) -> None:
    root = scene.post("laura", "la primera de todas")
    for number in range(LATEST):
        scene.post("laura", f"mensaje {number}.")
    html = drawing.parts(Seat("laura", "app"))["main"]
    assert "Un mensaje anterior no se muestra" in html
    assert "la primera de todas" not in html
    assert "mensaje 0." in html
    scene.post("laura", "una respuesta", thread_ts=root.ts)
    scene.post("laura", "el último")
    html = drawing.parts(Seat("laura", "app"))["main"]
    assert "2 mensajes anteriores no se muestran" in html
    assert "una respuesta" not in html
    assert "el último" in html


def test_what_was_read_of_a_channel_does_not_change_while_it_is_drawn(scene: Scene) -> None:
    message = scene.post("laura", blocks=[buttons("Antes")])
    (seen,) = history(scene.world, scene.id_of("laura"), message.channel_id).messages
    scene.world.messages.update(message, {"blocks": [buttons("Después")]})
    assert seen.blocks[0]["elements"][0]["text"]["text"] == "Antes"


def test_others_go_on_while_the_page_is_drawn(scene: Scene, drawing: Drawing) -> None:
    entered: list[bool] = []

    def enter() -> None:
        entered.append(scene.world.changed.acquire(blocking=False))
        if entered[-1]:
            scene.world.changed.release()

    class Payload(str):
        """Notices when the template writes it."""

        __slots__ = ()

        def __html__(self) -> str:
            other = threading.Thread(target=enter)
            other.start()
            other.join()
            return self

    scene.happened = [
        replace(
            Happening(0, "view_submission", "Laura", NOW, "request", True, 34.2, ""), payload=Payload("{}")
        )
    ]
    drawing.parts(Seat("laura", "app"))
    assert entered
    assert all(entered)
