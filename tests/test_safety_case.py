"""The hazard log is well formed, points at tests and figures that exist, and a slip in it is named by id and key."""

import ast
import copy
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from knowledge.urgency import Assessment, FirstCall, Level, Tier
from knowledge.urgency_corpus import Message, messages
from tests.bench.hazard_log import LIKELIHOODS, LOG, MATRIX, ROOT, SEVERITIES, HazardLogError, read_log, score_of
from tests.bench.safety_case import (
    GOALS,
    Case,
    cases_of,
    check_evidence,
    figures_of,
    has_passed,
    page,
    references_of,
    result,
)

PLAN = (LOG.parent / "plan.md").read_text(encoding="utf-8")
URGENT = Assessment(Level.URGENT, Tier.R, signs=("fever",), first_call=FirstCall.CARE_TEAM)
GOOD = {
    "id": "H-01",
    "hazard": "Something goes wrong.",
    "causes": ["a slip"],
    "effect": "It shows.",
    "harm": "It hurts.",
    "controls": [{"kind": "design", "what": "It cannot happen."}],
    "tests": ["tests/test_safety_case.py::test_the_matrix_is_the_plans"],
    "evidence": ["all red reports"],
    "lacking": ["A review."],
    "before": {"severity": "major", "likelihood": "high", "score": 4},
    "after": {"severity": "major", "likelihood": "medium", "score": 3},
    "clinical": True,
    "owner": "maintainer",
    "status": "open",
}


def log_of(tmp_path: Path, *hazards, not_shown=("That it is safe.",)):
    file = tmp_path / "hazards.yml"
    file.write_text(yaml.safe_dump({"hazards": list(hazards), "not_shown": list(not_shown)}), encoding="utf-8")
    return read_log(file)


@pytest.fixture(scope="module")
def log():
    return read_log()


def calm(_text: str) -> Assessment:
    return Assessment()


def alarmed(_text: str) -> Assessment:
    return URGENT


def test_the_log_is_well_formed_and_every_hazard_has_a_control(log):
    assert len(log.hazards) >= 25
    assert len({hazard.id for hazard in log.hazards}) == len(log.hazards)
    assert [hazard.id for hazard in log.hazards if not hazard.controls] == []
    assert log.not_shown


def test_every_named_test_exists(log):
    for reference in references_of(log):
        file, _, function = reference.partition("::")
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        defined = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert function in defined or (not function and any(name.startswith("test_") for name in defined)), reference


def test_every_named_figure_is_measured(log):
    check_evidence(log, figures_of(messages("locked"), calm))


def test_nothing_is_accepted_while_nobody_can_accept_it(log):
    assert "**vacant**" in PLAN
    assert [hazard.id for hazard in log.hazards if hazard.status == "accepted"] == []


def test_the_matrix_is_the_plans():
    for place, likelihood in enumerate(LIKELIHOODS):
        scores = " | ".join(str(row[place]) for row in MATRIX)
        assert f"| **{likelihood}** | {scores} |" in PLAN
    assert f"| | {' | '.join(SEVERITIES)} |" in PLAN
    assert score_of("minor", "very high") == 3
    assert score_of("catastrophic", "very low") == 3
    assert score_of("major", "high") == 4


def test_the_goals_are_the_plans():
    section = PLAN.partition("## Goals")[2].partition("##")[0]

    assert re.findall(r"^- (.+)$", section, re.M) == [goal.words for goal in GOALS]
    assert {goal.row for goal in GOALS} <= set(figures_of(messages("locked"), calm))


def test_a_good_entry_is_read(tmp_path: Path):
    (hazard,) = log_of(tmp_path, GOOD).hazards

    assert (hazard.after.score, hazard.controls[0].kind, hazard.tests) == (3, "design", tuple(GOOD["tests"]))


def changed(**changes):
    return {key: value for key, value in {**copy.deepcopy(GOOD), **changes}.items() if value is not None}


