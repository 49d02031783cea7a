"""`llaves demo`."""

import signal
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType

from bot.demo.console import prompt
from bot.demo.deployment import Demo, NotConnectedError
from bot.demo.page.drawn.drawing import Drawing
from bot.demo.page.show import Show
from bot.demo.page.web.server import PageServer
from bot.demo.scenes import NotRegisteredError
from bot.demo.walkthrough.play import play
from bot.demo.wire.listener import PortRefusedError
from bot.demo.world.refusal import OperationTimeout


def run_demo(*, walkthrough: bool, console: bool, browser: bool, port: int | None) -> int:
    """Show the workspace in the browser, at a prompt (`console`), or played by itself; return the exit code.

    `port` is that of the page, or of the workspace where there is no page; None takes a free one. `browser` opens the
    page. Raises SystemExit with 128 + the signal's number when it is told to end, after cleaning up.
    """
    try:
        with _ending_cleanly():
            if not walkthrough and not console:
                return _serve_page(port or 0, browser=browser)
            with Demo(port) as demo:
                return play(demo) if walkthrough else prompt.run(demo)
    except NotConnectedError as error:
        sys.stderr.write(f"El bot no se conectó. Su registro dice:\n{error}\n")
    except (TimeoutError, OperationTimeout):
        sys.stderr.write("El bot no respondió a tiempo. Ejecute de nuevo: llaves demo\n")
    except NotRegisteredError as error:
        sys.stderr.write(f"El bot no aceptó un registro que debía aceptar. {error}\n")
    except PortRefusedError as error:
        sys.stderr.write(f"{error}\n")
    return 1


def _serve_page(port: int, *, browser: bool) -> int:
    try:
        with ExitStack() as stack:
            server = stack.enter_context(PageServer(port))
            _say("Preparando un Slack de mentira con el bot de verdad…")
            show = stack.enter_context(Show())
            stack.enter_context(server.serving(show, Drawing(show)))
            _say(f"Ábralo en su navegador: {server.address}")
            _say("Personas, prestadores y llaves inventados. Sigue en marcha hasta Ctrl-C.")
            if browser:
                webbrowser.open(server.address)
            threading.Event().wait()
    except KeyboardInterrupt:
        _say("")
    return 0


def _say(sentence: str) -> None:
    """Write a line at once, to a pipe as well."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


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
