"""Read messages from a shell: `python -m knowledge.urgency "text"`, or `--jsonl` for many, one JSON object a line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from knowledge.urgency.assessment import assess
from knowledge.urgency.errors import InvalidSituation
from knowledge.urgency.situation import Situation


def assessed_lines(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield one object for each line that is not blank, in order; a bad line gives {"line", "error"}."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _assessed(line)
            except (ValueError, RecursionError) as error:
                yield {"line": number, "error": _plain_error(error)}


def _assessed(line: str) -> dict[str, Any]:
    given = json.loads(line)
    if not isinstance(given, dict):
        raise InvalidSituation("a line is one JSON object")
    if not isinstance(given.get("text"), str):
        raise InvalidSituation("text: a string is needed")
    situation = Situation.from_dict(given.get("context"))
    return {"id": given.get("id"), **assess(given["text"], situation).as_dict()}


def _plain_error(error: Exception) -> str:
    if isinstance(error, InvalidSituation):
        return str(error)
    return "not JSON"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m knowledge.urgency", description=__doc__)
    parser.add_argument("text", nargs="?", help="one message")
    parser.add_argument("--jsonl", action="store_true", help='read {"id", "text", "context"?} lines from stdin')
    options = parser.parse_args(arguments)
    if options.jsonl:
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        for result in assessed_lines(sys.stdin):
            print(json.dumps(result, ensure_ascii=False), flush=True)
        return 0
    if options.text is None:
        parser.error("give a message, or --jsonl")
    print(json.dumps(assess(options.text).as_dict(), ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
