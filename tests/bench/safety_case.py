"""The safety case: the hazard log checked, its tests run, the danger signs measured, and all of it written as a page.

    python -m tests.bench.safety_case [--run] [--out docs/safety/safety-case.md]

Without --run the page says of every test that it was not run. Ends with 1 where the log is malformed or a test failed.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import tomllib
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.urgency import Assessment, FirstCall, Level, Tier, assess
from knowledge.urgency_corpus import Message, messages
from tests.bench.hazard_log import LOG, ROOT, UNDESIRABLE, Hazard, HazardLog, HazardLogError, is_document, read_log
from tests.bench.urgency import rate

PAGE = LOG.with_name("safety-case.md")
IN_RASA = "tests/bot/inside_rasa/"  # run by Rasa's own Python, where alone they can be imported
RASA_PYTHON = str(ROOT / ".venv-rasa" / "bin" / "python")
LONGEST_RUN = 3600  # seconds
ENVIRON = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
FEWEST_OF_A_SIGN = 59
Read = list[tuple[Message, Assessment]]


@dataclass(frozen=True)
class Case:
    """One test that was run: its file, its function without parameters, its whole name, and how it ended."""

    file: str
    function: str
    name: str
    outcome: str  # passed | failed | skipped


@dataclass(frozen=True)
class Figure:
    counted: str
    hits: int
    of: int


@dataclass(frozen=True)
class Goal:
    """A goal of the plan: at least, or at most, this share of a row of the bench, of at least so many messages."""

    words: str
    row: str
    share: float
    fewest: int = 1
    is_ceiling: bool = False

    def is_met(self, figure: Figure) -> bool:
        if figure.of < self.fewest:
            return False
        share = figure.hits / figure.of
        return share <= self.share if self.is_ceiling else share >= self.share


GOALS = (
    Goal("no red report missed, of at least 299", "all red reports", 1.0, 299),
    Goal("no report of any sign missed, of at least 59 each", "signs with 59 reports and no miss", 1.0),
    Goal("the emergency number first in every report of a life threat", "emergency number first, tier E", 1.0),
    Goal("at most 2 % of questions alarm, of at least 150", "other question", 0.02, 150, is_ceiling=True),
    Goal("at least 98 % of conditional questions show whom to call", "conditional, shown whom to call", 0.98),
    Goal("at most 10 % of messages about well-being alarm", "other wellbeing", 0.10, is_ceiling=True),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", action="store_true", help="run every test the log names")
    parser.add_argument("--out", type=Path, default=PAGE, help="the page to write (default docs/safety/safety-case.md)")
    options = parser.parse_args()
    try:
        log = read_log()
        figures = figures_of(messages("locked"))
        check_evidence(log, figures)
    except HazardLogError as error:
        sys.exit(str(error))
    cases = run_tests(references_of(log)) if options.run else ()
    options.out.write_text(page(log, figures, cases, date.today()), encoding="utf-8")
    failed = [reference for reference in references_of(log) if options.run and not has_passed(reference, cases)]
    print(f"{options.out}: {len(log.hazards)} hazards", *(f"not passed: {each}" for each in failed), sep="\n")
    sys.exit(bool(failed))


# The danger-sign bench


def figures_of(part: Sequence[Message], reader: Callable[[str], Assessment] = assess) -> dict[str, Figure]:
    """Measure a part of the corpus; rows are named as tests.bench.urgency prints them, and a few are added."""
    read = [(message, reader(message.text)) for message in part]
    reports = [(m, v) for m, v in read if m.is_report]
    others = [(m, v) for m, v in read if not m.is_report]
    red = [(m, v) for m, v in reports if m.expect == "urgent"]
    return {
        **{f"report {style}": urgent(group) for style, group in by_style(red)},
        **{
            f"report tier {tier.value}": urgent([(m, v) for m, v in red if m.tier is tier]) for tier in (Tier.E, Tier.R)
        },
        "all red reports": urgent(red),
        "signs with 59 reports and no miss": signs_without_a_miss(red),
        "amber reports": shown_whom_to_call([(m, v) for m, v in reports if m.expect == "advise"]),
        "every report, read as none": Figure("none", sum(v.level is Level.NONE for _, v in reports), len(reports)),
        "first call right, of urgent": first_right([(m, v) for m, v in red if m.first and v.is_urgent]),
        "emergency number first, tier E": first_right(
            [(m, v) for m, v in red if m.tier is Tier.E and m.first is FirstCall.EMERGENCY_NUMBER]
        ),
        **{f"other {style}": urgent(group) for style, group in by_style(others)},
        "conditional, shown whom to call": shown_whom_to_call([(m, v) for m, v in others if m.style == "conditional"]),
    }


def by_style(read: Read) -> list[tuple[str, Read]]:
    return [(style, [(m, v) for m, v in read if m.style == style]) for style in sorted({m.style for m, _ in read})]


def urgent(read: Read) -> Figure:
    return Figure("urgent", sum(v.is_urgent for _, v in read), len(read))


def shown_whom_to_call(read: Read) -> Figure:
    return Figure("urgent or banner", sum(v.level is not Level.NONE for _, v in read), len(read))


def first_right(read: Read) -> Figure:
    return Figure("the labelled first call", sum(v.first_call is m.first and v.is_urgent for m, v in read), len(read))


def signs_without_a_miss(red: Read) -> Figure:
    told = Counter(sign for message, _ in red for sign in message.signs)
    missed = {sign for message, verdict in red if not verdict.is_urgent for sign in message.signs}
    enough = [sign for sign, count in told.items() if count >= FEWEST_OF_A_SIGN and sign not in missed]
    return Figure("signs", len(enough), len(told))


def check_evidence(log: HazardLog, figures: Mapping[str, Figure]) -> None:
    for hazard in log.hazards:
        for each in hazard.evidence:
            if not is_document(each) and each not in figures:
                raise HazardLogError(f"{LOG.name}: {hazard.id}: evidence: {each!r} is no row of the bench")


# The tests


def references_of(log: HazardLog) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for hazard in log.hazards for each in hazard.tests))


def run_tests(references: Iterable[str]) -> tuple[Case, ...]:
    references = tuple(references)
    inside = [each for each in references if each.startswith(IN_RASA)]
    outside = [each for each in references if not each.startswith(IN_RASA)]
    return (*run_in(sys.executable, outside), *run_in(RASA_PYTHON, inside))


def run_in(python: str, references: Sequence[str]) -> tuple[Case, ...]:
    if not references:
        return ()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [python, "-m", "pytest", "-q", f"--junitxml={report}", *references]
        subprocess.run(command, cwd=ROOT, env=ENVIRON, check=False, timeout=LONGEST_RUN)
        return cases_of(report.read_text(encoding="utf-8")) if report.exists() else ()


def cases_of(report: str) -> tuple[Case, ...]:
    return tuple(map(case_of, ElementTree.fromstring(report).iter("testcase")))  # noqa: S314  # written by our own pytest


def case_of(element: ElementTree.Element) -> Case:
    name = element.get("name", "")
    outcome = "passed"
    if element.find("skipped") is not None:
        outcome = "skipped"
    if element.find("failure") is not None or element.find("error") is not None:
        outcome = "failed"
    return Case(element.get("classname", "").replace(".", "/") + ".py", name.partition("[")[0], name, outcome)


def outcomes_of(reference: str, cases: Iterable[Case]) -> Counter[str]:
    """Count how the cases of a test, or of a whole file, ended."""
    file, _, function = reference.partition("::")
    ended = {(case.name, case.outcome) for case in cases if case.file == file and function in ("", case.function)}
    return Counter(outcome for _, outcome in ended)


def has_passed(reference: str, cases: Iterable[Case]) -> bool:
    found = outcomes_of(reference, cases)
    return bool(found["passed"]) and not found["failed"]


def result(reference: str, cases: Iterable[Case]) -> str:
    found = outcomes_of(reference, cases)
    parts = [f"{found[each]} {each}" for each in ("failed", "passed", "skipped") if found[each]]
    return ", ".join(parts) or "not run"


# The page


def page(log: HazardLog, figures: Mapping[str, Figure], cases: Sequence[Case], today: date) -> str:
    parts = (
        heading(today),
        summary(log, figures, cases),
        table_of_hazards(log, figures, cases),
        what_is_lacking(log),
        table_of_goals(figures),
        table_of_figures(figures),
        ["## What is not shown", "", *(f"- {each}" for each in log.not_shown)],
    )
    return "\n".join(line for part in parts for line in (*part, "")).rstrip() + "\n"


def heading(today: date) -> list[str]:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return [
        f"# Safety case of version {version}, {today.isoformat()}",
        "",
        "Written by `python -m tests.bench.safety_case --run` from [the hazard log](hazards.yml); not edited by hand. "
        "What the chat is for: [intended purpose](intended-purpose.md). How risks are judged: [the plan](plan.md).",
        "",
        "**Unsigned.** The role of clinical safety officer is vacant and no clinician has reviewed the hazards, the "
        "danger signs, the wording or the guide. This page supports a demonstration, and no use with real patients.",
    ]


def summary(log: HazardLog, figures: Mapping[str, Figure], cases: Sequence[Case]) -> list[str]:
    statuses = Counter(hazard.status for hazard in log.hazards)
    scores = Counter(hazard.after.score for hazard in log.hazards)
    waiting = sum(hazard.after.score >= UNDESIRABLE for hazard in log.hazards)
    untested = ", ".join(hazard.id for hazard in log.hazards if not hazard.tests) or "none"
    references = references_of(log)
    passed = sum(has_passed(each, cases) for each in references)
    not_passed = f"{len(references) - passed} did not {'pass' if cases else 'run'}"
    met = sum(goal.is_met(figures[goal.row]) for goal in GOALS if goal.row in figures)
    return [
        "## Summary",
        "",
        f"- {len(log.hazards)} hazards: {', '.join(f'{count} {each}' for each, count in sorted(statuses.items()))}.",
        f"- Scores that remain: {', '.join(f'{scores[each]} of {each}' for each in sorted(scores, reverse=True))}.",
        f"- {waiting} hazards score {UNDESIRABLE} or more and wait for a clinical safety officer.",
        f"- {len(references)} tests or files of tests are named: {passed} passed, {not_passed}.",
        f"- Hazards without any test: {untested}.",
        f"- {met} of {len(GOALS)} goals of the plan are met on the locked messages.",
    ]


def table_of_hazards(log: HazardLog, figures: Mapping[str, Figure], cases: Sequence[Case]) -> list[str]:
    return [
        "## Hazards",
        "",
        "| hazard | controls | tests, how they ended, and what is measured | score before, after | status |",
        "|---|---|---|---|---|",
        *(row_of(hazard, figures, cases) for hazard in log.hazards),
    ]


def row_of(hazard: Hazard, figures: Mapping[str, Figure], cases: Sequence[Case]) -> str:
    controls = "<br>".join(f"{each.kind}: {each.what}" for each in hazard.controls)
    tests = [f"`{each}`: {result(each, cases)}" for each in hazard.tests] or ["no test"]
    measured = [f"{each}: {share(figures[each])}" if each in figures else f"`{each}`" for each in hazard.evidence]
    scores = f"{hazard.before.score}, {hazard.after.score} ({hazard.after.severity}, {hazard.after.likelihood})"
    return table_row(
        f"**{hazard.id}** {hazard.hazard}", controls, "<br>".join([*tests, *measured]), scores, hazard.status
    )


def table_row(*cells: str) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


def what_is_lacking(log: HazardLog) -> list[str]:
    lines = [f"- **{hazard.id}** {' '.join(hazard.lacking)}" for hazard in log.hazards if hazard.lacking]
    return ["## What each hazard still lacks", "", *lines]


def table_of_goals(figures: Mapping[str, Figure]) -> list[str]:
    lines = ["## Goals", "", "| goal | measured | met |", "|---|---|---|"]
    for goal in GOALS:
        figure = figures.get(goal.row, Figure("", 0, 0))
        lines.append(table_row(goal.words, share(figure), "yes" if goal.is_met(figure) else "no"))
    return lines


def table_of_figures(figures: Mapping[str, Figure]) -> list[str]:
    rows = [table_row(row, each.counted, share(each)) for row, each in figures.items()]
    return [
        "## The danger signs, measured",
        "",
        "The locked messages, with exact 95 % Clopper-Pearson bounds. `other` rows report no sign that is present now: "
        "there, urgent is a false alarm.",
        "",
        "| row | counted | share |",
        "|---|---|---|",
        *rows,
    ]


def share(figure: Figure) -> str:
    return f"{figure.hits} of {figure.of}" if figure.counted == "signs" else rate(figure.hits, figure.of)


if __name__ == "__main__":
    main()
