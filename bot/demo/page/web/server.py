"""The page's own server, beside that of the workspace."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from bot.demo.page.show import Show
from bot.demo.page.web.site import Draws, Site
from bot.demo.wire.listener import Listener


class PageServer:
    """Serves on 127.0.0.1; the port is taken at once and given back at the end.

    Args:
        port: where to listen; 0 takes a free one. PortRefusedError when it is not to be had.
    """

    def __init__(self, port: int = 0) -> None:
        self._listener = Listener("page", port)
        self._listener.take_port()

    @property
    def address(self) -> str:
        """What to open in the browser; a name, as people know it."""
        return self._listener.address("http").replace("127.0.0.1", "localhost") + "/"

    @contextmanager
    def serving(self, show: Show, drawing: Draws) -> Iterator[None]:
        """Answer, until left; nobody asks the show for anything after that."""
        self._listener.serves(Site(show, drawing).app())
        self._listener.start()
        try:
            yield
        finally:
            self._listener.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.stop()
