"""`llaves demo`."""

from bot.demo import console
from bot.demo.deployment import Demo
from bot.demo.walkthrough import play


def run_demo(*, walkthrough: bool, port: int | None) -> int:
    """Play the whole conversation, or let a person play it; return the exit code."""
    with Demo(port) as demo:
        return play(demo) if walkthrough else console.run(demo)
