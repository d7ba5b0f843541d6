"""Damaged characters are mended, whole ones are left alone, and the rules are held to their examples."""

from pathlib import Path

import pytest

from knowledge.importing.errors import GuideImportError
from knowledge.importing.repairing import Repairer, load_rules


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("above 38?C", "above 38°C"),
        ("above 38\ufffdC", "above 38°C"),
        ("above 100.4 ?F", "above 100.4°F"),
        ("above 38ยฐC", "above 38°C"),
        ("a sign โ call", "a sign – call"),
        ("a sign โ€” call", "a sign – call"),
        ("days 2?7", "days 2–7"),
        ("report it ? even at night", "report it – even at night"),
        ("the nurse?s card, don?t wait", "the nurse's card, don't wait"),
        ("caf\u00c3\u00a9 \u00e2\u20ac\u201c 38\u00c2\u00b0C", "café – 38°C"),
        ("a\u00a0b\x07c", "a bc"),
    ],
)
def test_damage_is_undone(before: str, after: str):
    assert Repairer().repaired(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "Is it 38? Call now.",
        "Is it 38?Call now.",
        "Is it time ? Yes.",
        "Is it late?",
        "https://example.org/page?id=3 and https://example.org/1?2=3",
        "โรงพยาบาลอยู่ที่ไหน โทรหาพยาบาล",
        "发烧了怎么办？马上打电话。",
        "L'œuvre naïve – 38 °C",
    ],
)
def test_whole_text_is_left_alone(text: str):
    repairer = Repairer()

    assert repairer.repaired(text) == text
    assert repairer.repairs == ()


def test_repairs_are_counted_by_kind_with_the_first_as_example():
    repairer = Repairer()

    repairer.repaired("above 38?C\nabove 39?C or days 2?7")

    assert [(each.kind, each.count, each.before, each.after) for each in repairer.repairs] == [
        ("degree-as-question-mark", 2, "above 38?C", "above 38°C"),
        ("range-as-question-mark", 1, "°C or days 2?7", "°C or days 2–7"),
    ]


RULE = '- {id: one, why: w, pattern: "a", replacement: "b", example: {before: "a", after: "b"}}'


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("- {id", "{id", r"rules\.yml: expected a list"),
        ("why: w, ", "", r"rules\.yml: .*expected exactly example, id, pattern"),
        ('pattern: "a"', 'pattern: "("', r"rules\.yml: one: pattern: "),
        ('pattern: "a"', "pattern: 3", r"rules\.yml: one: pattern: "),
        ('after: "b"', 'after: "c"', r"rules\.yml: one: example: 'a' does not become 'c'"),
        (', after: "b"', "", r"rules\.yml: one: example: expected before and after"),
    ],
)
def test_a_malformed_rule_is_named(tmp_path: Path, old: str, new: str, message: str):
    file = tmp_path / "rules.yml"
    file.write_text(RULE.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(GuideImportError, match=message):
        load_rules(file)
