"""What the reading of danger signs catches and where it alarms wrongly, with exact 95 % Clopper-Pearson bounds.

    python -m tests.bench.urgency [--part tuning|locked]

Side by side: a keyword list, the written rules alone, and the rules with the second reader.
"""

import argparse
import re
import time
from collections.abc import Callable

from scipy.stats import beta

from knowledge.urgency import Assessment, FirstCall, Level, Tier, assess
from knowledge.urgency.assessment import assess_by_rules
from knowledge.urgency_corpus import Message, messages

KEYWORDS = re.compile(
    r"\b(fever|temperature|3[89](\.\d)?|10[0-4](\.\d)?|chills|shivering|confus\w*|seizure|convulsion|unconscious|collapsed|"
    r"chest pain|short(ness)? of breath|can'?t breathe|bleeding|faint\w*|suicid\w*|overdose|unresponsive)\b"
)
Reader = Callable[[str], Assessment]


def by_keywords(text: str) -> Assessment:
    """Alarm on any listed word: what a first attempt would do."""
    if KEYWORDS.search(text.lower()):
        return Assessment(Level.URGENT, Tier.R, first_call=FirstCall.CARE_TEAM)
    return Assessment()


READERS: dict[str, Reader] = {"keywords": by_keywords, "rules": assess_by_rules, "rules + reader": assess}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("tuning", "locked"), default="tuning")
    part = messages(parser.parse_args().part)
    for name, reader in READERS.items():
        print(f"\n{name}")
        started = time.perf_counter()
        read = [(message, reader(message.text)) for message in part]
        taken = time.perf_counter() - started
        print_reports([(m, v) for m, v in read if m.is_report])
        print_others([(m, v) for m, v in read if not m.is_report])
        print(f"  {1000 * taken / len(read):.2f} ms a message")


def print_reports(read: list[tuple[Message, Assessment]]) -> None:
    red = [(m, v) for m, v in read if m.expect == "urgent"]
    for name, group in grouped(red, lambda m: m.style) + grouped(
        red, lambda m: f"tier {m.tier.value if m.tier else None}"
    ):
        print(f"  report {name:<18} urgent {rate(sum(v.is_urgent for _, v in group), len(group))}")
    print(f"  all red reports           urgent {rate(sum(v.is_urgent for _, v in red), len(red))}")
    amber = [(m, v) for m, v in read if m.expect == "advise"]
    print(f"  amber reports    not none {rate(sum(v.level is not Level.NONE for _, v in amber), len(amber))}")
    print(f"  every report, read as none {rate(sum(v.level is Level.NONE for _, v in read), len(read))}")
    called = [(m, v) for m, v in red if m.first and v.is_urgent]
    print(f"  first call right, of urgent {rate(sum(v.first_call is m.first for m, v in called), len(called))}")


def print_others(read: list[tuple[Message, Assessment]]) -> None:
    for name, group in grouped(read, lambda m: m.style):
        urgent = sum(v.is_urgent for _, v in group)
        banner = sum(v.level is Level.BANNER for _, v in group)
        print(f"  other  {name:<18} urgent {rate(urgent, len(group))}   banner {rate(banner, len(group))}")


def grouped(
    read: list[tuple[Message, Assessment]], key: Callable[[Message], str]
) -> list[tuple[str, list[tuple[Message, Assessment]]]]:
    names = sorted({key(message) for message, _ in read})
    return [(name, [(m, v) for m, v in read if key(m) == name]) for name in names]


def rate(hits: int, of: int) -> str:
    """Write a proportion with its exact 95 % bounds."""
    if not of:
        return "  none to measure"
    low = beta.ppf(0.025, hits, of - hits + 1) if hits else 0.0
    high = beta.ppf(0.975, hits + 1, of - hits) if hits < of else 1.0
    return f"{hits:>4}/{of:<4} {hits / of:5.3f} [{low:.3f}, {high:.3f}]"


if __name__ == "__main__":
    main()
