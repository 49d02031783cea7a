"""A server of this machine's own: uvicorn in one background thread, on 127.0.0.1."""

import asyncio
import errno
import socket
import threading

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request

_PATIENCE_SECONDS = 10


class PortRefusedError(Exception):
    """The server cannot listen where it was told; the text is for who told it."""


class _Server(uvicorn.Server):
    """Tells when it is ready, so that nobody has to ask."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self.loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Note the loop, begin to listen, say so."""
        self.loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self.ready.set()

    def cut(self, client: tuple[str, int] | None = None) -> None:
        """Close the TCP connection of this client, or of everyone, without another byte."""
        for connection in list(self.server_state.connections):
            transport = connection.transport
            if client is None or transport.get_extra_info("peername") == client:
                transport.abort()

    def leave(self) -> None:
        """Stop without waiting for anyone."""
        self.cut()
        self.should_exit = True
        self.force_exit = True


class Listener:
    """Starts and stops the server; one life only.

    Args:
        name: what the thread is called.
        port: where to listen; 0 takes a free one.
    """

    def __init__(self, name: str, port: int = 0) -> None:
        self._name = name
        self._socket: socket.socket | None = None
        self._port = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self._app: Starlette | None = None

    def serves(self, app: Starlette) -> None:
        """What answers."""
        self._app = app

    def address(self, scheme: str) -> str:
        """`http://127.0.0.1:PORT`, without a final slash. RuntimeError before the port is taken."""
        if self._socket is None:
            raise RuntimeError(f"{self._name} has not been started")
        return f"{scheme}://127.0.0.1:{self._port}"

    def take_port(self) -> None:
        """Occupy the port before anything is served. PortRefusedError when it is not to be had."""
        try:
            self._socket = socket.create_server(("127.0.0.1", self._port))
        except OSError as error:
            reasons = {errno.EADDRINUSE: "está ocupado", errno.EACCES: "no está permitido"}
            reason = reasons.get(error.errno or 0)
            if reason is None:
                raise
            raise PortRefusedError(
                f"El puerto {self._port} {reason}. Ponga otro en --port, o quite --port para usar uno libre."
            ) from None
        self._port = int(self._socket.getsockname()[1])

    def start(self) -> None:
        """Listen; returns when connections are accepted. PortRefusedError when the port is not to be had."""
        if self._app is None or self._server is not None:
            raise RuntimeError(f"{self._name} is started once, after it knows what it serves")
        if self._socket is None:
            self.take_port()
        config = uvicorn.Config(
            self._app,
            log_config=None,
            log_level="critical",
            access_log=False,
            lifespan="off",
            http="h11",
            ws="websockets-sansio",
        )
        self._server = _Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), name=self._name, daemon=True
        )
        self._thread.start()
        if not self._server.ready.wait(_PATIENCE_SECONDS):
            raise RuntimeError(f"{self._name} did not start")

    def stop(self) -> None:
        """Cut every connection and end the thread, or give back the port if it never ran."""
        if self._server is None and self._socket is not None:
            self._socket.close()
        if self._server is None or self._server.loop is None or self._thread is None:
            return
        if self._thread.is_alive():
            self._server.loop.call_soon_threadsafe(self._server.leave)
            self._thread.join(_PATIENCE_SECONDS)

    def abort(self, request: Request) -> None:
        """Close this request's connection; runs on the server's loop."""
        if self._server is not None and request.client is not None:
            self._server.cut((request.client.host, request.client.port))
