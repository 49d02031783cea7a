"""A view below the top one: updated by its id, it stays below, and shows what it became once the top is closed."""

from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.server import Person, Workspace
from tests.demo.bolt_end import asks, buttons, connected, modal, opens, row

NIT = asks("Nit", {"type": "plain_text_input"})


@pytest.fixture
def laura(slack: Workspace) -> Person:
    return slack.add_person("Laura Restrepo")


@pytest.fixture
def below(app: App) -> list[dict[str, Any]]:
    """Noted at "Seguir", which pushes a view: the one it was pressed in."""
    found: list[dict[str, Any]] = []
    opens(app, modal(NIT, buttons("Seguir"), title="Uno"))

    @app.action("Seguir")
    def _push(ack: Any, body: Any, client: WebClient) -> None:
        found.append(body["view"])
        client.views_push(trigger_id=body["trigger_id"], view=modal(NIT, title="Encima"))
        ack()

    return found


@pytest.mark.parametrize("with_hash", [True, False])
def test_a_view_below_is_updated_in_its_place(
    slack: Workspace,
    app: App,
    client: WebClient,
    laura: Person,
    below: list[dict[str, Any]],
    *,
    with_hash: bool,
) -> None:
    with connected(slack, app):
        laura.command("/llaves")
        laura.fill("Nit", "901000101")
        laura.press("Seguir")
        laura.fill("Nit", "901000202")
        guard = {"hash": below[0]["hash"]} if with_hash else {}
        answer = client.views_update(view_id=below[0]["id"], view=modal(NIT, title="Uno, después"), **guard)
        assert laura.modal is not None
        assert laura.modal.title == "Encima"
        assert "* Nit: 901000202" in laura.modal.text
        assert laura.modal.raw["previous_view_id"] == below[0]["id"]
        laura.close()
    assert laura.modal is not None
    assert laura.modal.title == "Uno, después"
    assert "* Nit: 901000101" in laura.modal.text
    assert laura.modal.raw["hash"] == answer["view"]["hash"] != below[0]["hash"]


def test_a_stale_hash_leaves_the_view_below_as_it_was(
    slack: Workspace, app: App, client: WebClient, laura: Person, below: list[dict[str, Any]]
) -> None:
    with connected(slack, app):
        laura.command("/llaves")
        laura.press("Seguir")
        client.views_update(view_id=below[0]["id"], view=modal(title="Dos"))
        with pytest.raises(SlackApiError, match="hash_conflict"):
            client.views_update(view_id=below[0]["id"], hash=below[0]["hash"], view=modal(title="Tres"))
        laura.close()
    assert laura.modal is not None
    assert laura.modal.title == "Dos"


def test_what_was_typed_in_a_view_below_is_lost_under_another_action_id_or_another_kind(
    slack: Workspace, app: App, client: WebClient, laura: Person, below: list[dict[str, Any]]
) -> None:
    renamed = asks("Nit", {"type": "plain_text_input", "action_id": "other"})
    for changed in (renamed, asks("Nit", {"type": "email_text_input"})):
        with connected(slack, app):
            laura.command("/llaves")
            laura.fill("Nit", "901000101")
            laura.press("Seguir")
            client.views_update(view_id=below[-1]["id"], view=modal(changed))
            laura.close()
        assert laura.modal is not None
        assert laura.modal.text == "* Nit:"


def test_rows_with_the_same_button_are_pressed_by_their_number(
    slack: Workspace, app: App, laura: Person
) -> None:
    rows = [row(f"*Prestador {each}*", "Ingresar info", f"request:{each}") for each in range(1, 4)]
    opens(app, modal(*rows))
    pressed: list[tuple[str, str]] = []

    @app.action("Ingresar info")
    def _press(ack: Any, body: Any) -> None:
        pressed.append((body["actions"][0]["value"], body["actions"][0]["block_id"]))
        ack()

    with connected(slack, app):
        laura.command("/llaves")
        assert laura.modal is not None
        assert laura.modal.buttons == ["Ingresar info"] * 3
        assert "Prestador 2\n[ Ingresar info ]\nPrestador 3\n[ Ingresar info ]" in laura.screen
        with pytest.raises(LookupError, match=r"nth=1\.\.3"):
            laura.press("Ingresar info")
        laura.press("Ingresar info", nth=2)
        laura.press("Ingresar info", nth=3)
        with pytest.raises(LookupError, match="no nth=4"):
            laura.press("Ingresar info", nth=4)
    assert [value for value, _ in pressed] == ["request:2", "request:3"]
    assert len({block_id for _, block_id in pressed}) == 2
