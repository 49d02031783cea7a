"""`llaves demo` as a process: how it ends when it cannot begin, and when it is told to stop."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(folder), "PYTHONIOENCODING": "utf-8"},
    )


def children_of(parent: int) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = (line.split() for line in listed.stdout.splitlines())
    return [int(pid) for pid, ppid in pairs if int(ppid) == parent]


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with start(tmp_path, "--port", str(port)) as demo:
            out, err = demo.communicate(timeout=30)
    assert demo.returncode == 1
    assert out == ""
    assert err == (
        f"El puerto {port} está ocupado. Ponga otro en --port, o quite --port para usar uno libre.\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_demo_that_is_told_to_stop_leaves_neither_bot_nor_folder(
    tmp_path: Path, number: signal.Signals
) -> None:
    with start(tmp_path) as demo:
        assert demo.stdout is not None
        for line in demo.stdout:
            if "sigue en marcha" in line:
                break
        bots = children_of(demo.pid)
        assert bots
        assert list(tmp_path.iterdir())
        demo.send_signal(number)
        _, err = demo.communicate(timeout=30)
    assert demo.returncode == 128 + number
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []
    for bot in bots:
        with pytest.raises(ProcessLookupError):
            os.kill(bot, 0)
