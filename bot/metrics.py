"""What Prometheus may ask: deliveries, the outbox, the clock, and how long listeners take. Names and numbers only."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

# Slack gives a listener three seconds.
_LISTENER_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)


@dataclass(frozen=True)
class OutboxState:
    """How many intents there are by status, and for how many seconds the oldest unsent one has been due."""

    depth: Mapping[str, int]
    oldest_seconds: float


class Metrics:
    """The metrics of one app, in a registry of their own: two apps in one process do not mix."""

    def __init__(self, version: str) -> None:
        self.registry = CollectorRegistry()
        self._deliveries = Counter(
            "llaves_deliveries",
            "Messages given to Slack, by kind of intent and outcome",
            ["kind", "outcome"],
            registry=self.registry,
        )
        self._listener_seconds = Histogram(
            "llaves_listener_seconds",
            "Time from payload to ack, by kind of payload",
            ["listener"],
            buckets=_LISTENER_SECONDS,
            registry=self.registry,
        )
        self._job_runs = Counter(
            "llaves_job_runs",
            "Runs of the clock's jobs, by job and outcome",
            ["job", "outcome"],
            registry=self.registry,
        )
        info = Gauge("llaves_info", "Always 1; the version is a label", ["version"], registry=self.registry)
        info.labels(version).set(1)

    def delivered(self, kind: str, outcome: str) -> None:
        """Count one attempt to tell Slack something, for example `("request_card", "sent")`."""
        self._deliveries.labels(kind, outcome).inc()

    def job_ran(self, job: str, outcome: str) -> None:
        """Count one run of a job of the clock, for example `("digests", "succeeded")`."""
        self._job_runs.labels(job, outcome).inc()

    def listener_took(self, listener: str, seconds: float) -> None:
        """Record how long a payload took to be answered, by its kind."""
        self._listener_seconds.labels(listener).observe(seconds)

    @contextmanager
    def timing(self, listener: str) -> Iterator[None]:
        """Record how long the `with` takes, whether or not it raises."""
        start = perf_counter()
        try:
            yield
        finally:
            self.listener_took(listener, perf_counter() - start)

    def watch_outbox(self, read: Callable[[], OutboxState]) -> None:
        """Ask `read` for the outbox whenever somebody asks for the metrics."""
        self.registry.register(_OutboxCollector(read))

    def watch_jobs(self, read: Callable[[], Mapping[str, datetime | None]]) -> None:
        """Ask `read` when each job last succeeded whenever somebody asks for the metrics; None is never."""
        self.registry.register(_JobsCollector(read))

    def render(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self.registry)


class _OutboxCollector(Collector):
    """Reads the outbox when asked. A database that is away leaves the other metrics readable."""

    def __init__(self, read: Callable[[], OutboxState]) -> None:
        self._read = read

    def describe(self) -> list[GaugeMetricFamily]:
        """Name the metrics without reading: registering must not need the database."""
        return list(_families(None))

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield depth by status and the age of the oldest unsent intent."""
        try:
            state: OutboxState | None = self._read()
        except Exception as error:  # noqa: BLE001 - /readyz says what is wrong; here the rest must still be told
            structlog.get_logger(__name__).warning("outbox not readable", exc_info=error)
            state = None
        yield from _families(state)


class _JobsCollector(Collector):
    """Reads the jobs when asked: from the database, for another replica may have run them."""

    def __init__(self, read: Callable[[], Mapping[str, datetime | None]]) -> None:
        self._read = read

    def describe(self) -> list[GaugeMetricFamily]:
        """Name the metric without reading: registering must not need the database."""
        return [_job_family()]

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield when each job last succeeded; one that never did has no value, as Prometheus wants it."""
        family = _job_family()
        try:
            for job, last_success in self._read().items():
                if last_success is not None:
                    family.add_metric([job], last_success.timestamp())
        except Exception as error:  # noqa: BLE001 - likewise
            structlog.get_logger(__name__).warning("jobs not readable", exc_info=error)
        yield family


def _job_family() -> GaugeMetricFamily:
    return GaugeMetricFamily(
        "llaves_job_last_success_timestamp_seconds",
        "When each job of the clock last succeeded, in Unix seconds",
        labels=["job"],
    )


def _families(state: OutboxState | None) -> Iterator[GaugeMetricFamily]:
    depth = GaugeMetricFamily("llaves_outbox_depth", "Intents in the outbox, by status", labels=["status"])
    oldest = GaugeMetricFamily(
        "llaves_outbox_oldest_seconds", "Seconds since the oldest unsent intent was due"
    )
    if state is not None:
        for status, count in state.depth.items():
            depth.add_metric([status], count)
        oldest.add_metric([], state.oldest_seconds)
    yield depth
    yield oldest
