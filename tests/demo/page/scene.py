"""The cast in a workspace that nobody serves, with hands to put things there, and what a document is made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from bot.demo import sample
from bot.demo.page.news.happenings import Happening
from bot.demo.page.people import PersonInfo, people_of
from bot.demo.page.seat import Seat
from bot.demo.page.tour import Step
from bot.demo.page.travel import Travel
from bot.demo.server import Workspace
from bot.demo.world.records import ChannelRecord, MessageRecord, ViewRecord
from bot.demo.world.world import World
from tests.demo.bolt_end import modal

NOW = datetime(2026, 1, 14, 15, 0, tzinfo=UTC)


class StandingClock:
    def now(self) -> datetime:
        return NOW

    def advance(self, delta: timedelta, on_step: Callable[[datetime], None] | None = None) -> None:
        raise NotImplementedError


@dataclass
class Scene:
    """A workspace that nobody serves, with the cast in it, and hands to put things there."""

    world: World
    people: Mapping[str, PersonInfo]
    tour_over: bool = False
    happened: list[Happening] = field(default_factory=list)
    travel: Travel = field(default_factory=lambda: Travel(StandingClock(), lambda: None))

    def happenings(self) -> Sequence[Happening]:
        return self.happened

    def tour(self, seat: Seat) -> Sequence[Step]:
        here = seat.who == "laura" and seat.at == "app"
        first = Step(
            1, "Pida las llaves", "Como Laura.", "laura", "app", "Ser Laura", "composer", done=True, here=here
        )
        return (first, replace(first, number=2, title="Léalas", done=self.tour_over))

    def id_of(self, who: str) -> str:
        return self.people[who].person.user_id

    def direct(self, who: str) -> ChannelRecord:
        return self.world.directory.dm_with(self.id_of(who))

    def post(self, who: str, words: str = "Hola", **content: Any) -> MessageRecord:
        only_for = content.pop("only_for", None)
        return self.world.messages.post(
            self.direct(who).id, {"text": words} | content, only_for=only_for and self.id_of(only_for)
        )

    def open(self, who: str, *blocks: dict[str, Any], **more: Any) -> ViewRecord:
        return self.world.views.open(self.id_of(who), modal(*blocks, **more))


def scene_in(manifest: Path, now: Callable[[], float] = NOW.timestamp) -> Scene:
    """An empty workspace with the cast; `now` gives the time of its messages."""
    slack = Workspace(manifest=manifest, now=now)
    return Scene(slack.world, people_of(sample.invite(slack)))


class Ids(HTMLParser):
    """Collects the ids of a document, and what points at them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.pointed: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value or "")
            if name in {"for", "aria-describedby", "aria-labelledby", "aria-controls"}:
                self.pointed.update((value or "").split())
