"""The page's addresses, over HTTP."""

import http.client
import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from bot.demo.page.drawn.drawing import Drawing
from bot.demo.page.web.server import PageServer
from bot.demo.server import Person
from tests.demo.page.browsing import Answer, Browser
from tests.demo.page.conftest import Stage


@pytest.fixture
def laura(stage: Stage) -> Iterator[Person]:
    """Laura without a window in front of her."""
    laura = stage.show.people["laura"].person
    yield laura
    if laura.modal is not None:
        laura.close(everything=True)


def sentence(answer: Answer) -> str:
    assert answer.status == 409
    told: str = answer.json["sentence"]
    return told


def open_form(browser: Browser) -> str:
    """Have the form in front of Laura; returns where the page says it is."""
    assert browser.post("/acts/command", who="laura", line="/llaves").status == 204
    found = re.search(r'data-act="submit" data-ref="(view:\w+)"', browser.parts("laura", "app")["modal"])
    assert found
    return found[1]


def test_the_page_is_for_the_person_and_the_place_of_its_address(browser: Browser) -> None:
    answer = browser.get("/", **{"as": "camila", "at": "app"})
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Camila Ospina" in answer.text


def test_parts_come_with_the_run_they_are_of(browser: Browser, stage: Stage) -> None:
    told = browser.get("/parts", **{"as": "laura", "at": "app"}).json
    assert {"sidebar", "main", "modal", "panel", "clock"} <= set(told["parts"])
    assert told["run"] == stage.show.run


def test_a_command_is_answered_in_the_conversation(browser: Browser, laura: Person) -> None:
    assert browser.post("/acts/command", who="laura", line=" /llaves hola ").status == 204
    assert laura.ephemerals[-1].text == "Buenos días."
    assert "Buenos días." in browser.parts("laura", "app")["main"]
    assert "Buenos días." not in browser.parts("andres", "app")["main"]


def test_a_command_is_typed_in_the_channel_one_is_in(browser: Browser, stage: Stage) -> None:
    channel = stage.show.cast.officials_channel
    assert browser.post("/acts/command", who="camila", at=channel, line="/llaves boton").status == 204
    julian = stage.show.people["julian"].person
    assert julian.messages(channel)[-1].buttons == ["Aprobar"]


def test_a_button_of_a_message_is_pressed_by_its_ids(browser: Browser, stage: Stage) -> None:
    channel = stage.show.cast.officials_channel
    browser.post("/acts/command", who="camila", at=channel, line="/llaves boton")
    julian = stage.show.people["julian"].person
    card = julian.messages(channel)[-1]
    ref, block = f"message:{channel}:{card.ts}", card.raw["blocks"][0]["block_id"]
    assert (
        browser.post("/acts/press", who="julian", ref=ref, block=block, action="Aprobar", option=None).status
        == 204
    )
    julian.wait_for(lambda who: who.messages(channel)[-1].text == "Aprobada")


def test_the_case_of_a_command_does_not_matter(browser: Browser, laura: Person) -> None:
    before = len(laura.ephemerals)
    assert browser.post("/acts/command", who="laura", line="/LLaves hola").status == 204
    assert [each.text for each in laura.ephemerals[before:]] == ["Buenos días."]


@pytest.mark.parametrize("line", ["hola", "", "/otra", "/llavesolicitar"])
def test_what_is_no_command_of_the_app_is_told_apart(browser: Browser, line: str) -> None:
    assert "/llaves" in sentence(browser.post("/acts/command", who="laura", line=line))


def test_a_form_is_filled_in_and_sent(browser: Browser, laura: Person) -> None:
    ref = open_form(browser)
    assert "<dialog" in browser.get("/", **{"as": "laura", "at": "app"}).text
    element = {"who": "laura", "ref": ref, "block": "nota", "action": "value"}
    assert browser.post("/acts/submit", who="laura", ref=ref).status == 204
    assert "Complete este campo obligatorio." in browser.parts("laura", "app")["modal"]
    assert browser.post("/acts/put", **element, content="hola").status == 204
    assert "hola" in browser.parts("laura", "app")["modal"]
    assert browser.post("/acts/submit", who="laura", ref=ref).status == 204
    assert laura.modal is None


def test_an_error_goes_away_with_the_first_change_of_its_field(browser: Browser, laura: Person) -> None:
    ref = open_form(browser)
    assert browser.post("/acts/submit", who="laura", ref=ref).status == 204
    element = {"who": "laura", "ref": ref, "action": "value"}
    assert browser.post("/acts/put", **element, block="production_client_secret", content="x").status == 204
    assert "Complete este campo obligatorio." in browser.parts("laura", "app")["modal"]
    assert browser.post("/acts/put", **element, block="nota", content="h").status == 204
    assert laura.modal is not None
    assert laura.modal.errors == {}


