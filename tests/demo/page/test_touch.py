"""Acting on elements by their ids, as a page does."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.demo.server import Person, Workspace
from tests.demo.bolt_end import asks, buttons, connected, modal, text
from tests.demo.page.simulation import CLINIC, HOSPITAL

BLUE, RED = {"text": text("Azul"), "value": "a"}, {"text": text("Rojo"), "value": "r"}
FORM = modal(
    asks("nota", {"type": "plain_text_input", "max_length": 5}),
    asks("dia", {"type": "datepicker"}, optional=True),
    asks("color", {"type": "static_select", "options": [BLUE, RED]}, optional=True),
    asks("cajas", {"type": "checkboxes", "options": [BLUE, RED]}, optional=True),
    asks("prestador", {"type": "external_select", "min_query_length": 0}, optional=True),
    asks("buscar", {"type": "plain_text_input"}, optional=True, dispatch_action=True),
    {
        "type": "actions",
        "block_id": "más",
        "elements": [{"type": "overflow", "action_id": "menu", "options": [BLUE, RED]}],
    },
)


class Played:
    """A workspace whose app opens the form, and what the app has received."""

    def __init__(self, slack: Workspace) -> None:
        self.slack = slack
        self.laura = slack.add_person("Laura Restrepo")
        self.andres = slack.add_person("Andrés Quintero")
        self.channel = slack.add_channel("general", members=[self.laura])
        self.client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        self.actions: list[dict[str, Any]] = []
        self.submitted: list[dict[str, Any]] = []
        self.app = App(client=self.client)
        self.app.command("/llaves")(self._open)
        for name in ("value", "menu", "Aprobar"):
            self.app.action(name)(self._note)
        self.app.view("form")(self._submit)
        self.app.options("value")(self._offer)

    def _open(self, ack: Any, body: Any) -> None:
        self.client.views_open(trigger_id=body["trigger_id"], view=FORM)
        ack()

    def _note(self, ack: Any, body: Any) -> None:
        self.actions.append(body["actions"][0])
        ack()

    def _submit(self, ack: Any, view: Any) -> None:
        self.submitted.append(view["state"]["values"])
        ack()

    @staticmethod
    def _offer(ack: Any, body: Any) -> None:
        typed = body["value"].lower()
        ack(options=[each for each in (HOSPITAL, CLINIC) if typed in each["text"]["text"].lower()])

    def value(self, block: str) -> Any:
        assert self.laura.modal is not None
        return self.laura.modal.raw["state"]["values"][block]["value"]


@pytest.fixture(scope="module")
def running(manifest: Path) -> Iterator[Played]:
    with Workspace(manifest=manifest) as slack:
        played = Played(slack)
        with connected(slack, played.app):
            yield played


@pytest.fixture
def played(running: Played) -> Played:
    running.actions.clear()
    running.submitted.clear()
    running.laura.command("/llaves")
    return running


@pytest.fixture
def laura(played: Played) -> Person:
    return played.laura


def test_what_is_put_in_a_field_is_what_the_form_sends(played: Played, laura: Person) -> None:
    laura.put("view", "nota", "value", "hola")
    laura.put("view", "dia", "value", "2027-03-18")
    laura.put("view", "color", "value", "r")
    laura.put("view", "cajas", "value", ["a", "r"])
    assert not laura.submit().errors
    (values,) = played.submitted
    assert values["nota"]["value"]["value"] == "hola"
    assert values["dia"]["value"]["selected_date"] == "2027-03-18"
    assert values["color"]["value"]["selected_option"]["value"] == "r"
    assert [each["value"] for each in values["cajas"]["value"]["selected_options"]] == ["a", "r"]


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_empties_a_field(played: Played, laura: Person, nothing: str | None) -> None:
    laura.put("view", "color", "value", "r")
    laura.put("view", "color", "value", nothing)
    assert played.value("color")["selected_option"] is None


def test_the_clients_own_checks_stay_with_submitting(played: Played, laura: Person) -> None:
    laura.put("view", "nota", "value", "demasiado")
    assert list(laura.submit().errors.values()) == ["Escriba como máximo 5 caracteres."]
    assert played.submitted == []


def test_an_option_is_chosen_among_those_that_were_suggested(played: Played, laura: Person) -> None:
    with pytest.raises(LookupError, match="does not offer"):
        laura.put("view", "prestador", "value", "luna")
    assert [each["value"] for each in laura.suggest("view", "prestador", "value", "mar")] == ["mar"]
    with pytest.raises(LookupError, match="does not offer"):
        laura.put("view", "prestador", "value", "rio")
    laura.put("view", "prestador", "value", "mar")
    assert played.value("prestador")["selected_option"]["text"]["text"] == "Clínica del Mar"


def test_a_suggestion_that_ends_late_takes_none_of_those_on_the_screen_away(
    played: Played, laura: Person
) -> None:
    for typed in ("mar", "río"):  # as they ended; the screen shows the first
        laura.suggest("view", "prestador", "value", typed)
    laura.put("view", "prestador", "value", "mar")
    assert played.value("prestador")["selected_option"]["value"] == "mar"


def test_what_was_offered_in_one_window_is_not_in_another(laura: Person) -> None:
    laura.suggest("view", "prestador", "value", "mar")
    laura.command("/llaves")
    with pytest.raises(LookupError, match="does not offer"):
        laura.put("view", "prestador", "value", "mar")


def test_what_is_chosen_stays_choosable_after_another_search(played: Played, laura: Person) -> None:
    laura.suggest("view", "prestador", "value", "mar")
    laura.put("view", "prestador", "value", "mar")
    laura.suggest("view", "prestador", "value", "río")
    laura.put("view", "prestador", "value", "mar")
    assert played.value("prestador")["selected_option"]["value"] == "mar"


def test_enter_sends_what_is_typed_in_a_field_that_searches(played: Played, laura: Person) -> None:
    laura.put("view", "buscar", "value", "río")
    assert played.actions == []
    laura.enter("view", "buscar", "value")
    assert [each["value"] for each in played.actions] == ["río"]
    with pytest.raises(LookupError, match="sends nothing"):
        laura.enter("view", "nota", "value")


def test_an_entry_of_a_menu_is_pressed_by_its_value(played: Played, laura: Person) -> None:
    laura.press_at("view", "más", "menu", "r")
    assert played.actions[0]["selected_option"]["text"]["text"] == "Rojo"
    with pytest.raises(LookupError, match="no button"):
        laura.press_at("view", "más", "menu", "v")


def test_a_button_of_a_message_is_pressed_only_by_who_sees_the_message(played: Played) -> None:
    posted = played.client.chat_postMessage(
        channel=played.channel.id, text="Tarjeta", blocks=[buttons("Aprobar", value="7") | {"block_id": "b"}]
    )
    ref = f"message:{played.channel.id}:{posted['ts']}"
    with pytest.raises(LookupError, match="does not see"):
        played.andres.press_at(ref, "b", "Aprobar")
    played.laura.press_at(ref, "b", "Aprobar")
    assert [each["value"] for each in played.actions] == ["7"]


@pytest.mark.parametrize("ref", ["view", "home", "message:C1:1.1", "message:", "else"])
def test_what_is_not_on_the_screen_cannot_be_touched(played: Played, ref: str) -> None:
    with pytest.raises(LookupError, match="does not see"):
        played.andres.put(ref, "nota", "value", "hola")


def test_a_day_that_is_none_is_refused(laura: Person) -> None:
    with pytest.raises(ValueError, match="isoformat"):
        laura.put("view", "dia", "value", "mañana")
