"""Run by Rasa's Python: train its ResponseSelector on asks from standard input, print passages for others."""

import asyncio
import json
import sys
import tempfile
from pathlib import Path

from tests.bench.rasa_reader import examples

CONFIG = Path(__file__).with_suffix(".yml")


def main() -> None:
    """Read {"train": [[ask, passage id], …], "read": [text, …]}; print a JSON list of lists of ids, best first."""
    import yaml
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    work = json.load(sys.stdin)
    labelled = [[ask, f"faq/{passage}"] for ask, passage in work["train"]]
    responses = {f"utter_{label}": [{"text": label}] for _, label in labelled}
    with tempfile.TemporaryDirectory() as folder:
        nlu, domain = Path(folder) / "nlu.yml", Path(folder) / "domain.yml"
        nlu.write_text(examples(labelled), encoding="utf-8")
        domain.write_text(yaml.safe_dump({"intents": ["faq"], "responses": responses}), encoding="utf-8")
        agent = Agent.load(train_nlu(str(CONFIG), str(nlu), folder, fixed_model_name="faq", domain=str(domain)))
        print(json.dumps([ranked(asyncio.run(agent.parse_message(text))) for text in work["read"]]))


def ranked(parsed: dict) -> list[str]:
    """Return the passage ids of one parsed message, best first."""
    ranking = parsed["response_selector"]["faq"]["ranking"]
    return [each["intent_response_key"].removeprefix("faq/") for each in ranking]


if __name__ == "__main__":
    main()
