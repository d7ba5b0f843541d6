"""Print the evaluation as tables a person can read."""

import statistics
from collections import Counter
from pathlib import Path

from knowledge.answering import Answerer
from knowledge.evaluation import Verdict, load_questions, rankings, threshold_curve, verdicts
from knowledge.outcomes import Outcome


def print_report(answerer: Answerer, folder: Path, misses: bool) -> None:
    """Rankings beside their baselines, outcomes, the threshold curve and, if wished, every miss."""
    questions = load_questions(folder, answerer.guide)
    print(f"{folder.name}: {len(questions)} questions\n")
    print(f"{'scoring':<16}{'n':>5}{'recall@1':>10}{'recall@3':>10}{'MRR':>8}")
    for row in rankings(answerer.retriever, questions):
        print(
            f"{row.name:<16}{row.questions:>5}{row.recall_at_1:>10.3f}{row.recall_at_3:>10.3f}{row.mean_reciprocal_rank:>8.3f}"
        )
    judged = verdicts(answerer, questions)
    print(f"\n{'expected':<14}{'n':>5}{'right':>8}  became")
    for outcome in (Outcome.ANSWERED, Outcome.NOT_IN_GUIDE, Outcome.CARE_TEAM, Outcome.SMALL_TALK):
        of_kind = [each for each in judged if each.question.outcome == outcome]
        if of_kind:
            became = Counter(each.outcome.value for each in of_kind)
            right = sum(each.right for each in of_kind) / len(of_kind)
            print(f"{outcome.value:<14}{len(of_kind):>5}{right:>8.3f}  {dict(became)}")
    _print_facts([each for each in judged if each.question.facts])
    print(f"\n{'threshold':<11}{'answerable refused':>19}{'outside answered':>18}")
    for point in threshold_curve(answerer.retriever, questions):
        print(f"{point.threshold:<11.2f}{point.answerable_refused:>19.3f}{point.outside_answered:>18.3f}")
    if misses:
        print("\nmisses:")
        for each in judged:
            if not each.right:
                shown, asked = ", ".join(each.passage_ids), each.question
                print(f"  {asked.id}: {asked.text!r} → {each.outcome.value} {shown} ({each.belief:.2f})")
                print(f"      wanted {asked.outcome.value} {', '.join(asked.passages)}")


def _print_facts(judged: list[Verdict]) -> None:
    for name, of_kind in (
        ("questions", [each for each in judged if not each.question.previous]),
        ("follow-ups", [each for each in judged if each.question.previous]),
    ):
        if of_kind:
            share = sum(each.shows_the_facts for each in of_kind) / len(of_kind)
            words = [len(each.text.split()) for each in of_kind if each.outcome is Outcome.ANSWERED]
            print(
                f"\n{name}: the visible answer shows the asked fact for {share:.3f} of {len(of_kind)}; "
                f"words: median {statistics.median(words):.0f}, most {max(words)}"
            )
