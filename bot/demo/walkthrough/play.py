"""Playing every scene, and saying how it ended."""

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

from bot.demo.deployment import Demo
from bot.demo.walkthrough import conversation, passing_time, rest_of_manual
from bot.demo.walkthrough.stage import Stage

Scene = Callable[[Stage], None]

MAIN_CONVERSATION: tuple[Scene, ...] = (
    conversation.officials_come_in,
    conversation.delegate_comes_in,
    conversation.delegate_asks,
    conversation.official_returns,
    conversation.official_enters_keys,
    conversation.delegate_reads,
)

SCENES: tuple[Scene, ...] = (
    *MAIN_CONVERSATION,
    rest_of_manual.designated_delegate_comes_in,
    rest_of_manual.delegate_changes_their_mind,
    rest_of_manual.officials_share_the_queue,
    rest_of_manual.official_corrects_keys,
    rest_of_manual.manager_governs,
    rest_of_manual.everybody_goes_home,
    passing_time.request_waits,
    passing_time.keys_grow_old,
    passing_time.managers_read_the_digest,
    rest_of_manual.no_secret_anywhere,
)


def play(demo: Demo, console: Console | None = None, scenes: Sequence[Scene] = SCENES) -> int:
    """Play the scenes; return 0, or 1 after naming the step that failed and what each person saw."""
    stage = Stage(demo, console or Console(width=110, highlight=False))
    stage.console.print("[bold]Simulación:[/bold] personas, prestadores y llaves inventados.\n")
    try:
        for scene in scenes:
            scene(stage)
    except Exception as error:  # noqa: BLE001 - whatever failed, the step is what the reader needs
        _tell_failure(stage, error)
        return 1
    stage.console.print(f"\n[green bold]✔ {stage.count} pasos, todos bien.[/green bold]")
    return 0


def _tell_failure(stage: Stage, error: Exception) -> None:
    demo = stage.demo
    stage.console.print(f"\n[red bold]✘ Falló el paso {escape(stage.step)}[/red bold]")
    stage.console.print(escape(stage.hide(f"{type(error).__name__}: {error}")))
    for person in (demo.cast.laura, demo.cast.camila, demo.cast.beatriz):
        stage.console.print(Panel(escape(stage.hide(person.screen)), title=person.name))
    stage.console.print(escape(stage.hide(demo.log.read_text()[-4000:])))
