"""`llaves demo`."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from bot.demo.console import prompt
from bot.demo.deployment import Demo, NotConnectedError, PortRefusedError
from bot.demo.walkthrough.play import play


def run_demo(*, walkthrough: bool, port: int | None) -> int:
    """Play the whole conversation, or let a person play it; return the exit code.

    Raises SystemExit with 128 + the signal's number when it is told to end, after cleaning up.
    """
    try:
        with _ending_cleanly(), Demo(port) as demo:
            return play(demo) if walkthrough else prompt.run(demo)
    except NotConnectedError as error:
        sys.stderr.write(f"El bot no se conectó. Su registro dice:\n{error}\n")
    except PortRefusedError as error:
        sys.stderr.write(f"{error}\n")
    return 1


@contextmanager
def _ending_cleanly() -> Iterator[None]:
    """Let SIGTERM, and the hang-up of a closed terminal, unwind as an exception does: Python would just die."""
    # Windows knows no hang-up.
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]

    def end(number: int, _frame: FrameType | None) -> None:
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)  # nothing may cut the cleaning short
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
