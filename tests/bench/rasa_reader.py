"""Run by Rasa's Python: train its lean pipeline on labelled texts from standard input, print the intents of others."""

import asyncio
import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Read {"train": [[text, intent], …], "read": [text, …]}; print a JSON list of intents."""
    import yaml
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    work = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        config = yaml.safe_load((ROOT / "bot/config.yml").read_text(encoding="utf-8"))
        unwanted = ("bot.", "Fallback")
        config["pipeline"] = [each for each in config["pipeline"] if not each["name"].startswith(unwanted)]
        (Path(folder) / "config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
        (Path(folder) / "nlu.yml").write_text(examples(work["train"]), encoding="utf-8")
        model = train_nlu(f"{folder}/config.yml", f"{folder}/nlu.yml", folder, fixed_model_name="reader")
        agent = Agent.load(model)
        print(json.dumps([asyncio.run(agent.parse_message(text))["intent"]["name"] for text in work["read"]]))


def examples(labelled: list[list[str]]) -> str:
    """Return the texts as Rasa's training data; marks of its own are taken out."""
    lines = ['version: "3.1"', "nlu:"]
    for intent in sorted({intent for _, intent in labelled}):
        lines += [f"- intent: {intent}", "  examples: |"]
        texts = (" ".join(text.split()) for text, named in labelled if named == intent)
        lines += [f"    - {text.translate(str.maketrans('', '', '[](){}'))}" for text in texts]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
