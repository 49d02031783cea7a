"""Brings payloads to the app, over whichever transport it uses, and keeps the record."""

import json
import time
from typing import Any

from bot.demo.wire.envelope import Delivery, Envelope
from bot.demo.wire.faults import Faults
from bot.demo.wire.http_delivery import HttpDelivery
from bot.demo.wire.socket_mode import SocketMode
from bot.demo.world.refusal import OperationTimeout
from bot.demo.world.world import World

PAYLOADS_KEPT = 30
"""Of how many deliveries the payload can still be read."""


class Courier:
    """Delivers one envelope at a time for each person who acts.

    Args:
        world: woken after each delivery.
        socket_mode: the transport until `http` is set.
        faults: says when to deliver twice.
        ack_seconds: how long an answer may take, in real time.
    """

    def __init__(self, world: World, socket_mode: SocketMode, faults: Faults, ack_seconds: float) -> None:
        self._world = world
        self._socket_mode = socket_mode
        self._faults = faults
        self._ack_seconds = ack_seconds
        self.http: HttpDelivery | None = None
        self.deliveries: list[Delivery] = []

    @property
    def brings_suggestions(self) -> bool:
        """Whether menus can ask for options: always over Socket Mode, over HTTP only with an Options Load URL."""
        return self.http is None or self.http.options_url is not None

    def deliver(self, envelope: Envelope) -> Any:  # noqa: ANN401 - JSON
        """Return what the app answered (None when empty). Raises OperationTimeout, DispatchFailed."""
        copies = 1 if envelope.type == "events_api" else self._faults.copies()
        record = self._noted(envelope)
        started = time.monotonic()
        try:
            answer = (self.http or self._socket_mode).deliver(envelope, copies, self._ack_seconds)
            record.acked = True
        finally:
            record.milliseconds = (time.monotonic() - started) * 1000
            with self._world.change():
                pass
        return answer

    def _noted(self, envelope: Envelope) -> Delivery:
        with self._world.change():  # the payload holds what people are typing meanwhile
            payload = json.dumps(envelope.payload)
            record = Delivery(envelope.kind, sent=self._world.ids.seconds(), payload=payload)
            self.deliveries.append(record)
            if len(self.deliveries) > PAYLOADS_KEPT:
                self.deliveries[-PAYLOADS_KEPT - 1].payload = ""
        return record

    def deliver_event(self, kind: str, payload: dict[str, Any]) -> None:
        """An event: nobody waits for it, and it is repeated once when not acknowledged."""
        for retry in (0, 1):
            try:
                self.deliver(Envelope("events_api", kind, payload, retry))
            except OperationTimeout:
                continue
            return
