"""Runs a command of `llaves` and draws what it prints as a terminal would."""

import io
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

COLUMNS = 110

_FONT = re.compile(r"@font-face \{.*?\}", re.DOTALL)  # rich names fonts on the network: a local one does
_LONGEST_SECONDS = 60
_SERVER = "/srv/llaves/"  # what the folder of the run is called in a picture


def drawn(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    folder: Path | None = None,
    program: Sequence[str] | None = None,
) -> str:
    """Run `llaves` with these arguments, in a folder, and return the terminal as SVG.

    `program` is the module that does it, with its own arguments, where `llaves` itself cannot. Raises
    CalledProcessError when the command fails.
    """
    colours = {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": str(COLUMNS), "PYTHONUTF8": "1"}
    ended = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", *(program or ("bot", *arguments))],
        env={**environment, **colours},
        cwd=folder,
        capture_output=True,
        check=True,
        timeout=_LONGEST_SECONDS,
    )
    printed = ended.stdout.decode()
    if folder is not None:
        printed = printed.replace(f"{folder}/", _SERVER)
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text(f"$ .venv/bin/llaves {' '.join(arguments)}", style="bold"))
    console.print(Text.from_ansi(printed))
    return _FONT.sub("", console.export_svg(title="Terminal"))
