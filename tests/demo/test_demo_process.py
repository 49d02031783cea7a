"""`llaves demo` as a process: how it ends when it cannot begin, and when it is told to stop."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

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


def run_until_it_serves(demo: subprocess.Popen[str]) -> str:
    """What it printed until then."""
    assert demo.stdout is not None
    printed = ""
    for line in demo.stdout:
        printed += line
        if "igue en marcha" in line:
            break
    return printed


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ((), signal.SIGTERM),
        ((), signal.SIGHUP),
        (("--console",), signal.SIGTERM),
    ],
)
def test_a_demo_that_is_told_to_stop_leaves_neither_bot_nor_folder(
    tmp_path: Path, words: tuple[str, ...], number: signal.Signals
) -> None:
    with start(tmp_path, *words) as demo:
        run_until_it_serves(demo)
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


def test_the_page_is_served_at_the_address_that_is_printed_until_ctrl_c(tmp_path: Path) -> None:
    with start(tmp_path) as demo:
        address = re.search(r"http://localhost:[0-9]+/", run_until_it_serves(demo))
        assert address is not None
        connection = http.client.HTTPConnection(
            urlsplit(address[0]).netloc.replace("localhost", "127.0.0.1"), timeout=10
        )
        connection.request("GET", "/")
        assert "Laura Restrepo" in connection.getresponse().read().decode()
        connection.request("GET", "/changes")  # somebody has the page open
        listening = connection.getresponse()
        listening.readline()
        demo.send_signal(signal.SIGINT)
        _, err = demo.communicate(timeout=30)
        connection.close()
    assert demo.returncode == 0
    assert err == ""
    assert list(tmp_path.iterdir()) == []
