"""Tests of the Rasa assistant. Two commands, from the checkout:

.venv/bin/python -m pytest tests/bot         with Rasa as a process of its own: dialogue, channel, logs
.venv-rasa/bin/python -m pytest tests/bot    our components, inside Rasa's environment
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"

NEED_RASA = ["inside_rasa"]
NEED_THE_REST = ["test_dialogue.py", "test_running_bot.py", "test_topics.py", "test_understanding.py"]
collect_ignore = NEED_THE_REST if find_spec("rasa") else NEED_RASA


@pytest.fixture(scope="session")
def model() -> Path:
    """The trained assistant; trained now if what it is made from has changed."""
    done = subprocess.run([sys.executable, "deploy/model.py"], cwd=ROOT, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr[-3000:]
    return Path(done.stdout.strip().splitlines()[-1])


def run_rasa(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run one Rasa command to its end, in its own environment."""
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "PYTHONWARNINGS": "ignore"}
    return subprocess.run(
        [RASA_PYTHON, "-m", "rasa", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280,
    )  # fmt: skip
