"""Measure the lean pipeline against DIET and TED, on one split of our own examples; prints a Markdown table.

Run it from the checkout:  .venv-rasa/bin/python tests/bench/nlu_choice.py
It takes some minutes. Our own components (the urgency gate among them) are the same in both and are left out.
"""

import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CANDIDATES = {"lean": ROOT / "bot/config.yml", "DIET + TED": ROOT / "tests/bench/nlu_choice_diet.yml"}
QUESTIONS = {"ask_guide", "follow_up", "nlu_fallback"}  # all three go to answering
FOLDS = 3
SEED = 1
TURNS = 60


def main() -> None:
    """Measure each candidate in processes of its own, so that neither warms the other."""
    rows = [
        "| | weighted F1 | macro F1 | questions lost | talk taken for questions | training | 1 turn | memory |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, config in CANDIDATES.items():
        with tempfile.TemporaryDirectory() as folder:
            plain = without_our_components(config, Path(folder))
            scores = in_a_process_of_its_own("score", str(plain), folder)
            costs = in_a_process_of_its_own("train", str(plain), folder)
            costs |= in_a_process_of_its_own("serve", folder)
        rows.append(
            f"| {name} | {scores['weighted_f1']:.3f} | {scores['macro_f1']:.3f} | {scores['questions_lost']:.1%} "
            f"| {scores['talk_taken']:.1%} | {costs['train_s']:.0f} s | {costs['turn_ms']:.1f} ms "
            f"| {costs['rss_mib']:.0f} MiB |"
        )
    print("\n".join(rows))


def without_our_components(config: Path, folder: Path) -> Path:
    """Write the configuration without components of the bot package."""
    import yaml

    values = yaml.safe_load(config.read_text(encoding="utf-8"))
    for part in ("pipeline", "policies"):
        values[part] = [each for each in values[part] if not each["name"].startswith("bot.")]
    plain = folder / "config.yml"
    plain.write_text(yaml.safe_dump(values), encoding="utf-8")
    return plain


def in_a_process_of_its_own(step: str, *arguments: str) -> dict[str, float]:
    """Run one step of this file and read the numbers on its last line."""
    quiet = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "LOG_LEVEL": "ERROR", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [sys.executable, __file__, step, *arguments], cwd=ROOT, env=quiet, check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


def score(config: str, folder: str) -> dict[str, float]:
    """Train and judge on each fold; every example is judged once, by a model that has not seen it."""
    import numpy as np
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu
    from rasa.nlu.test import generate_folds
    from rasa.shared.importers.utils import training_data_from_paths
    from sklearn.metrics import f1_score

    random.seed(SEED)
    np.random.seed(SEED)
    data = training_data_from_paths([str(ROOT / "bot/data/nlu")], "en")
    wanted, given = [], []
    for number, (train, test) in enumerate(generate_folds(FOLDS, data)):
        file = Path(folder) / f"fold{number}.yml"
        train.persist_nlu(str(file))
        agent = Agent.load(train_nlu(config, str(file), folder, fixed_model_name=f"fold{number}"))
        for example in test.intent_examples:
            wanted.append(example.get("intent"))
            given.append(asyncio.run(agent.parse_message(example.get("text")))["intent"]["name"])
    pairs = list(zip(wanted, given, strict=True))
    asked = [got for intent, got in pairs if intent in QUESTIONS]
    talked = [got for intent, got in pairs if intent not in QUESTIONS]
    return {
        "weighted_f1": f1_score(wanted, given, average="weighted", zero_division=0),
        "macro_f1": f1_score(wanted, given, average="macro", labels=sorted(set(wanted)), zero_division=0),
        "questions_lost": sum(got not in QUESTIONS for got in asked) / len(asked),
        "talk_taken": sum(got in QUESTIONS for got in talked) / len(talked),
    }


def train(config: str, folder: str) -> dict[str, float]:
    """Train the whole assistant and time it."""
    import rasa

    started = time.perf_counter()
    bot = ROOT / "bot"
    rasa.train(str(bot / "domain"), config, [str(bot / "data")], folder, fixed_model_name="whole", force_training=True)
    return {"train_s": time.perf_counter() - started}


def serve(folder: str) -> dict[str, float]:
    """Load the whole assistant, take rule turns, and read the memory that this process holds."""
    from rasa.core.agent import Agent

    agent = Agent.load(str(Path(folder) / "whole.tar.gz"))

    async def turns() -> list[float]:
        took = []
        for number in range(TURNS):
            started = time.perf_counter()
            await agent.handle_text("are you a robot", sender_id=f"bench-{number}")
            took.append(time.perf_counter() - started)
        return took

    took = asyncio.run(turns())
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    held = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))
    return {"turn_ms": statistics.median(took[10:]) * 1000, "rss_mib": held / 1024}


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        step = {"score": score, "train": train, "serve": serve}[sys.argv[1]]
        print(json.dumps(step(*sys.argv[2:])))
