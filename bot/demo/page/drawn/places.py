"""Where people can go from the sidebar, and where something new waits for them."""

from dataclasses import dataclass

from bot.demo.page.drawn.conversation import visible_in
from bot.demo.page.people import PersonInfo
from bot.demo.page.seat import APP, Seat
from bot.demo.world.records import ChannelRecord
from bot.demo.world.world import World


@dataclass(frozen=True)
class Place:
    """One entry of the sidebar.

    Attributes:
        at: as in `Seat.at`.
        icon: the name of its drawing.
        unread: whether something came since this person was last here.
    """

    at: str
    name: str
    icon: str
    unread: bool = False


class Places:
    """The places of everybody, and what they have read: a place is read when it is drawn for its person."""

    def __init__(self) -> None:
        self._world: World | None = None
        self._read: dict[tuple[str, str], float] = {}

    def of(self, world: World, someone: PersonInfo) -> list[Place]:
        """Return the app's direct conversation and the channels a person is in."""
        mine = _channels_of(world, someone.person.user_id)
        direct = next((each for each in mine if each.kind == "im"), None)
        return [
            Place(APP, world.manifest.bot_name, "app", unread=self._unread(world, someone, direct)),
            *(
                Place(
                    each.id,
                    each.name,
                    "lock" if each.kind == "private" else "hash",
                    unread=self._unread(world, someone, each),
                )
                for each in mine
                if each.kind in {"public", "private"}
            ),
        ]

    def channel(self, world: World, seat: Seat, someone: PersonInfo) -> ChannelRecord | None:
        """Return the channel somebody looks at; None where nothing was written yet, and where there is none."""
        for each in _channels_of(world, someone.person.user_id):
            if each.id == seat.at or (seat.at == APP and each.kind == "im"):
                return each
        return None

    def read(self, world: World, someone: PersonInfo, channel: ChannelRecord) -> None:
        """Note that a person has everything in a channel in front of them."""
        self._forget_other(world)
        self._read[someone.person.user_id, channel.id] = _latest(world, someone, channel)

    def _unread(self, world: World, someone: PersonInfo, channel: ChannelRecord | None) -> bool:
        self._forget_other(world)
        if channel is None:
            return False
        return _latest(world, someone, channel) > self._read.get((someone.person.user_id, channel.id), 0.0)

    def _forget_other(self, world: World) -> None:
        """A new start has new people with the same ids."""
        if world is not self._world:
            self._world = world
            self._read.clear()


def _channels_of(world: World, user_id: str) -> list[ChannelRecord]:
    return [each for each in world.directory.channels.values() if user_id in each.members]


def _latest(world: World, someone: PersonInfo, channel: ChannelRecord) -> float:
    messages = visible_in(world, someone.person.user_id, channel.id)
    return float(messages[-1].ts) if messages else 0.0
