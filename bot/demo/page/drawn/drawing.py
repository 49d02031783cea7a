"""The page as HTML: whole, and in the parts that live updates replace."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from jinja2 import Environment, PackageLoader

from bot.demo.page.drawn.blocks import Surface
from bot.demo.page.drawn.charts import chart
from bot.demo.page.drawn.conversation import conversation, long_date
from bot.demo.page.drawn.places import Places
from bot.demo.page.drawn.suggested_commands import suggested_commands
from bot.demo.page.news.happenings import Happening
from bot.demo.page.people import PersonInfo
from bot.demo.page.seat import APP, HOME, Seat
from bot.demo.page.tour import Step
from bot.demo.page.travel import Travel
from bot.demo.world.records import ViewRecord
from bot.demo.world.world import World
from bot.rules.calendar.days import BOGOTA

PARTS = ("sidebar", "clock", "main", "modal", "panel")
"""The ids of the elements whose inside is replaced."""

HOPS: Mapping[str, str] = MappingProxyType(
    {"1h": "+1 h", "1d": "+1 día", "1s": "+1 semana", "30d": "+30 días"}
)
"""How far the clock can be moved, as it takes it and as people read it."""

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "slash_commands": "escribió un comando",
        "block_actions": "pulsó o eligió algo",
        "view_submission": "envió un formulario",
        "view_closed": "cerró una ventana",
        "block_suggestion": "buscó en una lista",
        "shortcut": "usó un atajo",
        "app_home_opened": "abrió Inicio",
        "user_change": "cambió de cuenta",
    }
)
"""What people do, by the kind of envelope that tells the bot."""

MANIFEST = Path(__file__).parents[4] / "manifest.yml"


class Show(Protocol):
    """What there is to see."""

    @property
    def world(self) -> World:
        """The workspace's state; another one after a reset."""

    @property
    def people(self) -> Mapping[str, PersonInfo]:
        """By key, in the order of the switcher."""

    @property
    def travel(self) -> Travel:
        """The clock."""

    def happenings(self) -> Sequence[Happening]:
        """Return the last envelopes, newest first."""

    def tour(self, seat: Seat) -> Sequence[Step]:
        """Return the steps of the tour."""


class Drawing:
    """Draws the page for a seat.

    Args:
        show: what there is to see; read anew at each drawing.
        manifest: where the commands that the composer suggests are described.
    """

    def __init__(self, show: Show, manifest: Path = MANIFEST) -> None:
        self._show = show
        self._places = Places()
        self._templates = Environment(
            loader=PackageLoader("bot.demo.page"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals |= {
            "chart": chart,
            "commands": json.dumps(
                [asdict(each) for each in suggested_commands(manifest)], ensure_ascii=False
            ),
            "hops": HOPS,
            "initials": initials,
            "kinds": KINDS,
        }

    def page(self, seat: Seat) -> str:
        """Return the whole document."""
        return self._templates.get_template("page.html").render(
            seat=seat, someone=self._show.people[seat.who], parts=self.parts(seat)
        )

    def parts(self, seat: Seat) -> dict[str, str]:
        """Return the inside of every element that changes, by its id (`PARTS`)."""
        steps = self._show.tour(seat)
        told: dict[str, Any] = {
            "seat": seat,
            "happenings": [(each, _local_time(each)) for each in self._show.happenings()],
            "steps": steps,
            "next_step": next((each for each in steps if not each.done), None),
            **self._clock(),
        }
        world = self._show.world
        with world.changed:
            told |= self._in_world(world, seat)
            return {name: self._templates.get_template(f"{name}.html").render(told) for name in PARTS}

    def _clock(self) -> dict[str, Any]:
        travel = self._show.travel
        progress = travel.progress
        local = (progress.moment if progress else travel.now()).astimezone(BOGOTA)
        return {
            "day": long_date(local.date()),
            "time": f"{local:%H:%M}",
            "travelled": progress.fraction if progress else None,
            "trouble": travel.trouble,
        }

    def _in_world(self, world: World, seat: Seat) -> dict[str, Any]:
        people = self._show.people
        someone = people[seat.who]
        user_id = someone.person.user_id
        channel = self._places.channel(world, seat, someone)
        if channel is not None:
            self._places.read(world, someone, channel)
        places = {key: self._places.of(world, each) for key, each in people.items()}
        stack = world.views.stacks[user_id]
        home = world.views.homes.get(user_id)
        return {
            "app_name": world.manifest.bot_name,
            "shortcuts": list(world.manifest.global_shortcuts),
            "silent": seat.at == APP and world.manifest.messages_tab_read_only,
            "commons": next((each for each in places[seat.who] if each.icon == "hash"), None),
            "someone": someone,
            "people": people,
            "places": places[seat.who],
            "waiting": {key for key, theirs in places.items() if any(each.unread for each in theirs)},
            "place": next((each for each in places[seat.who] if each.at == seat.at), None),
            "days": conversation(world, user_id, channel.id, self._show.travel.now()) if channel else [],
            "view": _view(world, stack[-1], "view") if stack else None,
            "behind": [_title(view) for view in stack[:-1]],
            "home": _view(world, home, "home") if home and seat.at == HOME else None,
        }


def initials(name: str) -> str:
    """Return the first letters of the first two words of a name."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def _view(world: World, view: ViewRecord, ref: str) -> dict[str, Any]:
    """A modal or a Home tab for its template; its key changes with the view, so that nothing of another one stays."""
    definition = view.definition
    return {
        "key": f"{ref}-{view.id}",
        "hash": view.hash,
        "title": _title(view),
        "submit": definition["submit"]["text"] if definition.get("submit") else None,
        "close": definition["close"]["text"] if definition.get("close") else "Cerrar",
        "required": any(
            block["type"] == "input" and not block.get("optional", False) for block in view.blocks
        ),
        "surface": Surface(
            ref, f"{ref}-{view.id}", world.directory.name_of, view.blocks, view.values, view.errors
        ),
    }


def _title(view: ViewRecord) -> str:
    return str(view.definition.get("title", {}).get("text", ""))


def _local_time(happening: Happening) -> str:
    return f"{happening.when.astimezone(BOGOTA):%H:%M:%S}"
