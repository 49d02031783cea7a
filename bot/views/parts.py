"""The pieces modals are made of: inputs with the manual's labels, buttons, paragraphs, a plain notice."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    CheckboxesElement,
    ContextBlock,
    DatePickerElement,
    HeaderBlock,
    InputBlock,
    InputInteractiveElement,
    MarkdownTextObject,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.ids import NO_VALUE, Action
from storage.models import KeyRequest, Person

OPTIONS_PER_LIST = 100  # Slack's limit for the options of a select
LONGEST_TEXT = (
    4_000  # of a message: Slack's advice for what screen readers get, and all that `chat.update` takes
)


def field(
    block_id: str,
    label: str,
    element: InputInteractiveElement,
    *,
    hint: str | None = None,
    optional: bool = False,
) -> InputBlock:
    """Return one labelled input."""
    return InputBlock(
        block_id=block_id,
        label=PlainTextObject(text=label),
        element=element,
        hint=PlainTextObject(text=hint) if hint else None,
        optional=optional,
    )


def text_input(
    placeholder: str | None = None,
    *,
    longest: int,
    shortest: int | None = None,
    initial: str | None = None,
    multiline: bool = False,
) -> PlainTextInputElement:
    """Return a text input that stops at `longest` code points."""
    return PlainTextInputElement(
        action_id=Action.INPUT,
        placeholder=PlainTextObject(text=placeholder) if placeholder else None,
        initial_value=initial or None,
        min_length=shortest,
        max_length=longest,
        multiline=multiline or None,
    )


def select(
    options: Sequence[tuple[str, str]], *, placeholder: str = "Seleccione", initial: str | None = None
) -> StaticSelectElement:
    """Return a drop-down of (value, text), `OPTIONS_PER_LIST` at most."""
    choices = [Option(value=value, text=PlainTextObject(text=clip(text, 75))) for value, text in options]
    chosen = next((choice for choice in choices if choice.value == initial), None)
    return StaticSelectElement(
        action_id=Action.INPUT,
        placeholder=PlainTextObject(text=placeholder),
        options=choices,
        initial_option=chosen,
    )


def tick(value: str, text: str) -> CheckboxesElement:
    """Return one box, never ticked beforehand."""
    return CheckboxesElement(
        action_id=Action.INPUT, options=[Option(value=value, text=PlainTextObject(text=text))]
    )


def day_picker() -> DatePickerElement:
    """Return a date input without a date: nobody accepts one they did not choose."""
    return DatePickerElement(action_id=Action.INPUT, placeholder=PlainTextObject(text="Elija la fecha"))


def versioned(subject: Person | KeyRequest) -> str:
    """Return what a button or modal carries of what it is about: its id, and the version that was read."""
    return f"{subject.id}:{subject.version}"


def clip(text: str, longest: int) -> str:
    """Shorten a text to what Slack takes, showing that something is missing."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def mrkdwn(text: str) -> MarkdownTextObject:
    """Return mrkdwn in which only our own `<@…>` is a mention and no address becomes a link by itself."""
    return MarkdownTextObject(text=text, verbatim=True)


def paragraph(text: str) -> SectionBlock:
    """Return a paragraph of mrkdwn."""
    return SectionBlock(text=mrkdwn(text))


def small(text: str) -> ContextBlock:
    """Return a line in small grey letters."""
    return ContextBlock(elements=[mrkdwn(text)])


def heading(text: str) -> HeaderBlock:
    """Return a title in large letters."""
    return HeaderBlock(text=PlainTextObject(text=text))


def facts(pairs: Mapping[str, str]) -> SectionBlock:
    """Return up to ten labelled values in two columns; the values are mrkdwn already."""
    return SectionBlock(fields=[mrkdwn(f"*{label}*\n{value or '—'}") for label, value in pairs.items()])


def button(action: Action, label: str, value: str = NO_VALUE, *, primary: bool = False) -> ButtonElement:
    """Return a button; `value` is what it is about."""
    return ButtonElement(
        action_id=action,
        value=value,
        text=PlainTextObject(text=label),
        style="primary" if primary else None,
    )


def entry(text: str, beside: ButtonElement) -> SectionBlock:
    """Return a paragraph of mrkdwn with a button beside it."""
    return SectionBlock(text=mrkdwn(text), accessory=beside)


def window(title: str, blocks: Sequence[Block]) -> View:
    """Return a modal that shows something and sends nothing."""
    return View(
        type="modal", title=PlainTextObject(text=title), close=PlainTextObject(text="Cerrar"), blocks=blocks
    )


def notice(title: str, *paragraphs: str, above: Sequence[Block] = ()) -> View:
    """Return a modal that says something and asks nothing; `paragraphs` are mrkdwn, `above` them stands the header."""
    return window(title, [*above, *(paragraph(text) for text in paragraphs)])
