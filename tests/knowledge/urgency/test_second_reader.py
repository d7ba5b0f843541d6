"""The second reader: exact, the same in both environments, and able only to raise a level."""

import copy
import hashlib

import numpy as np
import pytest

from knowledge.urgency import Level, RulesError, Situation, assess
from knowledge.urgency.assessment import assess_by_rules
from knowledge.urgency.reader_features import size, windows
from knowledge.urgency.rules import read_yaml
from knowledge.urgency.second_reader import (
    FEWEST_WORDS,
    SETTINGS_FILE,
    WEIGHTS_FILE,
    parse_settings,
    read,
    read_weights,
    score,
    settings,
    weights,
)
from knowledge.urgency.tokens import plain
from knowledge.urgency_corpus import messages
from tests.knowledge.urgency.tables import each, load

HEIGHT = {Level.NONE: 0, Level.BANNER: 1, Level.URGENT: 2}


def every_text():
    yield from (text for _, _, text in each("signs.yml"))
    for table in ("reports.yml", "others.yml"):
        yield from (text for texts in load(table).values() for text in texts)


def highest(text):
    folded = plain(text).text
    pieces = (folded[start:end] for start, end in windows(folded))
    return max((score(piece) for piece in pieces if size(piece) >= FEWEST_WORDS), default=-10.0)


def test_it_never_lowers_what_the_rules_are_sure_of():
    raised = 0
    for text in every_text():
        alone, both = assess_by_rules(text, loose=False), assess(text)
        assert HEIGHT[both.level] >= HEIGHT[alone.level], text
        assert set(both.signs) >= set(alone.signs), text
        raised += HEIGHT[both.level] > HEIGHT[alone.level]
    assert raised


@pytest.mark.parametrize(("text", "stored"), load("second_reader_scores.yml").items())
def test_scores_are_the_same_to_the_last_digit_everywhere(text, stored):
    assert highest(text) == stored
    assert highest(text) == stored


def test_the_weights_are_the_ones_the_settings_name():
    assert hashlib.sha256(WEIGHTS_FILE.read_bytes()).hexdigest() == settings().weights_sha256
    assert WEIGHTS_FILE.stat().st_size < 2_000_000
    assert weights().by_bucket.any()


def test_scenes_the_rules_miss_are_raised_and_explained():
    scenes = [m.text for m in messages("training") if m.style == "indirect" and m.expect == "urgent"][::12]
    missed = [text for text in scenes if assess_by_rules(text, loose=False).level is not Level.URGENT]
    verdicts = [(text, assess(text)) for text in missed]
    raised = [(text, verdict) for text, verdict in verdicts if verdict.level is Level.URGENT]
    assert len(raised) * 10 >= len(missed) * 9
    for text, verdict in raised:
        spans = [reason.span for reason in verdict.reasons if reason.span]
        assert spans and all(text[slice(*span)].strip() for span in spans)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("He gave away his watch and wrote us each a letter, he says we will be better off.", "self_harm"),
        ("39.2 and honestly good. I hope it finishes me, and if it doesn't I know how to.", "self_harm"),
        ("She swallowed the whole box of her night tablets, all of them.", "overdose"),
    ],
)
def test_it_names_the_kind_of_a_crisis(text, kind):
    assert kind in [each.value for each in assess(text).kinds]


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
        "one two.",
        "one two. three 38.5 four five?",
        "three 38.5 four five?",
        "three 38.5 four five? six seven eight nine ten",
        "six seven eight nine ten",
    ]


def test_a_greeting_is_no_part_of_the_sentence():
    text = "good evening dear team, he put the kettle in the bed"
    assert [text[start:end] for start, end in windows(text)] == ["he put the kettle in the bed"]


def test_a_long_sentence_is_read_in_pieces_too():
    text = " ".join(f"word{'abcdefghij'[n % 10]}" for n in range(40))
    sizes = [len(text[start:end].split()) for start, end in windows(text)]
    assert sizes[0] == 40 and sizes[1:] == [16, 16, 16, 16]


def test_a_slip_of_the_key_is_read_as_meant():
    (typed,) = read(plain("she keeps drpping things from her hnads"))
    (meant,) = read(plain("she keeps dropping things from her hands"))
    assert typed.score == meant.score


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda c: c.pop("sign"), "exactly the keys"),
        (lambda c: c.update(extra=1), "exactly the keys"),
        (lambda c: c["english"].update(urgent="high"), "english: urgent: a number"),
        (lambda c: c["other"].pop("named"), "other: exactly"),
        (lambda c: c["english"].update(supported=99), "must not fall"),
        (lambda c: c.update(sign=""), "sign: a text"),
        (lambda c: c.update(emergency_sign="moonshine"), "'moonshine' is no sign"),
        (lambda c: c["kind_signs"].pop("overdose"), "kind_signs: exactly"),
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
    np.savez(tmp_path / "short.npz", weights=np.zeros((1, 8), dtype=np.int16), units=np.ones(1), biases=np.ones(1))
    with pytest.raises(RulesError, match="whole numbers"):
        read_weights(tmp_path / "short.npz")
