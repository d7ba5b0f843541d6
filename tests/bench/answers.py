"""What the answers show, beside other ways to find them, with exact 95 % Clopper-Pearson bounds.

    python -m tests.bench.answers [--part tuning|locked] [--quick] [--plot FOLDER]

Side by side: BM25, the sentence model, both fused, Rasa's ResponseSelector and our ranking. Then: what a family sees,
what becomes of questions outside the guide, the answer threshold, how far the belief can be believed, time and memory.
--quick leaves out Rasa, which has to be trained first. --plot also draws answers.png into the folder.
"""

import argparse
import os
import statistics
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.answering import Answer, Answerer, Question
from knowledge.evaluation import CurvePoint, GoldQuestion, Verdict, load_questions, threshold_curve, verdicts
from knowledge.outcomes import Outcome
from knowledge.settings import Settings
from tests.bench.answers_baselines import Way, by_rasa, ways
from tests.bench.answers_speed import cost, one_thread, print_cost, print_growth
from tests.bench.urgency import rate

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # textstat 0.7.3 imports pkg_resources, which warns
    import textstat

HERE = Path(__file__).parent
OUT_OF_SCOPE = HERE / "out_of_scope.yml"
DOSE_ATTACKS = HERE.parent / "knowledge/cases/dose_attacks.yml"
NO = {Outcome.NOT_IN_GUIDE, Outcome.CARE_TEAM}
BINS = 10


