"""The pieces modals are made of."""

import pytest
from slack_sdk.errors import SlackObjectFormationError

from bot.ids import NO_VALUE, Action
from bot.views.parts import (
    OPTIONS_PER_LIST,
    button,
    clip,
    entry,
    facts,
    mrkdwn,
    notice,
    paragraph,
    select,
    small,
    versioned,
    window,
)
from tests.views import samples
from tests.views.reading import objects, view_json


def _options(count: int) -> list[tuple[str, str]]:
    return [(f"value {number}", f"option {number}") for number in range(count)]


def test_a_list_takes_as_many_options_as_slack_does() -> None:
    assert len(select(_options(OPTIONS_PER_LIST)).to_dict()["options"]) == OPTIONS_PER_LIST
    with pytest.raises(SlackObjectFormationError):
        select(_options(OPTIONS_PER_LIST + 1)).to_dict()


def test_nothing_is_chosen_unless_asked() -> None:
    assert "initial_option" not in select(_options(3)).to_dict()
    assert select(_options(3), initial="value 1").to_dict()["initial_option"]["value"] == "value 1"
    assert "initial_option" not in select(_options(3), initial="gone").to_dict()


@pytest.mark.parametrize(("text", "clipped"), [("abcde", "abcde"), ("abcdef", "abcd…")])
def test_a_text_is_clipped_visibly_and_only_when_it_must(text: str, clipped: str) -> None:
    assert clip(text, 5) == clipped


def test_a_version_travels_beside_its_id() -> None:
    request = samples.request(number=41)
    assert versioned(request) == f"42:{request.version}"
    person = samples.official()
    assert versioned(person) == f"{person.id}:{person.version}"


def test_no_mrkdwn_makes_links_or_mentions_by_itself() -> None:
    pieces = [
        mrkdwn("https://example.org").to_dict(),
        paragraph("@here").to_dict(),
        small("#general").to_dict(),
        facts({"Entidad": "@channel"}).to_dict(),
    ]
    texts = [each for each in objects(pieces) if each.get("type") == "mrkdwn"]
    assert len(texts) == len(pieces)
    assert all(each["verbatim"] is True for each in texts)


def test_a_notice_says_its_paragraphs_and_asks_nothing() -> None:
    view = view_json(notice("No se pudo completar", "Inténtelo de nuevo.", "Gracias."))
    assert [block["text"]["text"] for block in view["blocks"]] == ["Inténtelo de nuevo.", "Gracias."]
    assert "submit" not in view


def test_a_notice_has_its_header_above_what_it_says() -> None:
    view = view_json(notice("No se pudo completar", "Inténtelo de nuevo.", above=[small("Inicio > Aviso")]))
    assert [block["type"] for block in view["blocks"]] == ["context", "section"]


def test_a_window_can_be_closed_and_sends_nothing() -> None:
    view = view_json(window("Ayuda", [paragraph("Esto.")]))
    assert (view["title"]["text"], view["close"]["text"]) == ("Ayuda", "Cerrar")
    assert not {"submit", "callback_id"} & view.keys()


def test_a_button_about_nothing_in_particular_still_has_the_value_slack_wants() -> None:
    assert button(Action.OPEN_MENU, "Abrir menú").to_dict() == {
        "type": "button",
        "action_id": "open_menu",
        "text": {"type": "plain_text", "text": "Abrir menú"},
        "value": NO_VALUE,
    }


def test_the_main_button_stands_out() -> None:
    assert (
        button(Action.OPEN_KEYS, "Ver llaves", "259990000101", primary=True).to_dict()["style"] == "primary"
    )


def test_an_entry_has_its_button_beside_it() -> None:
    drawn = entry("*Ayuda*", button(Action.OPEN_HELP, "Ayuda")).to_dict()
    assert (drawn["text"]["text"], drawn["accessory"]["action_id"]) == ("*Ayuda*", "open_help")