def risk(severity, likelihood, score):
    return {"severity": severity, "likelihood": likelihood, "score": score}


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (changed(sevrity="major"), "H-01: sevrity: unknown key"),
        (changed(harm=None), "H-01: harm: missing"),
        (changed(id="H1"), "H1: id: "),
        (changed(id=None), "entry 1: id: missing"),
        (changed(effect=" "), "H-01: effect: a text"),
        (changed(causes="a slip"), "H-01: causes: a list"),
        (changed(controls=[]), "H-01: controls: a list with at least one"),
        (changed(controls=[{"kind": "design"}]), "H-01: controls: each needs"),
        (changed(controls=[{"kind": "hope", "what": "It will not."}]), "H-01: controls: kind is one of"),
        (changed(tests=["tests/test_moon.py"]), "H-01: tests: tests/test_moon.py: no such test file"),
        (changed(tests=["tests/fakes.py"]), "H-01: tests: tests/fakes.py: no such test file"),
        (changed(tests=["tests/test_docs.py::test_moon"]), "H-01: tests: tests/test_docs.py::test_moon: no such test"),
        (changed(evidence=["docs/evidence/moon.md"]), "H-01: evidence: docs/evidence/moon.md: no such file"),
        (changed(after=risk("major", "medium", 2)), "H-01: after: score: major and medium make 3"),
        (changed(before=risk("grave", "medium", 2)), "H-01: before: severity: one of"),
        (changed(before=risk("major", "often", 2)), "H-01: before: likelihood: one of"),
        (changed(before={"severity": "major"}), "H-01: before: exactly"),
        (changed(after=risk("catastrophic", "high", 5)), "H-01: after: higher than before"),
        (changed(after=risk("major", "low", 3)), "H-01: after: likelihood: below medium"),
        (changed(clinical="no"), "H-01: clinical: true or false"),
        (changed(owner="nobody"), "H-01: owner: one of"),
        (changed(status="done"), "H-01: status: one of"),
        (changed(status="controlled"), "H-01: status: open or accepted"),
        (
            changed(status="accepted", accepted_by="A. N. Other, 2026-11-20", tests=[]),
            "H-01: status: open, while no test",
        ),
        (changed(status="accepted"), "H-01: accepted_by: named"),
        (changed(accepted_by="A. N. Other, 2026-11-20"), "H-01: accepted_by: named"),
        (changed(lacking=[]), "H-01: lacking: what an open hazard waits for"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_slip_is_named_by_id_and_key(tmp_path: Path, entry, says):
    with pytest.raises(HazardLogError, match=r"hazards\.yml") as caught:
        log_of(tmp_path, entry)
    assert says in str(caught.value)


def test_an_id_that_is_used_twice_is_named(tmp_path: Path):
    with pytest.raises(HazardLogError, match="H-01: id: used twice"):
        log_of(tmp_path, GOOD, GOOD)


@pytest.mark.parametrize(
    "content", ["[", "[]", "hazards: []\nnot_shown: [a]", "hazards: [a]", "hazards: [a]\nnot_shown: []"]
)
def test_a_log_of_another_shape_is_refused(tmp_path: Path, content):
    file = tmp_path / "hazards.yml"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(HazardLogError, match=r"hazards\.yml"):
        read_log(file)


def test_evidence_that_nobody_measures_is_named(tmp_path: Path):
    log = log_of(tmp_path, changed(evidence=["report moonlit"]))

    with pytest.raises(HazardLogError, match="H-01: evidence: 'report moonlit'"):
        check_evidence(log, figures_of([], calm))


RED = Message("a-1", "he is hot", "urgent", "direct", ("fever",), Tier.R, FirstCall.CARE_TEAM)
GRAVE = Message("a-2", "he does not breathe", "urgent", "direct", ("fever",), Tier.E, FirstCall.EMERGENCY_NUMBER)
ASKED = Message("a-3", "what if he gets hot?", "conditional", "conditional", ("fever",))


def test_hits_are_counted_by_what_was_expected():
    silent, loud = (figures_of([RED, GRAVE, ASKED], reader) for reader in (calm, alarmed))

    assert [(silent[row].hits, silent[row].of) for row in ("all red reports", "other conditional")] == [(0, 2), (0, 1)]
    assert [(loud[row].hits, loud[row].of) for row in ("all red reports", "other conditional")] == [(2, 2), (1, 1)]
    assert silent["every report, read as none"].hits == 2
    assert (loud["first call right, of urgent"].hits, loud["emergency number first, tier E"].hits) == (1, 0)


def test_a_goal_needs_its_share_and_enough_messages():
    recall, per_sign = GOALS[:2]
    many = figures_of([RED] * 299, alarmed)

    assert recall.is_met(many[recall.row]) and per_sign.is_met(many[per_sign.row])
    assert not recall.is_met(figures_of([RED] * 298, alarmed)[recall.row])
    assert not recall.is_met(figures_of([RED] * 299, calm)[recall.row])
    assert not per_sign.is_met(figures_of([RED] * 58, alarmed)[per_sign.row])


REPORT = """<testsuites><testsuite>
<testcase classname="tests.web.test_turns" name="test_one[a]"/>
<testcase classname="tests.web.test_turns" name="test_one[b]"><failure message="no"/></testcase>
<testcase classname="tests.web.test_turns" name="test_two"/>
<testcase classname="tests.web.test_health" name="test_one"><skipped/></testcase>
</testsuite></testsuites>"""


def test_the_result_of_a_test_is_that_of_its_cases():
    cases = cases_of(REPORT)

    assert cases[0] == Case("tests/web/test_turns.py", "test_one", "test_one[a]", "passed")
    assert result("tests/web/test_turns.py::test_one", cases) == "1 failed, 1 passed"
    assert result("tests/web/test_turns.py", cases) == "1 failed, 2 passed"
    assert result("tests/web/test_logs.py", cases) == "not run"
    assert has_passed("tests/web/test_turns.py::test_two", cases)
    assert not has_passed("tests/web/test_turns.py", cases)
    assert not has_passed("tests/web/test_health.py::test_one", cases)


def test_the_page_says_what_was_found_and_what_is_not_shown(log):
    text = page(log, figures_of(messages("locked"), calm), (), date(2026, 11, 20))

    assert "2026-11-20" in text and "**Unsigned.**" in text
    assert all(f"**{hazard.id}** {hazard.hazard}" in text for hazard in log.hazards)
    assert all(each in text for each in log.not_shown)
    assert "0 passed" in text and "not run" in text
    assert [line for line in text.splitlines() if line.startswith("|") and not line.endswith("|")] == []
    links = re.findall(r"\]\(([^)#]+)", text)
    assert links and all((LOG.parent / link).exists() for link in links)
