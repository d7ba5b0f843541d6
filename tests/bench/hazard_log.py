"""The hazard log: docs/safety/hazards.yml, refused with a sentence that names id and key when an entry cannot be."""

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
LOG = ROOT / "docs" / "safety" / "hazards.yml"

SEVERITIES = ("minor", "significant", "considerable", "major", "catastrophic")
LIKELIHOODS = ("very low", "low", "medium", "high", "very high")
# A row a severity, a column a likelihood, both from low to high: the matrix of DCB0129.
MATRIX = (
    (1, 1, 2, 2, 3),
    (1, 2, 2, 3, 4),
    (2, 2, 3, 3, 4),
    (2, 3, 3, 4, 5),
    (3, 4, 4, 5, 5),
)
UNDESIRABLE = 3  # from here a risk is not controlled until the clinical safety officer accepts it
CONTROL_KINDS = ("design", "test", "information", "process")
OWNERS = ("maintainer", "operator", "clinical_safety_officer", "clinical_reviewer")
STATUSES = ("open", "controlled", "accepted")


class HazardLogError(Exception):
    """The hazard log is malformed; the message names file, id and key. Mend the file."""


@dataclass(frozen=True)
class Control:
    kind: str
    what: str


@dataclass(frozen=True)
class Risk:
    severity: str
    likelihood: str
    score: int


@dataclass(frozen=True)
class Hazard:
    """One row of the log. `clinical`: it rests on signs, words or passages that a clinician has yet to review."""

    id: str
    hazard: str
    causes: tuple[str, ...]
    effect: str
    harm: str
    controls: tuple[Control, ...]
    tests: tuple[str, ...]
    lacking: tuple[str, ...]
    before: Risk
    after: Risk
    clinical: bool
    owner: str
    status: str
    evidence: tuple[str, ...] = ()  # rows of the danger-sign bench, or files under docs/evidence
    accepted_by: str | None = None


@dataclass(frozen=True)
class HazardLog:
    hazards: tuple[Hazard, ...]
    not_shown: tuple[str, ...]


def score_of(severity: str, likelihood: str) -> int:
    return MATRIX[SEVERITIES.index(severity)][LIKELIHOODS.index(likelihood)]


def read_log(file: Path = LOG) -> HazardLog:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise HazardLogError(f"{file.name}: unreadable: {type(error).__name__}") from error
    if not isinstance(content, dict) or set(content) != {"hazards", "not_shown"}:
        raise HazardLogError(f"{file.name}: exactly the keys hazards and not_shown are expected")
    if wrong := not_texts(content["not_shown"]):
        raise HazardLogError(f"{file.name}: not_shown: {wrong}")
    if not isinstance(content["hazards"], list) or not content["hazards"]:
        raise HazardLogError(f"{file.name}: hazards: a list is expected")
    seen: set[str] = set()
    for place, entry in enumerate(content["hazards"], start=1):
        where = f"{file.name}: {name_of(entry, place)}"
        check_entry(where, entry)
        if entry["id"] in seen:
            raise HazardLogError(f"{where}: id: used twice")
        seen.add(entry["id"])
    return HazardLog(tuple(hazard_of(entry) for entry in content["hazards"]), tuple(content["not_shown"]))


def name_of(entry: Any, place: int) -> str:
    return str(entry["id"]) if isinstance(entry, dict) and "id" in entry else f"entry {place}"


def check_entry(where: str, entry: Any) -> None:
    if not isinstance(entry, dict):
        raise HazardLogError(f"{where}: a mapping is expected")
    for key in sorted(set(entry) - set(CHECKS)):
        raise HazardLogError(f"{where}: {key}: unknown key")
    for key in sorted(set(CHECKS) - OPTIONAL - set(entry)):
        raise HazardLogError(f"{where}: {key}: missing")
    for key, value in entry.items():
        if wrong := CHECKS[key](value):
            raise HazardLogError(f"{where}: {key}: {wrong}")
    for key, rule in RULES:
        if wrong := rule(entry):
            raise HazardLogError(f"{where}: {key}: {wrong}")


def not_a_text(value: Any) -> str | None:
    return None if isinstance(value, str) and value.strip() else "a text is expected"


def not_texts(value: Any) -> str | None:
    if isinstance(value, list) and value and not any(map(not_a_text, value)):
        return None
    return "a list of texts is expected"


def not_texts_or_none(value: Any) -> str | None:
    return None if value == [] else not_texts(value)


def not_one_of(allowed: tuple[str, ...]) -> Callable[[Any], str | None]:
    return lambda value: None if value in allowed else f"one of {', '.join(allowed)}"


