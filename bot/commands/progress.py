"""How far a long command is: a bar on a terminal, one line a step anywhere else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn


@contextmanager
def step(console: Console, title: str) -> Iterator[Callable[[int, int], None]]:
    """Show one step while the `with` lasts; yields what to call with how much is done, and of how much."""
    if not console.is_terminal:
        console.print(f"{title}…", markup=False)
        yield lambda _done, _total: None
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as progress:
        task = progress.add_task(title, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
