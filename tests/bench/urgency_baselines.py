"""What others would read danger signs with: a keyword list, negspaCy with its defaults, Rasa's intent classifier."""

import json
import os
import re
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

from knowledge.urgency import Assessment, FirstCall, Level, Tier
from knowledge.urgency.patterns import expand
from knowledge.urgency.rules import FOLDER, read_yaml
from knowledge.urgency_corpus import messages

ROOT = Path(__file__).resolve().parents[2]
URGENT = Assessment(Level.URGENT, Tier.R, first_call=FirstCall.CARE_TEAM)
LEARNT = 4  # Rasa's classifier learns from every fourth message of the training part
KEYWORDS = re.compile(
    r"\b(fever|temperature|3[89](\.\d)?|10[0-4](\.\d)?|chills|shivering|confus\w*|seizure|convulsion|unconscious|collapsed|"
    r"chest pain|short(ness)? of breath|can'?t breathe|bleeding|faint\w*|suicid\w*|overdose|unresponsive)\b"
)
Reader = Callable[[str], Assessment]


def by_keywords(text: str) -> Assessment:
    """Alarm on any listed word: what a first attempt would do."""
    return URGENT if KEYWORDS.search(text.lower()) else Assessment()


def by_negspacy(text: str) -> Assessment:
    """Alarm on any phrase of our own signs that negspaCy does not take for denied."""
    return URGENT if any(not entity._.negex for entity in _negspacy()(text.lower()).ents) else Assessment()


@cache
def _negspacy():
    import spacy
    from negspacy.negation import Negex  # noqa: F401 - registers the component

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "SIGN", "pattern": phrase} for phrase in plain_phrases()])
    pipeline.add_pipe("negex", config={"ent_types": ["SIGN"]})
    return pipeline


def plain_phrases() -> list[str]:
    """Return the phrases of our red signs that are single words or fixed expressions."""
    content = read_yaml(FOLDER / "signs.yml")
    sources = [
        source
        for sign in content["signs"]
        if sign["tier"] != "A"
        for source in (*sign["patterns"], *sign.get("loose", ()))
        if " " not in source
    ]
    phrases = {phrase for source in sources for phrase in expand(source, content["words"])}
    return sorted(phrase for phrase in phrases if "*" not in phrase)


def by_rasa(texts: list[str]) -> Reader:
    """Alarm where Rasa's intent classifier, trained on our training part, says `report`; all texts are read at once."""
    known = [m for m in messages("training") if m.language == "en"][::LEARNT]
    work = {"train": [[m.text, "report" if m.is_report else "other"] for m in known], "read": texts}
    quiet = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "LOG_LEVEL": "ERROR", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [str(ROOT / ".venv-rasa/bin/python"), str(Path(__file__).with_name("rasa_reader.py"))],
        cwd=ROOT, env=quiet, check=True, input=json.dumps(work), capture_output=True, text=True,
    )  # fmt: skip
    intents = dict(zip(texts, json.loads(done.stdout.strip().splitlines()[-1]), strict=True))
    return lambda text: URGENT if intents[text] == "report" else Assessment()
