"""Whole views and messages such as the app sends, and the rules that span them."""

from typing import Any

import pytest
from slack_sdk.models import blocks as sdk
from slack_sdk.models.views import View

from bot.demo.strict.payloads import check_message, check_view, slack_error


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def button(action_id: str) -> dict[str, Any]:
    return {"type": "button", "text": plain("Tomar"), "action_id": action_id}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def field(element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "label": plain("NIT"), "element": element} | more


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": plain("Llaves"),
        "submit": plain("Enviar"),
        "blocks": list(blocks),
    } | more


def table(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "table", "rows": list(rows)}


def raw(text: str) -> dict[str, Any]:
    return {"type": "raw_text", "text": text}


DIVIDER = {"type": "divider"}
TEXT_INPUT = {"type": "plain_text_input", "action_id": "nit"}
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*Solicitud* recibida"}}


class TestViews:
    def test_a_registration_modal_built_with_the_sdk_is_accepted(self) -> None:
        kind = sdk.StaticSelectElement(
            action_id="kind",
            placeholder="Elija",
            options=[
                sdk.Option(value="cc", text="Cédula de ciudadanía"),
                sdk.Option(value="ce", text="Extranjería"),
            ],
            initial_option=sdk.Option(value="cc", text="Cédula de ciudadanía"),
            focus_on_load=True,
        )
        consent = sdk.CheckboxesElement(
            action_id="consent",
            options=[sdk.Option(value="yes", text=sdk.MarkdownTextObject(text="*Autorizo*"))],
        )
        view = View(
            type="modal",
            callback_id="registration",
            title="Registro de delegado",
            submit="Enviar",
            close="Cancelar",
            private_metadata='{"provider": 7}',
            notify_on_close=True,
            blocks=[
                sdk.SectionBlock(text="Escriba los datos del prestador.", fields=["*NIT*", "900123456"]),
                sdk.InputBlock(block_id="kind", label="Tipo de documento", element=kind),
                sdk.InputBlock(
                    block_id="nit",
                    label="NIT",
                    hint="Sin dígito de verificación",
                    element=sdk.PlainTextInputElement(action_id="nit", min_length=6, max_length=15),
                ),
                sdk.InputBlock(
                    block_id="mail", label="Correo", element=sdk.EmailInputElement(action_id="mail")
                ),
                sdk.InputBlock(
                    block_id="day", label="Vence", element=sdk.DatePickerElement(initial_date="2027-01-14")
                ),
                sdk.InputBlock(block_id="consent", label="Datos personales", element=consent, optional=True),
                sdk.ContextBlock(elements=[sdk.MarkdownTextObject(text="Ley 1581 de 2012")]),
            ],
        )
        assert check_view(view.to_dict()) == []

    def test_a_home_tab_with_buttons_and_a_table_is_accepted(self) -> None:
        home = {
            "type": "home",
            "blocks": [SECTION, actions(button("take")), table([raw("Prestador"), raw("Estado")])],
        }
        assert check_view(home) == []

    def test_a_title_of_25_characters_is_refused_with_a_pointer(self) -> None:
        assert check_view(modal(DIVIDER, title=plain("a" * 25))) == [
            "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
        ]

    def test_letters_with_accents_and_emoji_count_once_each(self) -> None:
        assert check_view(modal(DIVIDER, title=plain("ñ" * 12 + "🔑" * 12))) == []

    def test_a_title_in_mrkdwn_is_refused(self) -> None:
        found = check_view(modal(DIVIDER, title={"type": "mrkdwn", "text": "Llaves"}))
        assert found == ["[ERROR] unsupported type: mrkdwn [json-pointer:/view/title/type]"]

    def test_emoji_belongs_to_plain_text_only(self) -> None:
        section = {"type": "section", "text": {"type": "mrkdwn", "text": "Hola", "emoji": True}}
        found = check_view(modal(section))
        assert found == ["[ERROR] invalid additional property: emoji [json-pointer:/view/blocks/0/text]"]

    def test_a_modal_with_an_input_needs_a_submit(self) -> None:
        view = modal(field(TEXT_INPUT))
        del view["submit"]
        assert check_view(view) == ["[ERROR] missing required field: submit [json-pointer:/view]"]

    def test_a_home_tab_has_inputs_without_a_submit(self) -> None:
        assert check_view({"type": "home", "blocks": [field(TEXT_INPUT, dispatch_action=True)]}) == []

    def test_a_home_tab_has_no_title(self) -> None:
        found = check_view({"type": "home", "title": plain("Llaves"), "blocks": []})
        assert found == ["[ERROR] invalid additional property: title [json-pointer:/view]"]

    def test_a_view_is_a_modal_or_a_home_tab(self) -> None:
        found = check_view({"type": "dialog", "blocks": []})
        assert found == ["[ERROR] unsupported type: dialog [json-pointer:/view/type]"]

    @pytest.mark.parametrize("read_only", ["id", "hash", "state", "team_id", "root_view_id"])
    def test_what_slack_adds_to_a_view_is_not_sent_back(self, read_only: str) -> None:
        found = check_view(modal(DIVIDER, **{read_only: "x"}))
        assert found == [f"[ERROR] invalid additional property: {read_only} [json-pointer:/view]"]

    def test_a_null_is_not_a_missing_field(self) -> None:
        assert check_view(modal(DIVIDER, close=None)) == [
            "[ERROR] must provide an object [json-pointer:/view/close]"
        ]

    def test_a_view_of_more_than_250_kilobytes_is_refused(self) -> None:
        section = {"type": "section", "fields": [plain("a" * 2000)] * 10}
        accented = {"type": "section", "fields": [plain("ñ" * 2000)] * 10}
        assert check_view(modal(*[section] * 12)) == []
        found = check_view(modal(*[accented] * 12))
        assert found == ["[ERROR] view_too_large [json-pointer:/view]"]
        assert slack_error(found) == "view_too_large"

    def test_one_element_takes_the_focus(self) -> None:
        focused = TEXT_INPUT | {"focus_on_load": True}
        assert check_view(modal(field(focused), field(TEXT_INPUT))) == []
        assert check_view(modal(field(focused), field(focused))) == [
            "[ERROR] only one element may have focus_on_load [json-pointer:/view/blocks/1/element/focus_on_load]"
        ]

    def test_a_response_url_is_asked_only_in_an_input_of_a_modal(self) -> None:
        channel = {"type": "conversations_select", "response_url_enabled": True}
        assert check_view(modal(field(channel))) == []
        for elsewhere in (modal(actions(channel)), modal(SECTION | {"accessory": channel})):
            assert "response_url_enabled is only available" in check_view(elsewhere)[0]
        assert "response_url_enabled" in check_view({"type": "home", "blocks": [field(channel)]})[0]

    def test_a_problem_of_a_view_is_invalid_arguments(self) -> None:
        assert slack_error(check_view({"type": "modal"})) == "invalid_arguments"


