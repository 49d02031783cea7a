"""Which person a browser tab is, and where that person is looking."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.demo.page.people import PersonInfo
from bot.demo.world.world import World

TOUR, HOME, APP = "tour", "home", "app"
FIRST = "laura"


@dataclass(frozen=True)
class Seat:
    """One tab.

    Attributes:
        who: the key of the person.
        at: `tour`, `home` (the App Home tab), `app` (the direct conversation with the app), or a channel's id.
    """

    who: str
    at: str


def seat_from(query: Mapping[str, str], people: Mapping[str, PersonInfo], world: World) -> Seat:
    """Read `as` and `at` of an address.

    Nobody known is the first delegate; nowhere is the tour without `as`, and the conversation with the app with it.
    A channel the person is not in is the conversation as well.
    """
    who = query.get("as", "").lower()
    known = who in people
    at = query.get("at", "")
    seat = Seat(who if known else FIRST, APP if known else TOUR)
    if at in {TOUR, HOME, APP} or _is_in(world, people[seat.who], at):
        return Seat(seat.who, at)
    return seat


def _is_in(world: World, info: PersonInfo, channel_id: str) -> bool:
    with world.changed:
        channel = world.directory.channels.get(channel_id)
        return (
            channel is not None
            and channel.kind in {"public", "private"}
            and info.person.user_id in channel.members
        )
