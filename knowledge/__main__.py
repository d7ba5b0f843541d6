"""Build, search and measure the guide's index; look over, review and import guides."""

import argparse
import datetime as dt
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from knowledge.answering import Answer, Answerer, Question
from knowledge.boundaries import load_boundaries
from knowledge.embedder import SentenceEmbedder, model_name
from knowledge.entries import entries_of
from knowledge.errors import KnowledgeError
from knowledge.evaluation import fit_belief, load_questions
from knowledge.index import build_index, is_fresh
from knowledge.lint import lint
from knowledge.passages import load_guide
from knowledge.report import print_report
from knowledge.reviewing import review
from knowledge.settings import Settings


def main() -> int:
    """Run one command; an error of the guide or the index is one line and exit code 1."""
    parser = argparse.ArgumentParser(prog="python -m knowledge", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="embed the guide and write the index")
    build.add_argument(
        "--if-stale", action="store_true", help="do nothing when the index stands for the guide as it is"
    )
    search = commands.add_parser("search", help="answer a question as the chat would")
    search.add_argument("text", nargs="?", help="the question; leave it out with --jsonl")
    search.add_argument(
        "--jsonl", action="store_true", help='read {"id", "text", "previous"?} lines, write one answer a line'
    )
    evaluate = commands.add_parser("evaluate", help="measure on the evaluation questions, baselines beside it")
    evaluate.add_argument("--part", choices=["tuning", "locked"], default="tuning")
    evaluate.add_argument("--misses", action="store_true", help="also list every question that went wrong")
    commands.add_parser("calibrate", help="print the numbers of `belief` that fit the tuning questions best")
    commands.add_parser("lint", help="list what an editor or a reviewer should mend; exit code 1 if there is anything")
    _add_review(commands.add_parser("review", help="record a clinical review in the guide's front matter"))
    importing = commands.add_parser("import", help="cut a document into draft passages")
    importing.add_argument("file", type=Path, help="Markdown, HTML, plain text or DOCX")
    importing.add_argument("--into", type=Path, required=True, help="a new folder for the drafts and the report")
    options = parser.parse_args()
    settings = Settings.from_env(os.environ)
    try:
        return _run(options, settings, parser)
    except KnowledgeError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1


def _run(options: argparse.Namespace, settings: Settings, parser: argparse.ArgumentParser) -> int:
    if options.command == "build":
        return _build(settings, options.if_stale)
    if options.command == "lint":
        return _lint(settings)
    if options.command == "review":
        edited = review(settings.guide, options.id, options.status, options.by, options.on, options.until)
        print(f"{edited.name}: {options.id} is {options.status}. It counts from the next start of the chat.")
        return 0
    if options.command == "import":
        from knowledge.importing import import_document  # its parsers take a second that nothing else need wait

        print("\n".join(import_document(options.file, options.into).lines()))
        return 0
    answerer = Answerer.load(settings)
    if options.command == "evaluate":
        print_report(answerer, settings.questions / options.part, options.misses)
    elif options.command == "calibrate":
        print(fit_belief(answerer.retriever, load_questions(settings.questions / "tuning", answerer.guide)))
    elif options.jsonl:
        for line in _answer_lines(answerer, sys.stdin):
            print(json.dumps(line, ensure_ascii=False), flush=True)
    elif options.text:
        _print_answer(answerer.answer(Question(options.text)))
    else:
        parser.error("search needs a question, or --jsonl")
    return 0


def _add_review(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="a passage, or a section")
    parser.add_argument("--status", required=True, choices=["submitted", "under_review", "approved", "withdrawn"])
    parser.add_argument("--by", help="who reviewed it; needed for an approval")
    parser.add_argument("--on", type=dt.date.fromisoformat, help="the day of the review, YYYY-MM-DD")
    parser.add_argument("--until", type=dt.date.fromisoformat, help="the next review; by default a year later")


def _lint(settings: Settings) -> int:
    findings = lint(load_guide(settings.guide), dt.date.today())
    for found in findings:
        print(f"{found.place}: {found.rule}: {found.message}")
    print(f"{len(findings)} findings.")
    return 1 if findings else 0


def _build(settings: Settings, if_stale: bool) -> int:
    started = time.monotonic()
    entries = entries_of(load_guide(settings.guide), load_boundaries(settings.boundaries))
    if if_stale and is_fresh(settings.index, entries, model_name(settings.embedding_model)):
        print("The index stands for the guide as it is.")
        return 0
    print(f"Embedding {len(entries)} passages and boundaries …", flush=True)
    manifest = build_index(settings.index, entries, SentenceEmbedder(settings.embedding_model))
    print(f"Index ready: {manifest.rows} texts, {manifest.dimension} dimensions, {time.monotonic() - started:.1f} s.")
    return 0


def _answer_lines(answerer: Answerer, lines: Iterable[str]) -> Iterator[dict[str, object]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            previous = asked.get("previous") or ()
            question = Question(
                str(asked["text"]), previous=(previous,) if isinstance(previous, str) else tuple(previous)
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            yield {"line": number, "error": 'expected {"id", "text", "previous"?}'}
            continue
        answer = answerer.answer(question)
        yield {
            "id": asked.get("id"),
            "outcome": answer.outcome.value,
            "answer": answer.text,
            "passages": [{"passage_id": passage_id, "score": score} for passage_id, score in answer.ranked],
        }


def _print_answer(answer: Answer) -> None:
    print(f"{answer.outcome.value}\n")
    if answer.text:
        print(answer.text, end="\n\n")
    for choice in answer.choices:
        print(f"  ? {choice}")
    for passage_id, score in answer.ranked:
        print(f"  {score:.3f}  {passage_id}")
    print(f"  {answer.threshold:.3f}  (threshold)")


if __name__ == "__main__":
    sys.exit(main())