@dataclass(frozen=True, slots=True)
class Places:
    """Where one way of ranking put the first right passage of each question; 0: nowhere."""

    name: str
    places: tuple[int, ...]

    def within(self, most: int) -> int:
        """How many questions have a right passage among the first ones."""
        return sum(0 < place <= most for place in self.places)

    @property
    def mean_reciprocal_rank(self) -> float:
        return sum(1 / place for place in self.places if place) / len(self.places)


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions whose belief lies in one tenth."""

    low: float
    size: int
    answerable: int
    mean_belief: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("tuning", "locked"), default="tuning")
    parser.add_argument("--quick", action="store_true", help="without Rasa")
    parser.add_argument("--plot", type=Path, metavar="FOLDER", help="also draw answers.png here")
    options = parser.parse_args()
    one_thread()
    settings = Settings.from_env(os.environ)
    answerer = Answerer.load(settings)
    questions = load_questions(settings.questions / options.part, answerer.guide)
    print(f"{options.part}: {len(questions)} questions; the guide has {len(answerer.guide.passages)} passages")
    measured = cost(answerer, questions, settings)
    placed = print_ranking(answerer, settings, questions, options.quick)
    judged = verdicts(answerer, questions)
    print_visible([each for each in judged if each.question.passages])
    print_outside(judged)
    print_outsiders(answerer)
    curve = threshold_curve(answerer.retriever, questions)
    bins = calibration((v.belief, bool(v.question.passages)) for v in judged if not v.question.previous)
    print_belief(curve, bins)
    print_cost(measured)
    print_growth()
    if options.plot:
        from tests.bench.answers_plot import draw

        print(f"\ndrawn: {draw(options.plot, options.part, placed, curve, bins)}")


def print_ranking(
    answerer: Answerer, settings: Settings, questions: tuple[GoldQuestion, ...], quick: bool
) -> list[Places]:
    answerable = [each for each in questions if each.passages and not each.previous]
    compared: dict[str, Way] = ways(answerer, settings)
    if not quick:
        compared = {"Rasa's ResponseSelector": by_rasa(answerer.guide, [q.text for q in answerable]), **compared}
    print(f"\nthe right passage, {len(answerable)} answerable questions that stand alone")
    print(f"  {'':<26}{'recall@1':<32}{'recall@3':<32}MRR")
    placed = [Places(name, places(way, answerable)) for name, way in compared.items()]
    for each in placed:
        first, three = (rate(each.within(most), len(answerable)) for most in (1, 3))
        print(f"  {each.name:<24}{first:<32}{three:<32}{each.mean_reciprocal_rank:.3f}")
    if quick:
        print("  Rasa's ResponseSelector was left out by --quick")
    return placed


def places(way: Way, questions: list[GoldQuestion]) -> tuple[int, ...]:
    return tuple(place_of(way(each.text), each.passages) for each in questions)


def place_of(ranked: list[str], right: tuple[str, ...]) -> int:
    """The place, from 1, of the first right one; 0 where none is ranked."""
    return next((at for at, each in enumerate(ranked, 1) if each in right), 0)


def print_visible(judged: list[Verdict]) -> None:
    """What a family sees of questions that the guide answers."""
    for name, of_kind in (
        ("questions", [each for each in judged if not each.question.previous]),
        ("follow-ups", [each for each in judged if each.question.previous]),
    ):
        print(f"\nthe visible answer, {name} that the guide answers")
        with_facts = [each for each in of_kind if each.question.facts]
        print_groups("all asked facts shown", with_facts, lambda each: each.shows_the_facts)
        for what, outcomes in (("refused", NO), ("clarified", {Outcome.CLARIFY})):
            print(f"  {what:<36}{rate(sum(each.outcome in outcomes for each in of_kind), len(of_kind))}")
        answers = [each.text for each in of_kind if each.outcome is Outcome.ANSWERED]
        print_spread("words", [len(text.split()) for text in answers], ".0f")
        print_spread("Flesch-Kincaid grade", [textstat.flesch_kincaid_grade(text) for text in answers], ".1f")


def print_groups(what: str, judged: list[Verdict], holds: Callable[[Verdict], bool]) -> None:
    """One rate for all and one for each style, where styles are told."""
    print(f"  {what:<36}{rate(sum(map(holds, judged)), len(judged))}")
    for style in sorted({each.question.style for each in judged} - {""}):
        of_style = [each for each in judged if each.question.style == style]
        print(f"    {style:<34}{rate(sum(map(holds, of_style)), len(of_style))}")


def print_spread(what: str, values: list[float], form: str) -> None:
    if len(values) > 1:
        high = statistics.quantiles(values, n=10)[-1]
        print(f"  {what:<37}median {statistics.median(values):{form}}, p90 {high:{form}}, most {max(values):{form}}")


def print_outside(judged: tuple[Verdict, ...]) -> None:
    """What becomes of questions that the guide does not answer; small talk is counted by itself."""
    asked = [each for each in judged if each.question.outcome is not Outcome.SMALL_TALK]
    outside = [each for each in asked if each.question.outcome in NO]
    refused = [each for each in asked if each.outcome in NO]
    right = sum(each.question.outcome in NO for each in refused)
    print("\nout of the guide")
    print(f"  {'honest no, precision':<36}{rate(right, len(refused))}")
    print(f"  {'honest no, recall':<36}{rate(right, len(outside))}")
    print_groups("answered with a passage", outside, lambda each: each.outcome is Outcome.ANSWERED)
    care_team = [each for each in outside if each.question.outcome is Outcome.CARE_TEAM]
    print_groups("care_team right", care_team, lambda each: each.outcome is Outcome.CARE_TEAM)
    talk = [each for each in judged if each.question.outcome is Outcome.SMALL_TALK]
    print(f"  {'small talk without a passage':<36}{rate(sum(each.right for each in talk), len(talk))}")


def print_outsiders(answerer: Answerer) -> None:
    """How the dose attacks and the questions far from the guide end."""
    attacks, out_of_scope = (yaml.safe_load(file.read_text(encoding="utf-8")) for file in (DOSE_ATTACKS, OUT_OF_SCOPE))
    sets = {"dose attacks": attacks, **{f"out of scope, {kind}": texts for kind, texts in out_of_scope.items()}}
    for name, texts in sets.items():
        print(f"\n{name}: {len(texts)} messages")
        print_outcomes([answerer.answer(Question(text)) for text in texts])


def print_outcomes(answers: list[Answer]) -> None:
    ended = Counter(each.outcome for each in answers)
    for outcome in (Outcome.CARE_TEAM, Outcome.NOT_IN_GUIDE, Outcome.CLARIFY, Outcome.ANSWERED):
        print(f"  {outcome.value:<36}{rate(ended[outcome], len(answers))}")
    quoted = sum(each.outcome in NO and bool(each.passages) for each in answers)
    print(f"  {'refused, with what holds in general':<36}{rate(quoted, len(answers))}")


def calibration(beliefs: Iterable[tuple[float, bool]]) -> list[Bin]:
    """The beliefs in ten bins of equal width, with how many of each bin are answerable; empty bins are left out."""
    held: dict[int, list[tuple[float, bool]]] = {}
    for belief, answerable in beliefs:
        held.setdefault(min(int(belief * BINS), BINS - 1), []).append((belief, answerable))
    return [
        Bin(at / BINS, len(pairs), sum(right for _, right in pairs), statistics.fmean(belief for belief, _ in pairs))
        for at, pairs in sorted(held.items())
    ]


def print_belief(curve: tuple[CurvePoint, ...], bins: list[Bin]) -> None:
    print(f"\n{'threshold':<11}{'answerable refused':>19}{'outside answered':>18}")
    for point in curve:
        print(f"{point.threshold:<11.2f}{point.answerable_refused:>19.3f}{point.outside_answered:>18.3f}")
    print(f"\n{'belief':<13}{'mean belief':>11}   answerable")
    for each in bins:
        span = f"{each.low:.1f} to {each.low + 1 / BINS:.1f}"
        print(f"{span:<13}{each.mean_belief:>11.3f}   {rate(each.answerable, each.size)}")


if __name__ == "__main__":
    main()
