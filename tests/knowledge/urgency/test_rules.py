"""A malformed data file is refused, and the error names file, id and key. One test a kind of mistake."""

import copy

import pytest

from knowledge.urgency import RulesError
from knowledge.urgency.rules import FOLDER, cues, parse_cues, parse_signs, read_yaml
from knowledge.urgency.wording import parse_numbers, parse_wording

SIGN = {"id": "x", "name": "x", "tier": "R", "source": "s", "patterns": ["one two"]}


def signs_with(**changes):
    return {"words": {}, "signs": [{key: value for key, value in {**SIGN, **changes}.items() if value is not None}]}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (signs_with(tire="R"), "x: unknown key 'tire'"),
        (signs_with(tier="Z"), "x: tier"),
        (signs_with(kind="odd"), "x: tier or kind"),
        (signs_with(source=None), "x: source: missing"),
        (signs_with(name=""), "x: name"),
        (signs_with(patterns="one"), "x: patterns: a list"),
        (signs_with(patterns=["<nobody>"]), "no word set <nobody>"),
        (signs_with(patterns=["a  b"]), "one space"),
        (signs_with(patterns=["a & b & c"]), "at most one &"),
        (signs_with(patterns=["a? b?"]), "every element may be missing"),
        (signs_with(patterns=["a||b"]), "empty alternative"),
        (signs_with(look_alikes="no"), "x: look_alikes: a list"),
        ({"words": {}, "signs": [SIGN, SIGN]}, "x: id: used twice"),
        ({"words": {}, "signs": [{"name": "x"}]}, "id: every sign needs one"),
        ({"words": {}, "signs": []}, "at least one sign"),
        ({"words": {}, "signs": [SIGN], "more": 1}, "unknown key 'more'"),
        ({"words": {"a": 1}, "signs": [SIGN]}, "words: a mapping of texts"),
    ],
)
def test_a_malformed_sign_is_refused(content, says):
    with pytest.raises(RulesError, match=r"signs\.yml") as caught:
        parse_signs(content, frozenset())
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda c: c.pop("past"), "past: missing"),
        (lambda c: c.update(extra=1), "extra: unknown key"),
        (lambda c: c["denial"].update(reach=99), "denial: reach"),
        (lambda c: c["denial"]["cues"].append({"id": "d"}), "id and patterns"),
        (lambda c: c["past"]["cues"].append({"id": "d", "patterns": ["<moon>"]}), "d: patterns"),
        (lambda c: c.update(spelling=[]), "spelling: a mapping"),
        (lambda c: c["question"].update(heads=[1]), "heads: a list of words"),
        (lambda c: c.update(now="x"), "now: a list"),
    ],
)
def test_malformed_cues_are_refused(change, says):
    content = copy.deepcopy(read_yaml(FOLDER / "cues.yml"))
    change(content)
    with pytest.raises(RulesError, match=r"cues\.yml") as caught:
        parse_cues(content)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda c: c.pop("card"), "card: missing"),
        (lambda c: c.update(extra={}), "unknown key 'extra'"),
        (lambda c: c["replies"].pop("failed"), "replies: failed: missing"),
        (lambda c: c["steps"].update(dance="now"), "steps: dance: unknown key"),
        (lambda c: c["steps"].update(no_answer=""), "steps: no_answer: a sentence"),
        (lambda c: c["steps"].update(no_answer="Call {nobody}."), "unknown field {nobody}"),
    ],
)
def test_malformed_wording_is_refused(change, says):
    content = copy.deepcopy(read_yaml(FOLDER / "wording" / "en.yml"))
    change(content)
    with pytest.raises(RulesError, match=r"wording/en\.yml") as caught:
        parse_wording("wording/en.yml", content)
    assert says in str(caught.value)


GOOD = {"number": "112", "reaches": "general", "verified_on": None, "note": None}


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ({}, "numbers: missing"),
        ({False: GOOD}, "two capital letters"),
        ({"DE": {"number": "112"}}, "DE: number, reaches"),
        ({"DE": {**GOOD, "number": 112}}, "DE: number"),
        ({"DE": {**GOOD, "reaches": "police"}}, "DE: reaches"),
    ],
)
def test_malformed_numbers_are_refused(numbers, says):
    with pytest.raises(RulesError, match=r"emergency_numbers\.yml") as caught:
        parse_numbers({"numbers": numbers})
    assert says in str(caught.value)


def test_an_unreadable_file_is_named(tmp_path):
    broken = tmp_path / "signs.yml"
    broken.write_text("a: [", encoding="utf-8")
    with pytest.raises(RulesError, match=r"signs\.yml"):
        read_yaml(broken)


def test_the_shipped_files_are_well_formed():
    assert cues().groups
