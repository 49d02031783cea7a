"""Whose client the terminal is, and what it prints."""

from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

from bot.demo.human.person import Person
from bot.demo.human.sight import own_buttons

NEWS_SECONDS = 2
"""How long what the bot does after its acknowledgement may take to reach the screen."""


@dataclass(frozen=True)
class Glance:
    """What was in front of somebody at one moment: the window, and the conversations behind it."""

    modal: str | None
    conversations: str


@dataclass
class Seat:
    """A terminal, and who sits at it.

    Attributes:
        people: everyone it can be, by first name.
        who: the person it is now.
    """

    console: Console
    people: dict[str, Person]
    who: Person

    def show(self) -> None:
        """Print what the person has in front of them."""
        modal = self.who.modal
        seen = self.who.screen if modal or self.who.conversations else "Nada todavía. Escriba /llaves"
        self.console.print(Panel(escape(seen), title=f"{self.who.name} ve", title_align="left"))

    def say(self, sentence: str, style: str | None = None) -> None:
        """Print a sentence as it is."""
        self.console.print(sentence, markup=False, style=style)

    def glance(self) -> Glance:
        """Note what is in front of the person, to tell later what changed."""
        return _glance(self.who)

    def wait_for_news(self, before: Glance) -> None:
        """Give what follows an action a moment to arrive.

        News is a change of the window while one is open, and of the conversations once there is none: a form that
        closes is not yet the card it changes.
        """

        def changed(who: Person) -> bool:
            now = _glance(who)
            if now.modal is not None:
                return now.modal != before.modal
            return now.conversations != before.conversations

        try:
            self.who.wait_for(changed, timeout=NEWS_SECONDS)
        except TimeoutError:
            return  # not everything shows

    def within_reach(self) -> str:
        """Say which fields and buttons there are."""
        labels = ", ".join(dict.fromkeys(field.label for field in self.who.fields)) or "ninguno"
        buttons = ", ".join(dict.fromkeys(self.buttons())) or "ninguno"
        return f"Campos: {labels}. Botones: {buttons}."

    def buttons(self) -> list[str]:
        """Return the labels within reach: of the window alone while one is open, else newest message first."""
        if (modal := self.who.modal) is not None:
            return [*modal.buttons, *own_buttons(modal)]
        return [label for message in self.who.visible for label in message.buttons]


def _glance(who: Person) -> Glance:
    modal = who.modal
    return Glance(modal.text + modal.title if modal else None, who.conversations)
