"""What stops a command of `llaves`, told to whoever runs it: a sentence on stderr and an exit code."""

import typer

from bot.settings import SettingsFault

FAILED = 1
MISCONFIGURED = 2


def misconfigured(fault: SettingsFault) -> typer.Exit:
    """Name every setting that is wrong; return what to raise."""
    complain("Revise la configuración:")
    for line in fault.faults:
        typer.echo(f"  {line}", err=True)
    return typer.Exit(MISCONFIGURED)


def complain(sentence: str) -> None:
    """Print a sentence on stderr."""
    typer.echo(sentence if sentence.endswith((":", ".")) else f"{sentence}.", err=True)
