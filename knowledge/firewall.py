"""Questions for the care team by how they are put: a dose, a decision, an order to forget the rules."""

import functools
import re
from pathlib import Path

import yaml

from knowledge.errors import GuideError

_FILE = Path(__file__).resolve().parent / "firewall.yml"


def rule_against(text: str) -> str | None:
    """The name of the rule by which only the care team may answer a text, or None.

    Raises:
        GuideError: `firewall.yml` is malformed; the message names file and rule.
    """
    plain = " ".join(text.casefold().split())
    return next((name for name, rule in _rules().items() if rule.search(plain)), None)


def load_rules(file: Path) -> dict[str, re.Pattern[str]]:
    """Read and compile the rules; raises `GuideError` naming file and rule."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or set(content) != {"rules"} or not isinstance(content["rules"], dict):
        raise GuideError(f"{file.name}: expected rules with names.")
    compiled = {}
    for name, pattern in content["rules"].items():
        try:
            compiled[str(name)] = re.compile(pattern)
        except (TypeError, re.error) as error:
            raise GuideError(f"{file.name}: {name}: not a regular expression: {error}") from error
    return compiled


@functools.cache
def _rules() -> dict[str, re.Pattern[str]]:
    return load_rules(_FILE)
