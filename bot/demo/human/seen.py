"""Snapshots of what a person sees. They do not change when the workspace does; look again for news."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.demo.human.fields import fields_of, pressables_of
from bot.demo.human.mrkdwn import Names, plain
from bot.demo.human.screen import Screen, message_text
from bot.demo.world.records import Json, MessageRecord, ViewRecord
from bot.demo.world.world import World


@dataclass(frozen=True)
class Message:
    """A message or an ephemeral.

    Attributes:
        text: the rendered blocks, or the text when there are none.
        notification: the plain `text` that telephones and screen readers get.
        edited: whether Slack shows "(editado)"; redrawn blocks do not.
        revision: how often it was changed.
        raw: the message as the Web API returns it, with its metadata.
    """

    text: str
    notification: str
    buttons: list[str]
    ts: str
    channel: str
    edited: bool
    revision: int
    raw: Json = field(repr=False)


@dataclass(frozen=True)
class Modal:
    """The view on top, or the Home tab.

    Attributes:
        text: all blocks, with labels, hints, current values and errors.
        labels: the labels of the inputs, in order.
        errors: label -> what is written under the field.
        raw: the `view` object as in payloads.
    """

    title: str
    submit_label: str | None
    close_label: str | None
    text: str
    labels: list[str]
    buttons: list[str]
    errors: Mapping[str, str]
    callback_id: str
    raw: Json = field(repr=False)


@dataclass(frozen=True)
class Submission:
    """What came of submitting a form; no errors means that the app took it."""

    errors: Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """What a command was answered with at once; `text` is empty when nothing was."""

    text: str
    message: Message | None = None


def seen_message(world: World, message: MessageRecord) -> Message:
    """A message as anyone who may see it sees it now."""
    names: Names = world.directory.name_of
    return Message(
        text=message_text(message.body, names, message.values),
        notification=message.body.get("text", ""),
        buttons=[each.label for each in pressables_of(message.blocks, names)],
        ts=message.ts,
        channel=message.channel_id,
        edited=message.edited_ts is not None,
        revision=message.revision,
        raw=world.messages.json(message),
    )


def seen_view(world: World, view: ViewRecord) -> Modal:
    """A modal or a Home tab as its person sees it now."""
    names: Names = world.directory.name_of
    raw = world.views.json(view)
    return Modal(
        title=plain(raw["title"], names),
        submit_label=plain(raw["submit"], names) if raw["submit"] else None,
        close_label=plain(raw["close"], names) if raw["close"] else None,
        text=Screen(names, view.values, view.errors).draw(view.blocks),
        labels=[each.label for each in fields_of(view.blocks, names) if each.block["type"] == "input"],
        buttons=[each.label for each in pressables_of(view.blocks, names)],
        errors=labelled_errors(world, view),
        callback_id=raw["callback_id"],
        raw=raw,
    )


def labelled_errors(world: World, view: ViewRecord) -> dict[str, str]:
    """The view's errors by the labels people know."""
    names: Names = world.directory.name_of
    return {
        plain(block["label"], names): view.errors[block["block_id"]]
        for block in view.blocks
        if block["block_id"] in view.errors
    }
