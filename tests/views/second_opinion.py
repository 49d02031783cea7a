"""Our JSON built anew with slackblocks, which raises where one of its own limits is broken."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import slackblocks as other

from tests.views.reading import Json


def rebuilt_view(view: Json) -> Json:
    """Build a modal or a Home in slackblocks' writing again and return its JSON. Raises its `InvalidUsageError`."""
    if view["type"] == "home":
        return _plain(other.HomeTabView(blocks=[_block(block) for block in view["blocks"]]))
    texts = {name: _text(view[name]) for name in ("title", "submit", "close") if name in view}
    ids = {name: view[name] for name in ("callback_id", "private_metadata") if name in view}
    return _plain(other.ModalView(blocks=[_block(block) for block in view["blocks"]], **texts, **ids))


def rebuilt_message(message: Json) -> Json:
    """Build a message in slackblocks' writing again and return its text and blocks. Raises as above."""
    built = other.Message(
        channel="C0OFFICIALS", text=message["text"], blocks=[_block(block) for block in message["blocks"]]
    )
    return {name: value for name, value in _plain(built).items() if name in {"text", "blocks"}}


def in_its_writing(payload: Json) -> Json:
    """Write our JSON as slackblocks does: an id for every block, and nothing where the default is meant."""
    blocks = [{"block_id": f"block {index}"} | block for index, block in enumerate(payload["blocks"])]
    for block in blocks:
        if block.get("optional") is False:
            del block["optional"]
    whole = payload | {"blocks": blocks}
    if not whole.get("private_metadata"):
        whole.pop("private_metadata", None)
    return whole


def _plain(built: Any) -> Json:
    found: Json = built._resolve()
    return found


def _text(text: Json) -> Any:
    return other.Text.from_dict(text)


def _block(block: Json) -> Any:
    return _BLOCKS[block["type"]](block)


def _input(block: Json) -> Any:
    return other.InputBlock(
        label=_text(block["label"]),
        element=_element(block["element"]),
        dispatch_action=block.get("dispatch_action", False),
        block_id=block["block_id"],
        hint=_text(block["hint"]) if "hint" in block else None,
        optional=block.get("optional", False),
    )


def _section(block: Json) -> Any:
    if "accessory" not in block:
        return other.SectionBlock.from_dict(block)
    # `from_dict` cannot read one yet; the constructor checks it all the same.
    return other.SectionBlock(
        text=_text(block["text"]), block_id=block["block_id"], accessory=_element(block["accessory"])
    )


def _actions(block: Json) -> Any:
    return other.ActionsBlock(
        elements=[_element(element) for element in block["elements"]], block_id=block["block_id"]
    )


def _rich_text(block: Json) -> Any:
    return other.RichTextBlock(
        elements=[
            other.RichTextCodeBlock([other.RichText(part["text"]) for part in element["elements"]])
            for element in block["elements"]
        ],
        block_id=block["block_id"],
    )


def _chart(block: Json) -> Any:
    series = [
        other.DataSeries(each["name"], [other.DataPoint(**point) for point in each["data"]])
        for each in block["chart"]["series"]
    ]
    chart = other.BarChart(series, other.AxisConfig(**block["chart"]["axis_config"]))
    return other.DataVisualizationBlock(block["title"], chart, block["block_id"])


_BLOCKS: Mapping[str, Callable[[Json], Any]] = MappingProxyType(
    {
        "actions": _actions,
        "context": other.ContextBlock.from_dict,
        "data_visualization": _chart,
        "divider": other.DividerBlock.from_dict,
        "header": other.HeaderBlock.from_dict,
        "input": _input,
        "rich_text": _rich_text,
        "section": _section,
    }
)

_CLASSES: Mapping[str, Any] = MappingProxyType(
    {
        "button": other.Button,
        "checkboxes": other.CheckboxGroup,
        "datepicker": other.DatePicker,
        "email_text_input": other.EmailInput,
        "external_select": other.ExternalSelectMenu,
        "plain_text_input": other.PlainTextInput,
        "radio_buttons": other.RadioButtonGroup,
        "static_select": other.StaticSelectMenu,
    }
)


def _element(element: Json) -> Any:
    parts = {name: _part(name, value) for name, value in element.items() if name != "type"}
    return _CLASSES[element["type"]](**parts)


def _part(name: str, value: Any) -> Any:
    match name:
        case "text" | "placeholder":
            return _text(value)
        case "options" | "initial_options" | "option_groups":
            kind = other.OptionGroup if name == "option_groups" else other.Option
            return [kind.from_dict(each) for each in value]
        case "initial_option":
            return other.Option.from_dict(value)
        case "dispatch_action_config":
            return other.DispatchActionConfiguration(value["trigger_actions_on"])
        case "confirm":
            return other.ConfirmationDialogue(
                **{part: text if part == "style" else _text(text) for part, text in value.items()}
            )
        case _:
            return value