def test_what_is_meant_for_one_window_never_goes_to_another(browser: Browser, laura: Person) -> None:
    before = open_form(browser)
    ref = open_form(browser)  # in another tab
    assert ref != before
    element = {"who": "laura", "ref": before, "block": "nota", "action": "value"}
    for act, body in (
        ("put", element | {"content": "hola"}),
        ("fill", {"who": "laura", "ref": before}),
        ("submit", {"who": "laura", "ref": before}),
        ("close", {"who": "laura", "ref": before}),
        ("close", {"who": "laura", "ref": before, "everything": True}),
    ):
        assert "ya no está al frente" in sentence(browser.post(f"/acts/{act}", **body))
    assert laura.modal is not None
    assert (laura.modal.raw["id"], laura.modal.errors) == (ref.removeprefix("view:"), {})
    assert laura.modal.raw["state"]["values"]["nota"]["value"]["value"] is None


@pytest.mark.parametrize("ref", ["", "view", "home", "message:C1:1.1"])
def test_only_a_window_is_sent_or_closed(browser: Browser, laura: Person, ref: str) -> None:
    open_form(browser)
    for act in ("submit", "close"):
        assert "no está a la vista" in sentence(browser.post(f"/acts/{act}", who="laura", ref=ref))
    assert laura.modal is not None


def test_a_long_text_is_held_and_the_form_says_how_much_it_takes(browser: Browser, laura: Person) -> None:
    ref = open_form(browser)
    element = {"who": "laura", "ref": ref, "block": "nota", "action": "value"}
    assert browser.post("/acts/put", **element, content="n" * 200_000).status == 204
    assert browser.post("/acts/submit", who="laura", ref=ref).status == 204
    assert "Escriba como máximo 20 caracteres." in browser.parts("laura", "app")["modal"]
    longer = browser.post("/acts/put", **element, content="n" * 200_001)
    assert "como máximo 200000 caracteres" in sentence(longer)
    assert laura.modal is not None
    assert len(laura.modal.raw["state"]["values"]["nota"]["value"]["value"]) == 200_000


def test_made_up_answers_need_a_form_to_go_into(browser: Browser, laura: Person) -> None:
    assert "ya no está al frente" in sentence(browser.post("/acts/fill", who="laura", ref="view:V1"))
    assert browser.post("/acts/fill", who="laura", ref=open_form(browser)).status == 204
    assert laura.modal is not None


def test_what_one_person_types_is_on_no_one_elses_page_and_a_secret_not_in_the_panel(
    browser: Browser, laura: Person
) -> None:
    ref = open_form(browser)
    secret = {"ref": ref, "block": "production_client_secret", "action": "value", "content": "una-palabra"}
    nota = {"ref": ref, "block": "nota", "action": "value", "content": "apunte"}
    for each in (secret, nota):
        assert browser.post("/acts/put", who="laura", **each).status == 204
    assert "una-palabra" in browser.parts("laura", "app")["modal"]
    assert browser.post("/acts/submit", who="laura", ref=ref).status == 204
    assert laura.modal is None
    shown = {who: browser.parts(who, "app") for who in ("laura", "andres", "camila")}
    assert "apunte" in shown["andres"]["panel"]
    assert "una-palabra" not in str(shown)


def test_a_menu_offers_what_the_app_says_and_takes_one_of_it(browser: Browser, laura: Person) -> None:
    element = {"ref": open_form(browser), "block": "prestador", "action": "value"}
    found = browser.get("/options", **{"as": "laura", "typed": "mar"}, **element)
    assert found.json == [{"value": "mar", "text": "Clínica del Mar", "description": "Junto al puerto"}]
    assert browser.post("/acts/put", who="laura", **element, content="mar").status == 204
    assert laura.modal is not None
    assert "Clínica del Mar" in laura.modal.text
    assert "ya no está a la vista" in sentence(browser.get("/options", **{"as": "laura"}))


def test_a_window_is_closed(browser: Browser, laura: Person) -> None:
    ref = open_form(browser)
    assert browser.post("/acts/close", who="laura", ref=ref, everything=True).status == 204
    assert laura.modal is None
    assert "ya no está al frente" in sentence(browser.post("/acts/close", who="laura", ref=ref))


