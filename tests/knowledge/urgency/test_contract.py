"""The public face: plain values in and out, no heavy import, a stream that never stops, and speed."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from knowledge.urgency import Assessment, InvalidSituation, Situation, assess

ROOT = Path(__file__).parents[3]
HEAVY = ["rasa", "rasa_sdk", "flask", "faiss", "torch", "sentence_transformers", "sqlalchemy", "httpx"]


def python(code, stdin=""):
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, input=stdin, capture_output=True, text=True, timeout=60
    )


def test_it_works_where_nothing_heavy_is_installed():
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({HEAVY!r}));"
        "import knowledge.urgency as u; print(u.assess('he has 39').level.value)"
    )
    assert python(code).stdout.strip() == "urgent"


def test_importing_reads_no_file():
    code = (
        "import knowledge.urgency, knowledge.urgency.rules as r, knowledge.urgency.wording as w;"
        "print(r.signs.cache_info().currsize + r.cues.cache_info().currsize + w.wording.cache_info().currsize)"
    )
    assert python(code).stdout.strip() == "0"


@pytest.mark.parametrize(
    "text", ["he has a fever", "what if he gets a fever?", "hello", "no chills", "she is blue in the face"]
)
def test_a_verdict_survives_json_and_never_holds_the_text(text):
    verdict = assess(text)
    carried = json.dumps(verdict.as_dict())
    assert Assessment.from_dict(json.loads(carried)) == verdict
    assert text not in carried


@pytest.mark.parametrize(
    "broken", [{}, {"level": "loud"}, {"level": "none", "reasons": [{}]}, {"level": "none", "signs": 3}]
)
def test_a_broken_verdict_is_refused(broken):
    with pytest.raises(InvalidSituation):
        Assessment.from_dict(broken)


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"setting": "moon"}, "setting"),
        ({"country": "China"}, "country"),
        ({"therapy": 3}, "therapy"),
        ({"infusion_day": "two"}, "infusion_day"),
        ({"infusion_day": True}, "infusion_day"),
        ({"language": 5}, "language"),
        ({"earlier_signs": "fever"}, "earlier_signs"),
        ({"earlier_signs": 5}, "earlier_signs"),
        ({"mood": "good"}, "mood"),
        ([], "object"),
    ],
)
def test_a_broken_situation_is_refused_and_the_key_named(values, names):
    with pytest.raises(InvalidSituation, match=names):
        Situation.from_dict(values)


def test_a_situation_survives_storing():
    situation = Situation("home", "CN", "car_t", "patient", 4, "en", ("vomiting",))
    assert Situation.from_dict(situation.as_dict()) == situation


def test_spans_point_into_the_text_as_typed():
    text = "Ｈｉ… his temp is ３８．６ and he’s CONFUSED"
    spans = {reason.sign: text[slice(*reason.span)] for reason in assess(text).reasons}
    assert spans == {"fever": "３８．６", "confusion": "CONFUSED"}


def test_the_stream_answers_in_order_and_survives_bad_lines():
    lines = [
        '{"id": 1, "text": "he has a fever"}',
        "not json",
        "",
        '{"id": 2}',
        '{"id": 3, "text": "hi", "context": {"setting": "moon"}}',
        '{"id": 4, "text": "hi"}',
        "[1]",
    ]
    command = [sys.executable, "-m", "knowledge.urgency", "--jsonl"]
    run = subprocess.run(command, cwd=ROOT, input="\n".join(lines), capture_output=True, text=True, timeout=60)
    results = [json.loads(line) for line in run.stdout.splitlines()]
    assert [result.get("id") for result in results] == [1, None, None, None, 4, None]
    assert [result.get("line") for result in results] == [None, 2, 4, 5, None, 7]
    assert all("error" in result for result in results if "line" in result)
    assert list(results[0]) == [
        "id",
        "level",
        "tier",
        "banner",
        "kinds",
        "signs",
        "first_call",
        "language",
        "reasons",
        "set_aside",
    ]
    assert run.returncode == 0


@pytest.mark.parametrize(
    "text", ["ab" * 10_000, "1" * 20_000, "no fever " * 2_200, "temp 38 / " * 2_000, "(" * 20_000, "a-" * 10_000]
)
def test_hostile_length_is_read_in_bounded_time(text):
    started = time.perf_counter()
    assess(text)
    assert time.perf_counter() - started < 3
