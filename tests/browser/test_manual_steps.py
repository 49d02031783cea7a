"""The steps of docs/manual, taken one after another as its pictures are."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

_LONGEST_SECONDS = 300
_ENDING_SECONDS = 20


def test_every_step_of_the_manual_still_leads_to_its_picture(chromium: Browser) -> None:
    assert chromium.is_connected()
    child = subprocess.Popen(
        [sys.executable, "-m", "scripts.pictures", "--check"],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # with its bot and its browser it can be ended as one
    )
    try:
        told, faults = child.communicate(timeout=_LONGEST_SECONDS)
    except subprocess.TimeoutExpired:
        pytest.fail(f"not through after {_LONGEST_SECONDS} s", pytrace=False)
    finally:
        _end(child)
    assert child.returncode == 0, faults
    assert "todas en su sitio" in told


def _end(child: subprocess.Popen[str]) -> None:
    """End a child that is still there, and its children: first as Ctrl-C does, so that it cleans up."""
    for number in (signal.SIGINT, signal.SIGKILL):
        if child.poll() is None:
            os.killpg(child.pid, number)
            try:
                child.communicate(timeout=_ENDING_SECONDS)
            except subprocess.TimeoutExpired:
                continue