class TestMessages:
    def test_a_card_with_buttons_and_metadata_is_accepted(self) -> None:
        card = sdk.ActionsBlock(
            block_id="request:7",
            elements=[
                sdk.ButtonElement(text="Tomar", action_id="take", value="7", style="primary"),
                sdk.ButtonElement(
                    text="Devolver",
                    action_id="return",
                    value="7",
                    style="danger",
                    confirm=sdk.ConfirmObject(
                        title="¿Devolver?", text="Se avisará al delegado.", confirm="Sí", deny="No"
                    ),
                ),
                sdk.LinkButtonElement(text="Manual", url="https://example.org/manual", action_id="manual"),
            ],
        )
        payload = {
            "channel": "C1",
            "text": "Nueva solicitud de llaves",
            "blocks": [sdk.HeaderBlock(text="Solicitud 7").to_dict(), SECTION, card.to_dict(), DIVIDER],
            "metadata": {"event_type": "llaves_operation", "event_payload": {"id": "op-1"}},
            "unfurl_links": False,
        }
        assert check_message(payload) == []
        assert check_message(payload, update=True) == []

    @pytest.mark.parametrize(
        "payload", [{}, {"text": ""}, {"blocks": []}, {"text": "", "blocks": [], "attachments": []}]
    )
    @pytest.mark.parametrize("update", [False, True])
    def test_a_message_says_something(self, payload: dict[str, Any], *, update: bool) -> None:
        found = check_message(payload, update=update)
        assert found == ["[ERROR] no_text [json-pointer:/text]"]
        assert slack_error(found) == "no_text"

    def test_blocks_or_attachments_stand_without_a_text(self) -> None:
        assert check_message({"blocks": [DIVIDER]}) == []
        assert check_message({"attachments": [{"color": "#123456", "blocks": [DIVIDER]}]}) == []

    @pytest.mark.parametrize(("update", "limit"), [(False, 40000), (True, 4000)])
    def test_a_text_has_its_limit_when_posted_and_when_updated(self, limit: int, *, update: bool) -> None:
        assert check_message({"text": "ñ" * limit}, update=update) == []
        found = check_message({"text": "ñ" * (limit + 1)}, update=update)
        assert found == ["[ERROR] msg_too_long [json-pointer:/text]"]
        assert slack_error(found) == "msg_too_long"

    def test_the_blocks_of_an_attachment_are_checked_like_those_of_the_message(self) -> None:
        found = check_message({"attachments": [{"blocks": [{"type": "alert", "text": plain("Ojo")}]}]})
        where = "[json-pointer:/attachments/0/blocks/0/type]"
        assert found == [f"[ERROR] unsupported type: alert (not available in a message) {where}"]
        assert slack_error(found) == "invalid_attachments"

    def test_markdown_blocks_share_12000_characters(self) -> None:
        half = {"type": "markdown", "text": "a" * 6000}
        assert check_message({"text": "Resumen", "blocks": [half, half]}) == []
        found = check_message({"text": "Resumen", "blocks": [half, half, {"type": "markdown", "text": "a"}]})
        assert "markdown blocks together must be less than 12001 characters" in found[0]

    def test_metadata_has_a_type_and_a_payload(self) -> None:
        found = check_message({"text": "Hola", "metadata": {"event_type": "x"}})
        assert found == ["[ERROR] missing required field: event_payload [json-pointer:/metadata]"]
        assert slack_error(found) == "invalid_metadata_format"

    def test_a_problem_of_blocks_is_invalid_blocks(self) -> None:
        assert (
            slack_error(check_message({"text": "Hola", "blocks": [{"type": "section"}]})) == "invalid_blocks"
        )

    def test_all_malformed_blocks_are_reported_at_once(self) -> None:
        found = check_message({"blocks": [{"type": "header"}, {"type": "section"}, {"type": "otra"}]})
        assert len(found) == 3
