"""The second reader: exact, the same in both environments, and able only to raise a level."""

import copy
import hashlib

import numpy as np
import pytest
import yaml

from knowledge.urgency import Level, RulesError, Situation, Tier, assess
from knowledge.urgency.assessment import assess_by_rules
from knowledge.urgency.rules import FOLDER, read_yaml
from knowledge.urgency.second_reader import (
    RULE,
    SETTINGS_FILE,
    WEIGHTS_FILE,
    parse_settings,
    read,
    read_weights,
    settings,
    weights,
    windows,
)
from knowledge.urgency.tokens import plain
from tests.knowledge.urgency.tables import each, load

HEIGHT = {Level.NONE: 0, Level.BANNER: 1, Level.URGENT: 2}


def every_text():
    yield from (text for _, _, text in each("signs.yml"))
    for table in ("reports.yml", "others.yml"):
        yield from (text for texts in load(table).values() for text in texts)


def highest(text):
    return max((window.score for window in read(plain(text))), default=0.0)


def test_it_never_lowers_a_level_nor_drops_a_sign():
    raised = 0
    for text in every_text():
        alone, both = assess_by_rules(text), assess(text)
        assert HEIGHT[both.level] >= HEIGHT[alone.level], text
        assert set(both.signs) >= set(alone.signs), text
        assert both == alone or any(reason.rule == RULE for reason in both.reasons), text
        raised += both != alone
    assert raised


@pytest.mark.parametrize(("text", "stored"), load("second_reader_scores.yml").items())
def test_scores_are_the_same_to_the_last_digit_everywhere(text, stored):
    assert highest(text) == stored
    assert highest(text) == stored


def test_the_weights_are_the_ones_the_settings_name():
    assert hashlib.sha256(WEIGHTS_FILE.read_bytes()).hexdigest() == settings().weights_sha256
    assert WEIGHTS_FILE.stat().st_size < 1_500_000
    assert weights().by_bucket.any()


def test_scenes_the_rules_miss_are_raised_and_explained():
    content = yaml.safe_load((FOLDER / "corpus" / "training" / "scenes.yml").read_text(encoding="utf-8"))
    scenes = [entry["text"] for entry in content if entry["expect"] == "urgent"]
    missed = [text for text in scenes if assess_by_rules(text).level is Level.NONE]
    verdicts = [(text, assess(text)) for text in missed]
    raised = [(text, verdict) for text, verdict in verdicts if verdict.level is Level.URGENT]
    assert len(raised) * 10 >= len(missed) * 9
    for text, verdict in raised:
        (reason,) = verdict.reasons
        assert (verdict.tier, reason.rule) == (Tier.R, RULE)
        assert text[slice(*reason.span)].strip()


def test_staff_at_the_bedside_keeps_the_strip():
    text = "The nurse is with us now and he has a fever of 39"
    assert assess(text) == assess_by_rules(text)


def test_on_a_ward_the_bell_comes_first():
    scene = "He tried to eat the soup with his phone and looked straight through me."
    assert assess(scene, Situation(setting="ward")).first_call.value == "ward_staff"


@pytest.mark.parametrize("text", ["", " ", "...", "?!", "\n\n", "\ud800", "(" * 500])
def test_texts_without_words_are_read(text):
    assert assess(text).level is Level.NONE


def test_windows_are_sentences_and_neighbouring_pairs():
    text = "one two. three 38.5 four five? six seven eight nine ten"
    assert [text[start:end].strip() for start, end in windows(text)] == [
        "one two. three 38.5 four five?",
        "three 38.5 four five? six seven eight nine ten",
        "six seven eight nine ten",
    ]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda c: c.pop("sign"), "exactly the keys"),
        (lambda c: c.update(extra=1), "exactly the keys"),
        (lambda c: c.update(urgent_above="high"), "urgent_above: a number"),
        (lambda c: c.update(advise_above=99), "must not fall"),
        (lambda c: c.update(sign=""), "sign: a text"),
    ],
)
def test_malformed_settings_are_refused(change, says):
    content = copy.deepcopy(read_yaml(SETTINGS_FILE))
    change(content)
    with pytest.raises(RulesError, match=r"second_reader\.yml") as caught:
        parse_settings(content)
    assert says in str(caught.value)


def test_damaged_weights_are_refused(tmp_path):
    damaged = tmp_path / "weights.npz"
    damaged.write_bytes(WEIGHTS_FILE.read_bytes()[:500])
    with pytest.raises(RulesError, match=r"weights\.npz"):
        read_weights(damaged)
    np.savez(tmp_path / "short.npz", weights=np.zeros(8, dtype=np.int16), unit=1.0, bias=0.0)
    with pytest.raises(RulesError, match="whole numbers"):
        read_weights(tmp_path / "short.npz")
