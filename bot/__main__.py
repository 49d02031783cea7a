"""`python -m bot`, and what the `llaves` command runs."""

import os
import sys

from bot.cli import build_cli
from bot.commands.faults import FAILED
from bot.logs import describe


def main() -> None:
    """Run the command line and exit. An unforeseen error is told without its message, which may hold a secret."""
    os.umask(0o077)  # a database file holds identity documents
    try:
        build_cli()()
    except Exception as error:  # noqa: BLE001 - the last word of the process
        print("Error inesperado. Informe a quien mantiene la app:", file=sys.stderr)  # noqa: T201 - a command
        print(describe(error), file=sys.stderr)  # noqa: T201 - likewise
        sys.exit(FAILED)


if __name__ == "__main__":
    main()