def test_the_home_tab_is_drawn_once_it_is_opened(browser: Browser, laura: Person) -> None:
    assert browser.post("/acts/home", who="laura").status == 204
    laura.wait_for(lambda who: who.home)
    assert "Bienvenida" in browser.parts("laura", "home")["main"]


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b'{"as": "laura"}', b'{"as": 1, "line": "/llaves"}', b"\xff", b"{"],
)
def test_a_body_that_is_none_is_refused_in_words(browser: Browser, body: bytes) -> None:
    answer = browser.ask("POST", "/acts/command", body, {"Content-Type": "application/json"})
    assert "no se entiende" in sentence(answer)


def test_nobody_known_can_do_nothing(browser: Browser) -> None:
    assert "no está a la vista" in sentence(browser.post("/acts/submit", who="nadie", ref="view:V1"))


def test_a_file_goes_to_who_sees_its_message(browser: Browser, stage: Stage) -> None:
    channel, slack = stage.show.cast.managers_channel, stage.begun[-1].slack
    with slack.world.change():
        file, secret = slack.world.files.begin("vencimientos «enero».csv", 3)
        slack.world.files.receive(secret, b"a;b")
        slack.world.files.complete(file, None)
        slack.world.messages.post(channel, {"text": "", "files": [slack.world.files.json(file)]})
    answer = browser.get(f"/files/{file.id}", **{"as": "beatriz"})
    assert answer.content == b"a;b"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''vencimientos%20")
    assert browser.get(f"/files/{file.id}", **{"as": "laura"}).status == 404


def test_the_clock_moves_forward_and_says_what_it_does_not_understand(browser: Browser, stage: Stage) -> None:
    before = stage.show.travel.now()
    assert browser.post("/clock", by="1d").status == 204
    stage.show.travel.wait(10)
    assert (stage.show.travel.now() - before).days == 1
    assert "30d" in sentence(browser.post("/clock", by="ayer"))


def test_starting_over_forgets_everything(browser: Browser, stage: Stage) -> None:
    browser.post("/acts/command", who="laura", line="/llaves hola")
    assert browser.post("/reset").status == 204
    assert stage.show.people["laura"].person.ephemerals == []
    assert "Buenos días." not in browser.parts("laura", "app")["main"]


@pytest.mark.parametrize(
    "host", ["evil.example.com", "localhost.evil.example.com:80", "127.0.0.1.nip.io", ""]
)
def test_another_name_for_this_machine_is_refused(browser: Browser, host: str) -> None:
    assert browser.ask("GET", "/parts", headers={"Host": host}).status in {400, 403}


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8080", "[::1]:8080"])
def test_this_machines_own_names_are_welcome(browser: Browser, host: str) -> None:
    assert browser.ask("GET", "/", headers={"Host": host}).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {},
        {"Content-Type": "application/json", "Origin": "https://evil.example.com"},
        {"Content-Type": "application/json", "Origin": "null"},
    ],
)
def test_another_site_changes_nothing(browser: Browser, laura: Person, headers: dict[str, str]) -> None:
    body = json.dumps({"as": "laura", "line": "/llaves"}).encode()
    assert browser.ask("POST", "/acts/command", body, headers).status == 403
    assert laura.modal is None


def test_the_page_keeps_to_itself(browser: Browser) -> None:
    headers = browser.get("/").headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


def test_an_address_of_nothing_says_so_and_leads_back(browser: Browser) -> None:
    answer = browser.get("/nada")
    assert answer.status == 404
    assert "Esa página no existe" in answer.text
    assert 'href="/"' in answer.text


@pytest.mark.parametrize("path", ["/static/../site.py", "/static/%2e%2e/site.py", "/acts/reset", "/nada"])
def test_nothing_else_is_served(browser: Browser, path: str) -> None:
    assert browser.get(path).status in {404, 405}


def _listening(browser: Browser) -> tuple[http.client.HTTPConnection, Any]:
    connection = http.client.HTTPConnection(browser.host.replace("localhost", "127.0.0.1"), timeout=5)
    connection.request("GET", "/changes")
    return connection, connection.getresponse()


def test_changes_are_told_as_they_happen(browser: Browser, stage: Stage) -> None:
    connection, answer = _listening(browser)
    try:
        assert answer.headers["content-type"].startswith("text/event-stream")
        now = b"data: %d\n" % stage.show.run
        assert (answer.readline(), answer.readline()) == (now, b"\n")
        stage.show.people["laura"].person.command("/llaves hola")
        assert answer.readline() == now
    finally:
        answer.close()
        connection.close()


def test_who_listens_does_not_keep_the_server_from_stopping(stage: Stage) -> None:
    with PageServer() as server:
        with server.serving(stage.show, Drawing(stage.show)):
            connection, answer = _listening(Browser(server.address))
            answer.readline()
            started = time.monotonic()
        assert time.monotonic() - started < 8
        answer.close()
        connection.close()
