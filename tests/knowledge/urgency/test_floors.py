"""No change may let the reading of danger signs fall below what was measured on the tuning messages."""

from collections import defaultdict
from fractions import Fraction

import pytest

from knowledge.urgency import Level, assess
from knowledge.urgency_corpus import messages

RED_URGENT = 0.955  # share of the red reports; measured 0.965 on 2026-11-25
MOST_UNSEEN = 12  # reports read as nothing, of 1,000; measured 10
# Share read as urgent at most, by style of the messages that report nothing; a few above what was measured.
CEILINGS = {
    "question": 0.035, "conditional": 0.06, "denial": 0.09, "resolved_past": 0.14, "lookalike": 0.08, "smalltalk": 0.02,
}  # fmt: skip


@pytest.fixture(scope="module")
def read():
    return [(message, assess(message.text)) for message in messages("tuning")]


def test_red_reports_are_urgent(read):
    urgent = [found.level is Level.URGENT for message, found in read if message.expect == "urgent"]

    assert Fraction(sum(urgent), len(urgent)) >= RED_URGENT


def test_hardly_any_report_is_read_as_nothing(read):
    unseen = [message.id for message, found in read if message.is_report and found.level is Level.NONE]

    assert len(unseen) <= MOST_UNSEEN


@pytest.mark.parametrize("style", CEILINGS)
def test_false_alarms_stay_few(style, read):
    alarms = defaultdict(list)
    for message, found in read:
        if not message.is_report:
            alarms[message.style].append(found.level is Level.URGENT)

    assert Fraction(sum(alarms[style]), len(alarms[style])) <= CEILINGS[style]
