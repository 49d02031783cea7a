"""Turning what a person types or chooses into the element's value."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from bot.demo.human.fields import Field
from bot.demo.human.mrkdwn import Names, plain
from bot.demo.world.form_state import SHAPES
from bot.demo.world.records import Json

Content = str | bool | int | Sequence[str] | None
"""What a person may give: text, the text of an option or of several, a tick."""

Suggest = Callable[[Field, str], list[Json]]
"""Asks the app for the options of an external select."""

_TYPED = frozenset(
    {
        "plain_text_input",
        "email_text_input",
        "url_text_input",
        "number_input",
        "datepicker",
        "timepicker",
        "datetimepicker",
    }
)
_BY_ID = frozenset({"users_select", "multi_users_select", "conversations_select", "channels_select"})


def value_for(field: Field, content: Content, names: Names, suggest: Suggest, id_of: Names) -> Json:
    """The state's entry after this person's input; None or "" empties the field.

    Raises LookupError when an option is not offered, ValueError for a date that is none.
    """
    kind = field.element["type"]
    shape = SHAPES[kind]
    if content is None or content == "":
        return shape.value(kind, shape.empty())
    if kind in _TYPED:
        return shape.value(kind, _typed(field, content))
    if kind == "checkboxes" and isinstance(content, bool):
        return shape.value(kind, [_only_option(field)] if content else [])
    chosen = [content] if isinstance(content, str) else list(_texts(content))
    if kind in _BY_ID:
        picked: list[Json | str] = [id_of(each) for each in chosen]
    else:
        picked = [_option(field, each, names, suggest) for each in chosen]
    if shape.empty() == []:
        return shape.value(kind, picked)
    if len(picked) != 1:
        raise LookupError(f"{field.label!r} takes one option, not {len(picked)}")
    return shape.value(kind, picked[0])


def _typed(field: Field, content: object) -> object:
    kind = field.element["type"]
    if kind == "datepicker":
        return date.fromisoformat(str(content)).isoformat()
    if kind == "datetimepicker":
        return int(str(content))
    text = str(content)
    return text if field.element.get("multiline") else text.replace("\n", " ")


def _texts(content: object) -> Iterable[str]:
    if isinstance(content, Iterable):
        return (str(each) for each in content)
    raise LookupError(f"{content!r} is not the text of an option")


def _only_option(field: Field) -> Json:
    options: list[Json] = field.element["options"]
    if len(options) != 1:
        raise LookupError(f"{field.label!r} has {len(options)} boxes; name the ones to tick")
    return options[0]


def _option(field: Field, text: str, names: Names, suggest: Suggest) -> Json:
    options = offered(field, text, suggest)
    for option in options:
        if plain(option["text"], names) == text:
            return option
    known = [plain(option["text"], names) for option in options]
    raise LookupError(f"{field.label!r} does not offer {text!r}; it offers: {known}")


def offered(field: Field, typed: str, suggest: Suggest) -> list[Json]:
    """The options on offer; an external select's come from the app for what was typed."""
    element = field.element
    if element["type"] in {"external_select", "multi_external_select"}:
        return suggest(field, typed)
    groups = element.get("option_groups", ())
    return [*element.get("options", ()), *(option for group in groups for option in group["options"])]
