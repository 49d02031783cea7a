"""Whose client the terminal is, and what it prints."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

from bot.demo.console.choosing import NotUnderstoodError
from bot.demo.human.person import Person
from bot.demo.human.sight import own_buttons

NEWS_SECONDS = 2
"""How long what the bot does after its acknowledgement may take to reach the screen."""


class MovableClock(Protocol):
    """A clock that can be moved forward, and everything with it."""

    def now(self) -> datetime:
        """Return what time it is for everybody."""

    def advance(self, delta: timedelta, on_step: Callable[[datetime], None]) -> None:
        """Let time pass; `on_step` is called at each stop on the way, and at the end."""


@dataclass(frozen=True)
class Glance:
    """What was in front of somebody at one moment: the window, the Home tab and the conversations behind it.

    Attributes:
        home: Slack's mark of one drawing of the tab; None while it is not open.
    """

    modal: str | None
    home: str | None
    conversations: str


@dataclass
class Seat:
    """A terminal, and who sits at it.

    Attributes:
        people: everyone it can be, by first name.
        who: the person it is now.
        clock: what time it is here; None where it is what it really is.
    """

    console: Console
    people: dict[str, Person]
    who: Person
    clock: MovableClock | None = None

    def show(self) -> None:
        """Print what the person has in front of them."""
        who = self.who
        seen = who.screen if who.modal or who.home or who.conversations else "Nada todavía. Escriba /llaves"
        self.console.print(Panel(escape(seen), title=f"{self.who.name} ve", title_align="left"))

    def say(self, sentence: str, style: str | None = None) -> None:
        """Print a sentence as it is."""
        self.console.print(sentence, markup=False, style=style)

    def glance(self) -> Glance:
        """Note what is in front of the person, to tell later what changed."""
        return _glance(self.who)

    def wait_for_news(self, before: Glance) -> None:
        """Give what follows an action a moment to arrive.

        News is a change of the window while one is open, and of what lies behind it once there is none: a form
        that closes is not yet the card it changes.
        """

        def changed(who: Person) -> bool:
            now = _glance(who)
            if now.modal is not None:
                return now.modal != before.modal
            return (now.home, now.conversations) != (before.home, before.conversations)

        try:
            self.who.wait_for(changed, timeout=NEWS_SECONDS)
        except TimeoutError:
            return  # not everything shows

    def needs_no_window(self) -> None:
        """Refuse what nobody can do with a window in front of it. Raises `NotUnderstoodError`."""
        if self.who.modal is not None:
            raise NotUnderstoodError("Tiene una ventana abierta: termínela, o ciérrela con «cerrar».")

    def within_reach(self) -> str:
        """Say which fields and buttons there are."""
        labels = ", ".join(dict.fromkeys(field.label for field in self.who.fields)) or "ninguno"
        buttons = ", ".join(dict.fromkeys(self.buttons())) or "ninguno"
        return f"Campos: {labels}. Botones: {buttons}."

    def buttons(self) -> list[str]:
        """Return the labels within reach: of the window alone while one is open, else Home, then newest message first."""
        if (modal := self.who.modal) is not None:
            return [*modal.buttons, *own_buttons(modal)]
        home = self.who.home
        in_messages = [label for message in self.who.visible for label in message.buttons]
        return [*(home.buttons if home else ()), *in_messages]


def _glance(who: Person) -> Glance:
    modal, home = who.modal, who.home
    return Glance(
        modal.text + modal.title if modal else None, home.raw["hash"] if home else None, who.conversations
    )
