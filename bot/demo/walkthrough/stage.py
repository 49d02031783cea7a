"""Where the play is: the step being played, what of it the audience has seen, and the secrets nobody may see."""

import secrets
import string
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.rule import Rule

from bot.demo.deployment import Demo
from bot.demo.human.person import Person
from bot.demo.human.seen import Message
from bot.demo.human.sight import framed

WAIT_SECONDS = 15
_LONGEST_PARAGRAPH = 260


class StepFailedError(Exception):
    """What a person sees is not what the step promises."""


def expect(truth: object, promise: str) -> None:
    """Fail the step when what it promises does not hold."""
    if not truth:
        raise StepFailedError(promise)


@dataclass
class Stage:
    """The demo being played, and how far the play is.

    Attributes:
        step: the number and the sentence of the step being played.
        secrets: every ClientSecret made up so far.
        shown: by person, what has been printed of what they see.
    """

    demo: Demo
    console: Console
    step: str = ""
    secrets: list[str] = field(default_factory=list)
    count: int = 0
    shown: dict[str, set[str]] = field(default_factory=dict)

    @contextmanager
    def playing(self, who: Person, what: str) -> Iterator[Person]:
        """Play one step, then show what is new to the person."""
        self.count += 1
        comma = "" if what.startswith(",") else " "
        self.announce(f"{self.count}. {who.name}{comma}{what}")
        yield who
        self.show(who)

    def announce(self, step: str) -> None:
        """Print the title of a step."""
        self.step = step
        self.console.print(Rule(f"[bold]{escape(step)}[/bold]", align="left", style="cyan"))

    def show(self, who: Person) -> None:
        """Print what the person has not been shown yet: the window or Home if one is open, else what changed elsewhere."""
        open_view = who.modal or who.home
        seen = [framed(open_view)] if open_view else [_placed(who, each) for each in reversed(who.visible)]
        before = self.shown.setdefault(who.user_id, set())
        fresh = [text for text in seen if text not in before]
        before.update(fresh)
        if fresh:
            text = "\n\n".join(_shortened(self.hide(each)) for each in fresh)
            panel = Panel(escape(text), title=f"{who.name} ve", title_align="left", border_style="dim")
            self.console.print(panel)

    def hide(self, text: str) -> str:
        """Mask the secrets of the play: a terminal keeps what it shows."""
        for secret in self.secrets:
            text = text.replace(secret, f"{secret[:3]}{'•' * 8}")
        return text

    def new_secret(self) -> str:
        """Return a made-up ClientSecret with the form Entra gives today."""
        alphabet = string.ascii_letters + string.digits + "~._-"
        body = "".join(secrets.choice(alphabet) for _ in range(34))
        secret = f"{''.join(secrets.choice(string.ascii_letters) for _ in range(3))}8Q~{body}"
        self.secrets.append(secret)
        return secret


def told(person: Person, words: str) -> Message:
    """Wait for a direct message that says these words; return the newest."""
    return person.wait_for(
        lambda who: [message for message in who.dms if words in message.text],
        timeout=WAIT_SECONDS,
        what=f"un mensaje directo que diga «{words}»",
    )[-1]


def find_card(person: Person, channel: str, *words: str) -> Message:
    """Wait for a card in a channel that says all these words."""
    return person.wait_for(
        lambda who: [card for card in who.messages(channel) if all(word in card.text for word in words)],
        timeout=WAIT_SECONDS,
        what=f"una tarjeta que diga {words}",
    )[-1]


def modal_text(person: Person) -> str:
    """Return what the open window says; fail the step when none is open."""
    expect(person.modal, "se abre una ventana")
    assert person.modal is not None  # noqa: S101 - `expect` made sure; this tells the type checker
    return person.modal.text


def await_modal(person: Person, words: str) -> None:
    """Wait until the open window says these words: some are redrawn a moment after the answer."""
    person.wait_for(
        lambda who: who.modal is not None and words in who.modal.text,
        timeout=WAIT_SECONDS,
        what=f"una ventana que diga «{words}»",
    )


def _placed(who: Person, message: Message) -> str:
    return f"── {who.name_of_place(message.channel)} ──\n{who.as_shown(message)}"


def _shortened(text: str) -> str:
    """Cut the legal texts: whoever watches has the manual for them."""
    return "\n".join(
        textwrap.shorten(line, _LONGEST_PARAGRAPH, placeholder=" […]")
        if len(line) > _LONGEST_PARAGRAPH
        else line
        for line in text.split("\n")
    )
