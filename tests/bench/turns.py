"""The median turn of the chat beside the rule turn of an unchanged starter bot, measured in one run.

    python -m tests.bench.turns [--turns 100]

Both are asked in turn, so that what else the machine does touches both alike.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from tests.system.running_chat import ROOT, RunningChat, free_port

RASA = [str(ROOT / ".venv-rasa" / "bin" / "python"), "-m", "rasa"]
QUESTIONS = (
    "How long does CRS last?",
    "What is tocilizumab?",
    "whom do I call at night",
    "why does he get blood tests",
)
REPORT = "her temperature is 38.6 and she is confused"
ENVIRON = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}


def main() -> None:
    """Start both, ask both, print the table and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=100, help="turns of each kind (default 100)")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        starter, ask_starter = start_starter_bot(Path(folder) / "starter")
        chat = RunningChat.prepare(Path(folder) / "var")
        try:
            chat.start()
            figures = measure(chat, ask_starter, options.turns)
        finally:
            starter.terminate()
            chat.stop()
    print_table(figures)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2), encoding="utf-8")


def start_starter_bot(folder: Path) -> tuple[subprocess.Popen[bytes], Callable[[str], None]]:
    """Train and start what `rasa init` makes, unchanged; return it and a way to say something to it."""
    print("Training the unchanged starter bot (a minute or two) …", flush=True)
    folder.mkdir(parents=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": ENVIRON, "cwd": folder}
    subprocess.run([*RASA, "init", "--no-prompt", "--init-dir", str(folder)], check=True, **quiet)
    port = free_port()
    process = subprocess.Popen([*RASA, "run", "--interface", "127.0.0.1", "--port", str(port)], **quiet)
    http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30)

    def ask(sender: str) -> None:
        reply = http.post("/webhooks/rest/webhook", json={"sender": sender, "message": "are you a bot?"})
        if not reply.json():
            raise RuntimeError("the starter bot said nothing")

    started = time.monotonic()
    while time.monotonic() - started < 120:
        try:
            ask("warm-up")
        except httpx.TransportError:
            time.sleep(1)
        else:
            return process, ask
    process.terminate()
    raise RuntimeError("the starter bot did not start")


def measure(chat: RunningChat, ask_starter: Callable[[str], None], turns: int) -> dict[str, list[float]]:
    """Milliseconds of each kind of turn, asked alternately."""
    times: dict[str, list[float]] = {
        "starter bot, rule turn": [],
        "guide question": [],
        "small talk": [],
        "urgent report": [],
    }

    def timed(kind: str, action: Callable[[str], object], text: str) -> None:
        started = time.perf_counter()
        action(text)
        times[kind].append((time.perf_counter() - started) * 1000)

    for turn in range(turns):
        if turn % 10 == 0:
            questions, reports = chat.converse(), chat.converse()
        timed("starter bot, rule turn", ask_starter, f"family-{turn // 10}")
        timed("guide question", questions.say, QUESTIONS[turn % len(QUESTIONS)])
        timed("small talk", questions.say, "are you a bot?")
        timed("urgent report", reports.say, REPORT)
        if turn % 25 == 24:
            print(f"  {turn + 1} of {turns} turns", flush=True)
    return times


def print_table(times: dict[str, list[float]]) -> None:
    """Median, 95th percentile and the ratio to the starter bot's rule turn."""
    base = statistics.median(times["starter bot, rule turn"])
    print(f"\n{'turn':<26}{'median ms':>10}{'p95 ms':>9}{'ratio':>7}")
    for kind, values in times.items():
        median = statistics.median(values)
        print(f"{kind:<26}{median:>10.1f}{statistics.quantiles(values, n=20)[-1]:>9.1f}{median / base:>7.2f}")


if __name__ == "__main__":
    sys.exit(main())
