"""`llaves demo`."""

import sys

from bot.demo import console
from bot.demo.deployment import Demo, NotConnectedError
from bot.demo.walkthrough import play


def run_demo(*, walkthrough: bool, port: int | None) -> int:
    """Play the whole conversation, or let a person play it; return the exit code."""
    try:
        with Demo(port) as demo:
            return play(demo) if walkthrough else console.run(demo)
    except NotConnectedError as error:
        sys.stderr.write(f"El bot no se conectó. Su registro dice:\n{error}\n")
        return 1
