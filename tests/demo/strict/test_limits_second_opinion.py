"""The numbers of limits.toml against those a third party keeps."""

import pytest
from slackblocks import _limits

from bot.demo.strict.limits import Kind, load

SECOND_OPINION = {
    "element.button.text": "BUTTON_TEXT",
    "element.button.value": "BUTTON_VALUE",
    "element.button.url": "BUTTON_URL",
    "element.button.accessibility_label": "BUTTON_ACCESSIBILITY_LABEL",
    "object.confirm.title": "CONFIRMATION_TITLE",
    "object.confirm.text": "CONFIRMATION_TEXT",
    "object.confirm.confirm": "CONFIRMATION_CONFIRM",
    "object.confirm.deny": "CONFIRMATION_DENY",
    "object.option.text": "OPTION_TEXT",
    "object.option.value": "OPTION_VALUE",
    "object.option.description": "OPTION_DESCRIPTION",
    "object.option_group.label": "OPTION_GROUP_LABEL",
    "element.static_select.placeholder": "SELECT_PLACEHOLDER",
    "element.plain_text_input.placeholder": "PLAIN_TEXT_INPUT_PLACEHOLDER",
    "block.section.text": "SECTION_TEXT",
    "block.header.text": "HEADER_TEXT",
    "block.alert.text": "ALERT_TEXT",
    "block.input.label": "INPUT_LABEL",
    "block.input.hint": "INPUT_HINT",
    "block.image.alt_text": "IMAGE_ALT_TEXT",
    "block.image.title": "IMAGE_TITLE",
    "block.divider.block_id": "BLOCK_ID",
    "element.button.action_id": "ACTION_ID",
    "block.card.body": "CARD_BODY",
    "block.data_visualization.title": "DATA_VISUALIZATION_TITLE",
    "view.modal.title": "VIEW_TITLE",
    "view.modal.submit": "VIEW_SUBMIT",
    "view.modal.close": "VIEW_CLOSE",
    "view.modal.private_metadata": "VIEW_PRIVATE_METADATA",
    "view.modal.callback_id": "VIEW_CALLBACK_ID",
    "view.modal.external_id": "VIEW_EXTERNAL_ID",
    "block.section.fields": "SECTION_FIELDS",
    "block.actions.elements": "ACTIONS_ELEMENTS",
    "block.context.elements": "CONTEXT_ELEMENTS",
    "element.static_select.options": "SELECT_OPTIONS",
    "element.static_select.option_groups": "SELECT_OPTION_GROUPS",
    "element.overflow.options": "OVERFLOW_OPTIONS",
    "element.checkboxes.options": "CHECKBOXES_OPTIONS",
    "element.radio_buttons.options": "RADIO_BUTTONS_OPTIONS",
    "block.table.rows": "TABLE_ROWS",
    "view.modal.blocks": "VIEW_BLOCKS",
    "object.message.blocks": "MESSAGE_BLOCKS",
    "object.message.attachments": "MESSAGE_ATTACHMENTS",
}


@pytest.mark.parametrize(("row", "name"), SECOND_OPINION.items())
def test_the_table_agrees_with_slackblocks(row: str, name: str) -> None:
    shape, _, field = row.rpartition(".")
    slot = load().shapes[shape].fields[field]
    unit = "ITEMS" if slot.kind is Kind.LIST else "LENGTH"
    assert slot.max == getattr(_limits, f"{name}_MAX_{unit}")
