"""What the reading of danger signs catches and where it alarms wrongly, with exact 95 % Clopper-Pearson bounds.

    python -m tests.bench.urgency [--part tuning|locked] [--quick]

Side by side: a keyword list, negspaCy over the same signs, Rasa's intent classifier, the written rules alone, and the
rules with the second reader. Then: calm messages by the ten thousand, levels under harmless changes, the same text
again, and speed. --quick leaves out the calm messages and Rasa.
"""

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Callable

from scipy.stats import beta

from knowledge.urgency import Assessment, Level, assess
from knowledge.urgency.assessment import assess_by_rules
from knowledge.urgency_corpus import Message, messages
from tests.bench.calm import COUNTS, made
from tests.bench.perturbing import CHANGES, pairs
from tests.bench.urgency_baselines import Reader, by_keywords, by_negspacy, by_rasa

FLIPS = 2_600
REPEATS = 1_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("tuning", "locked"), default="tuning")
    parser.add_argument("--quick", action="store_true", help="without the calm messages and without Rasa")
    options = parser.parse_args()
    part = messages(options.part)
    readers: dict[str, Reader] = {"keywords": by_keywords, "negspaCy": by_negspacy}
    if not options.quick:
        readers["Rasa's intent classifier"] = by_rasa([message.text for message in part])
    for name, reader in {**readers, "rules": assess_by_rules, "rules + reader": assess}.items():
        print(f"\n{name}")
        started = time.perf_counter()
        read = [(message, reader(message.text)) for message in part]
        taken = time.perf_counter() - started
        print_reports([(m, v) for m, v in read if m.is_report])
        print_others([(m, v) for m, v in read if not m.is_report])
        print(f"  {1000 * taken / len(read):.2f} ms a message")
    print_languages_and_signs([(m, assess(m.text)) for m in part if m.expect == "urgent"])
    if not options.quick:
        print_calm()
    print_flips([m.text for m in part if m.expect == "urgent" and m.language == "en"])
    print_repeats_and_speed([m.text for m in part])


def print_languages_and_signs(read: list[tuple[Message, Assessment]]) -> None:
    print("\nrules + reader, red reports read as urgent, by language and by sign")
    for name, group in grouped(read, lambda m: m.language):
        print(f"  language {name:<22} {rate(sum(v.is_urgent for _, v in group), len(group))}")
    for sign in sorted({sign for m, _ in read for sign in m.signs}):
        group = [v for m, v in read if sign in m.signs]
        print(f"  sign {sign:<26} {rate(sum(v.is_urgent for v in group), len(group))}")


def print_calm() -> None:
    print("\ncalm messages made of frames that no training has seen")
    for group, count in COUNTS.items():
        levels = Counter(assess(text).level for text in made(group, count))
        for level in (Level.URGENT, Level.BANNER):
            print(f"  {group:<12} {level.value:<7} {rate(levels[level], count)}")


def print_flips(texts: list[str]) -> None:
    urgent = [text for text in texts if assess(text).is_urgent]
    lower: Counter[str] = Counter()
    for name, _, changed in pairs(urgent, FLIPS):
        lower[name] += not assess(changed).is_urgent
    print(f"\nlower after a harmless change: {sum(lower.values())} of {FLIPS}")
    for name in CHANGES:
        print(f"  {name:<32} {lower[name]}/{FLIPS // len(CHANGES)}")


def print_repeats_and_speed(texts: list[str]) -> None:
    same = {str(assess(texts[0]).as_dict()) for _ in range(REPEATS)}
    print(f"\nthe same text {REPEATS} times: {len(same)} verdict(s)")
    flowing = " ".join(texts)
    for size, count in ((300, 400), (10_000, 60)):
        starts = range(0, len(flowing) - size, max(1, (len(flowing) - size) // count))
        times = [_seconds(flowing[start : start + size]) for start in starts]
        edge = statistics.quantiles(times, n=100)[98]
        print(f"  {size:>6} characters: median {1000 * statistics.median(times):.1f} ms, p99 {1000 * edge:.1f} ms")


def _seconds(text: str) -> float:
    started = time.perf_counter()
    assess(text)
    return time.perf_counter() - started


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