def not_an_id(value: Any) -> str | None:
    return None if isinstance(value, str) and re.fullmatch(r"H-\d\d", value) else "H- and two digits, such as H-01"


def not_a_truth(value: Any) -> str | None:
    return None if isinstance(value, bool) else "true or false"


def not_controls(value: Any) -> str | None:
    if not isinstance(value, list) or not value:
        return "a list with at least one control is expected"
    for each in value:
        if not isinstance(each, dict) or set(each) != {"kind", "what"}:
            return "each needs exactly kind and what"
        if each["kind"] not in CONTROL_KINDS or not_a_text(each["what"]):
            return f"kind is one of {', '.join(CONTROL_KINDS)}, what is a text"
    return None


def not_a_risk(value: Any) -> str | None:
    if not isinstance(value, dict) or set(value) != {"severity", "likelihood", "score"}:
        return "exactly severity, likelihood and score are expected"
    if value["severity"] not in SEVERITIES:
        return f"severity: one of {', '.join(SEVERITIES)}"
    if value["likelihood"] not in LIKELIHOODS:
        return f"likelihood: one of {', '.join(LIKELIHOODS)}"
    due = score_of(value["severity"], value["likelihood"])
    return None if value["score"] == due else f"score: {value['severity']} and {value['likelihood']} make {due}"


def not_tests(value: Any) -> str | None:
    wrong = not_texts_or_none(value)
    return wrong or next((problem for each in value if (problem := not_a_test(each))), None)


def not_a_test(reference: str) -> str | None:
    file, _, function = reference.partition("::")
    if not re.fullmatch(r"tests/[\w/]*test_\w+\.py", file) or not (ROOT / file).is_file():
        return f"{file}: no such test file"
    if function and function not in functions_of(file):
        return f"{reference}: no such test in the file"
    return None


@cache
def functions_of(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def not_evidence(value: Any) -> str | None:
    wrong = not_texts(value)
    if wrong:
        return wrong
    missing = [each for each in value if is_document(each) and not (ROOT / each).is_file()]
    return f"{missing[0]}: no such file" if missing else None


def is_document(evidence: str) -> bool:
    return evidence.startswith("docs/")


CHECKS: Mapping[str, Callable[[Any], str | None]] = {
    "id": not_an_id,
    "hazard": not_a_text,
    "causes": not_texts,
    "effect": not_a_text,
    "harm": not_a_text,
    "controls": not_controls,
    "tests": not_tests,
    "evidence": not_evidence,
    "lacking": not_texts_or_none,
    "before": not_a_risk,
    "after": not_a_risk,
    "clinical": not_a_truth,
    "owner": not_one_of(OWNERS),
    "status": not_one_of(STATUSES),
    "accepted_by": not_a_text,
}
OPTIONAL = {"evidence", "accepted_by"}


def raised_by_controls(entry: Mapping[str, Any]) -> str | None:
    return "higher than before the controls" if entry["after"]["score"] > entry["before"]["score"] else None


def unreviewed_and_unlikely(entry: Mapping[str, Any]) -> str | None:
    is_low = LIKELIHOODS.index(entry["after"]["likelihood"]) < LIKELIHOODS.index("medium")
    if entry["clinical"] and is_low:
        return "likelihood: below medium, but no clinician has reviewed what it rests on"
    return None


def closed_too_soon(entry: Mapping[str, Any]) -> str | None:
    if entry["status"] == "open":
        return None
    if not entry["tests"]:
        return "open, while no test shows the controls"
    if entry["status"] == "controlled" and entry["after"]["score"] >= UNDESIRABLE:
        return f"open or accepted, with a score of {UNDESIRABLE} or more left"
    return None


def open_without_a_gap(entry: Mapping[str, Any]) -> str | None:
    if entry["status"] == "open" and not entry["lacking"]:
        return "what an open hazard waits for is to be said"
    return None


def accepted_by_nobody(entry: Mapping[str, Any]) -> str | None:
    if (entry["status"] == "accepted") == ("accepted_by" in entry):
        return None
    return "named where the status is accepted, and only there: who and when"


RULES: tuple[tuple[str, Callable[[Mapping[str, Any]], str | None]], ...] = (
    ("after", raised_by_controls),
    ("after", unreviewed_and_unlikely),
    ("status", closed_too_soon),
    ("lacking", open_without_a_gap),
    ("accepted_by", accepted_by_nobody),
)


def hazard_of(entry: Mapping[str, Any]) -> Hazard:
    made = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    made["controls"] = tuple(Control(**each) for each in entry["controls"])
    made |= {key: Risk(**entry[key]) for key in ("before", "after")}
    return Hazard(**made)
