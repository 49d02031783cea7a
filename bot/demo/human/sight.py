"""What one person sees: modal, Home tab, channels, direct messages, ephemerals."""

from collections.abc import Callable, Iterator
from typing import Self, TypeVar

from bot.demo.human.client_checks import refusals
from bot.demo.human.fields import Field, fields_of
from bot.demo.human.payloads_sent import Place
from bot.demo.human.seen import Message, Modal, seen_message, seen_view
from bot.demo.world.records import ChannelRecord, MessageRecord, UserRecord, ViewRecord
from bot.demo.world.world import World

T = TypeVar("T")

RECENT = 3
"""How many messages of each place fit on the screen."""

_BETWEEN = f"\n{'┄' * 24}\n"


class Sight:
    """A person's eyes. Reading is always of the present moment.

    Args:
        world: the workspace.
        record: this person's account.
    """

    def __init__(self, world: World, record: UserRecord) -> None:
        self._world = world
        self._record = record
        self._home_open = False

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r}, {self.user_id!r})"

    @property
    def user_id(self) -> str:
        """The `U…` id."""
        return self._record.id

    @property
    def team_id(self) -> str:
        """The person's own team, which may not be the one the app is installed in."""
        return self._record.team_id

    @property
    def name(self) -> str:
        """How others see this person."""
        return self._record.name

    @property
    def deactivated(self) -> bool:
        """Whether the account is closed."""
        return self._record.deleted

    @property
    def modal(self) -> Modal | None:
        """The view on top, if a modal is open."""
        with self._world.changed:
            view = self._world.views.top(self.user_id)
            return seen_view(self._world, view) if view else None

    @property
    def home(self) -> Modal | None:
        """The App Home tab as last published; None until `open_home` and the app's first drawing."""
        with self._world.changed:
            return self.published_home if self._home_open and not self.deactivated else None

    @property
    def published_home(self) -> Modal | None:
        """The App Home tab as last published, whether or not this person is looking at it."""
        with self._world.changed:
            view = self._world.views.homes.get(self.user_id)
            return seen_view(self._world, view) if view else None

    def messages(self, channel: object) -> list[Message]:
        """The history of a channel (or channel id) this person is in, oldest first. LookupError for any other."""
        with self._world.changed:
            record = self._channel(channel)
            return [seen_message(self._world, each) for each in self._world.messages.in_channel(record.id)]

    @property
    def dms(self) -> list[Message]:
        """What the app wrote to this person directly, oldest first."""
        with self._world.changed:
            return [
                seen_message(self._world, each)
                for channel in self._world.directory.channels.values()
                if channel.user_id == self.user_id
                for each in self._world.messages.in_channel(channel.id)
            ]

    @property
    def ephemerals(self) -> list[Message]:
        """What only this person was shown, oldest first."""
        with self._world.changed:
            return [
                seen_message(self._world, each) for each in self._world.messages.ephemerals_of(self.user_id)
            ]

    def download(self, name: str) -> bytes:
        """The newest file of this name that this person can see. LookupError without one."""
        with self._world.changed:
            messages = sorted(self._visible_messages(), key=lambda each: each.ts, reverse=True)
            for file in (file for each in messages for file in each.body.get("files", ())):
                content = self._world.files.find(file["id"]).content
                if file["name"] == name and content is not None:
                    return content
            raise LookupError(f"{self.name} sees no file {name!r}")

    @property
    def visible(self) -> list[Message]:
        """Every message and ephemeral this person can see, newest first."""
        with self._world.changed:
            newest_first = sorted(self._visible_messages(), key=lambda each: each.ts, reverse=True)
            return [seen_message(self._world, each) for each in newest_first]

    @property
    def fields(self) -> list[Field]:
        """What can be filled in: of the modal alone if one is open, else of the messages, newest first."""
        with self._world.changed:
            found: list[Field] = []
            for place in self._places():
                found += fields_of(place.blocks, self._world.directory.name_of)
                if isinstance(place, ViewRecord):
                    break
            return found

    def complaint(self, label: str) -> str | None:
        """What Slack's client would write under the modal's field with this label, as it is filled in now."""
        with self._world.changed:
            view = self._world.views.top(self.user_id)
            if view is None:
                return None
            named = [
                each
                for each in fields_of(view.blocks, self._world.directory.name_of)
                if each.label == label and each.block["type"] == "input"
            ]
            return next(iter(refusals(named, view.values).values()), None)

    @property
    def screen(self) -> str:
        """Everything on this person's screen: the modal if one is open, else the latest of each place."""
        with self._world.changed:
            if (modal := self.modal) is not None:
                return framed(modal)
            parts = [framed(home)] if (home := self.home) is not None else []
            parts += [conversations] if (conversations := self.conversations) else []
            return "\n\n".join(parts) or "(nada)"

    @property
    def conversations(self) -> str:
        """The latest messages of each place, newest at the bottom, whatever modal is in front; "" without any."""
        with self._world.changed:
            recent = (self._recent(channel) for channel in self._my_channels())
            return "\n\n".join(shown for shown in recent if shown)

    def as_shown(self, message: Message) -> str:
        """A message's text, with the client's note under an ephemeral."""
        with self._world.changed:
            found = self._world.messages.find_any(message.channel, message.ts)
        note = "\n(Solo usted puede ver este mensaje)" if found is not None and found.only_for else ""
        return f"{message.text}{note}"

    def name_of_place(self, channel_id: str) -> str:
        """How the client titles a conversation: the app's name, the person's own, or `#channel`."""
        channel = self._world.directory.channels[channel_id]
        alone = {"im": self._world.manifest.bot_name, "notes": f"{self.name} (usted)"}
        return alone.get(channel.kind, f"#{channel.name}")

    def wait_for(
        self, predicate: Callable[[Self], T | None], timeout: float = 10, what: str = "what was expected"
    ) -> T:
        """Return what `predicate(self)` says once that is true; asked again after every change.

        The workspace stands still while it is asked, so it must only look; a LookupError means not yet.
        `timeout` in seconds.
        TimeoutError names `what` and shows the screen.
        """
        with self._world.changed:

            def asked() -> T | None:
                try:
                    return predicate(self)
                except LookupError:  # `dms[-1]` before the first message
                    return None

            found = self._world.changed.wait_for(asked, timeout)
            if found:
                return found
            raise TimeoutError(f"{self.name} waited {timeout} s for {what}, and sees:\n{self.screen}")

    def _places(self, *, only: Message | None = None) -> Iterator[Place]:
        """Where this person looks for a button: the modal, the Home tab, then the newest message first."""
        if only is not None:
            message = self._world.messages.find_any(only.channel, only.ts)
            if message is None:
                raise LookupError("that message is gone")
            yield message
            return
        if (view := self._world.views.top(self.user_id)) is not None:
            yield view
        if self._home_open and self.user_id in self._world.views.homes:
            yield self._world.views.homes[self.user_id]
        yield from sorted(self._visible_messages(), key=lambda each: each.ts, reverse=True)

    def _visible_messages(self) -> Iterator[MessageRecord]:
        for channel in self._my_channels():
            yield from self._world.messages.in_channel(channel.id)
        yield from self._world.messages.ephemerals_of(self.user_id)

    def _my_channels(self) -> list[ChannelRecord]:
        channels = self._world.directory.channels.values()
        return [channel for channel in channels if self.user_id in channel.members]

    def _channel(self, channel: object) -> ChannelRecord:
        """One of this person's channels, by record, by anything with an `id`, or by id."""
        channel_id = getattr(channel, "id", channel)
        for mine in self._my_channels():
            if mine.id == channel_id:
                return mine
        raise LookupError(f"{self.name} is in no channel {channel!r}")

    def _recent(self, channel: ChannelRecord) -> str:
        mine = [each for each in self._visible_messages() if each.channel_id == channel.id]
        if not mine:
            return ""
        mine.sort(key=lambda each: each.ts)
        recent = mine[-RECENT:]
        lasting = [each for each in mine if each.only_for is None]
        if lasting and lasting[-1].ts < recent[0].ts:  # no crowd of ephemerals may hide the last real message
            recent.insert(0, lasting[-1])
        hidden = len(mine) - len(recent)
        older = [f"(más arriba: {hidden} {'mensaje' if hidden == 1 else 'mensajes'})"] if hidden else []
        shown = [*older, *(self.as_shown(seen_message(self._world, each)) for each in recent)]
        return f"── {self.name_of_place(channel.id)} ──\n{_BETWEEN.join(shown)}"


def own_buttons(view: Modal) -> list[str]:
    """The buttons of the window itself: the one that closes it, and the one that submits it if there is one."""
    return [label for label in (view.close_label or "Cerrar", view.submit_label) if label]


def framed(view: Modal) -> str:
    """A modal between its title and its buttons; the Home tab under its name."""
    buttons = [f"[ {label} ]" for label in own_buttons(view)]
    footer = ["  ".join(buttons)] if view.raw["type"] == "modal" else []
    return "\n".join([f"══ {view.title if footer else 'Inicio'} ══", view.text, *footer])
