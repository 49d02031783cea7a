"""Socket Mode: tickets, connections, envelopes and their acknowledgements."""

import asyncio
import json
import secrets
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.demo.strict.limits import behaviour
from bot.demo.wire.envelope import Envelope
from bot.demo.world.refusal import DispatchFailed, OperationTimeout
from bot.demo.world.world import World

_GOING_AWAY = 1001


@dataclass
class _Pending:
    """An envelope that waits for its answers."""

    answers: list[Any] = field(default_factory=list)
    answered: threading.Condition = field(default_factory=threading.Condition)


class SocketMode:
    """The app's open connections. Envelopes go to them in turn, as each may get any of them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tickets: set[str] = set()
        self._open: list[WebSocket] = []
        self._renewing: list[WebSocket] = []
        self._pending: dict[str, _Pending] = {}

    @property
    def connected(self) -> bool:
        """Whether an envelope could be delivered now."""
        return bool(self._open)

    def ticket(self) -> str:
        """A connection's query string, good for one handshake."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return f"ticket={ticket}&app_id={self._world.directory.app_id}"

    async def serve(self, socket: WebSocket) -> None:
        """One connection from handshake to end."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets or len(self._open) >= behaviour().socket_connections:
            await socket.close()
            return
        self._tickets.discard(ticket)
        self._loop = asyncio.get_running_loop()
        await socket.accept()
        with self._world.change():
            self._open.append(socket)
            renewed, self._renewing = self._renewing, []
        for old in renewed:
            await _quietly(old.close(_GOING_AWAY))
        try:
            await socket.send_text(json.dumps(self._hello()))
            while True:
                self._take_answer(await socket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            self._forget(socket)

    def deliver(self, envelope: Envelope, copies: int, seconds: float) -> Any:  # noqa: ANN401 - JSON
        """Send and wait for the answer's payload (None when empty).

        Raises DispatchFailed without a connection, OperationTimeout without an answer in time.
        """
        envelope_id = str(uuid.uuid4())
        frame = json.dumps(envelope.frame(envelope_id))
        pending = self._pending[envelope_id] = _Pending()
        try:
            for _ in range(copies):
                self._send(frame)
            deadline = time.monotonic() + seconds
            with pending.answered:
                while len(pending.answers) < copies:
                    if not pending.answered.wait(deadline - time.monotonic()):
                        break
        finally:
            del self._pending[envelope_id]
        if not pending.answers:
            raise OperationTimeout("operation_timeout")
        return pending.answers[0]

    def disconnect(self, abruptly: bool) -> None:  # noqa: FBT001 - a Faults callback
        """Close every connection now, or ask for renewal and close the old ones when a new one is open."""
        with self._world.changed:
            sockets = list(self._open)
            if not abruptly:
                self._renewing += sockets
            self._open.clear()
        for socket in sockets:
            self._schedule(socket.close(_GOING_AWAY) if abruptly else socket.send_text(self._renewal()))

    def _send(self, frame: str) -> None:
        with self._world.changed:
            if not self._open:
                raise DispatchFailed("dispatch_failed: no Socket Mode connection is open")
            socket = self._open.pop(0)
            self._open.append(socket)
        self._schedule(socket.send_text(frame))

    def _schedule(self, sending: Any) -> None:  # noqa: ANN401 - a coroutine
        if self._loop is None:
            raise DispatchFailed("dispatch_failed: no Socket Mode connection was ever open")
        asyncio.run_coroutine_threadsafe(_quietly(sending), self._loop)

    def _take_answer(self, frame: str) -> None:
        answer = json.loads(frame)
        pending = self._pending.get(answer.get("envelope_id", ""))
        if pending is not None:
            with pending.answered:
                pending.answers.append(answer.get("payload"))
                pending.answered.notify_all()

    def _forget(self, socket: WebSocket) -> None:
        with self._world.change():
            for group in (self._open, self._renewing):
                if socket in group:
                    group.remove(socket)

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "connection_info": {"app_id": self._world.directory.app_id},
            "debug_info": {"host": "localhost", "approximate_connection_time": 18_060},
        }

    @staticmethod
    def _renewal() -> str:
        return json.dumps(
            {"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "localhost"}}
        )


async def _quietly(sending: Any) -> None:  # noqa: ANN401 - a coroutine
    """A frame to a connection that has just gone is lost, as on any network."""
    try:
        await sending
    except (RuntimeError, WebSocketDisconnect):
        return
