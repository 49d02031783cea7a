"""The page's addresses, over HTTP."""

import http.client
import json
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


def open_form(browser: Browser) -> None:
    assert browser.post("/acts/command", who="laura", line="/llaves").status == 204


def test_the_page_is_for_the_person_and_the_place_of_its_address(browser: Browser) -> None:
    answer = browser.get("/", **{"as": "camila", "at": "app"})
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Camila Ospina" in answer.text


def test_parts_come_with_the_revision_they_are_at_least_of(browser: Browser, stage: Stage) -> None:
    told = browser.get("/parts", **{"as": "laura", "at": "app"}).json
    assert {"sidebar", "main", "modal", "panel", "clock"} <= set(told["parts"])
    assert told["revision"] == stage.show.revision


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


@pytest.mark.parametrize("line", ["hola", "", "/otra", "/llavesolicitar"])
def test_what_is_no_command_of_the_app_is_told_apart(browser: Browser, line: str) -> None:
    assert "/llaves" in sentence(browser.post("/acts/command", who="laura", line=line))


def test_a_form_is_filled_in_and_sent(browser: Browser, laura: Person) -> None:
    open_form(browser)
    assert "<dialog" in browser.get("/", **{"as": "laura", "at": "app"}).text
    element = {"who": "laura", "ref": "view", "block": "nota", "action": "value"}
    assert browser.post("/acts/submit", who="laura").status == 204
    assert "Complete este campo obligatorio." in browser.parts("laura", "app")["modal"]
    assert browser.post("/acts/put", **element, content="hola").status == 204
    assert "hola" in browser.parts("laura", "app")["modal"]
    assert browser.post("/acts/submit", who="laura").status == 204
    assert laura.modal is None


def test_made_up_answers_need_a_form_to_go_into(browser: Browser, laura: Person) -> None:
    assert "no está a la vista" in sentence(browser.post("/acts/fill", who="laura"))
    open_form(browser)
    assert browser.post("/acts/fill", who="laura").status == 204
    assert laura.modal is not None


def test_what_one_person_types_is_on_no_one_elses_page_and_a_secret_not_in_the_panel(
    browser: Browser, laura: Person
) -> None:
    open_form(browser)
    secret = {"ref": "view", "block": "production_client_secret", "action": "value", "content": "una-palabra"}
    nota = {"ref": "view", "block": "nota", "action": "value", "content": "apunte"}
    for each in (secret, nota):
        assert browser.post("/acts/put", who="laura", **each).status == 204
    assert "una-palabra" in browser.parts("laura", "app")["modal"]
    assert browser.post("/acts/submit", who="laura").status == 204
    assert laura.modal is None
    shown = {who: browser.parts(who, "app") for who in ("laura", "andres", "camila")}
    assert "apunte" in shown["andres"]["panel"]
    assert "una-palabra" not in str(shown)


def test_a_menu_offers_what_the_app_says_and_takes_one_of_it(browser: Browser, laura: Person) -> None:
    open_form(browser)
    element = {"ref": "view", "block": "prestador", "action": "value"}
    found = browser.get("/options", **{"as": "laura", "typed": "mar"}, **element)
    assert found.json == [{"value": "mar", "text": "Clínica del Mar", "description": "Junto al puerto"}]
    assert browser.post("/acts/put", who="laura", **element, content="mar").status == 204
    assert laura.modal is not None
    assert "Clínica del Mar" in laura.modal.text
    assert "ya no está a la vista" in sentence(browser.get("/options", **{"as": "laura"}))


def test_a_window_is_closed(browser: Browser, laura: Person) -> None:
    open_form(browser)
    assert browser.post("/acts/close", who="laura", everything=True).status == 204
    assert laura.modal is None
    assert "ya no está a la vista" in sentence(browser.post("/acts/close", who="laura"))


def test_the_home_tab_is_drawn_once_it_is_opened(browser: Browser, laura: Person) -> None:
    assert browser.post("/acts/home", who="laura").status == 204
    laura.wait_for(lambda who: who.home)
    assert "Bienvenida" in browser.parts("laura", "home")["main"]
    assert browser.post("/acts/leave", who="laura").status == 204
    assert laura.home is None


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b'{"as": "laura"}', b'{"as": 1, "line": "/llaves"}', b"\xff", b"{"],
)
def test_a_body_that_is_none_is_refused_in_words(browser: Browser, body: bytes) -> None:
    answer = browser.ask("POST", "/acts/command", body, {"Content-Type": "application/json"})
    assert "no se entiende" in sentence(answer)


def test_nobody_known_can_do_nothing(browser: Browser) -> None:
    assert "no está a la vista" in sentence(browser.post("/acts/submit", who="nadie"))


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
        first = int(answer.readline().removeprefix(b"data: "))
        answer.readline()
        stage.show.people["laura"].person.command("/llaves hola")
        assert int(answer.readline().removeprefix(b"data: ")) > first
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
