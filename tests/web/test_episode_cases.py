"""Conversations around an alarm, turn by turn, as `cases/episodes.yml` tells them.

A case has an `id`, its `turns`, and where it matters a `context` and `store` (false: storing is declined).
A step is one of

    say: a message, `as` its client_turn_id        press: a choice of the last reply, sent as a message
    resend: a client_turn_id, sent once more       reload: back in another process, with the last token alone
    rasa: what Rasa does from here on              tell: a change of the context

with `after`, the time that passes before it, and `expect`: see `EXPECTATIONS` and `TEXTS`, and beside them `signs` (all
of these) and `asks_rasa`. A reload knows `episode` alone.
"""

import dataclasses
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient

from knowledge.passages import Guide
from tests.fakes import FakeRasa, answered, ended
from tests.web.conftest import Chat, held, shown

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "episodes.yml").read_text(encoding="utf-8"))
FEWEST = 45
SOOTHING = "how-long-crs-lasts"  # a passage that is never shown while an alarm is open
THE_LINE = "you told us about"

Turn = dict[str, Any]
Step = dict[str, Any]

EXPECTATIONS: dict[str, Callable[[Turn], Any]] = {
    "level": lambda turn: turn["urgency"]["level"],
    "tier": lambda turn: turn["urgency"]["tier"],
    "banner": lambda turn: turn["urgency"]["banner"],
    "first_call": lambda turn: turn["urgency"]["first_call"],
    "outcome": lambda turn: turn["outcome"],
    "language": lambda turn: turn["lang"],
    "urgent": lambda turn: turn["urgent"] is not None,
    "episode": lambda turn: state_of(turn["episode"]),
}
TEXTS: dict[str, tuple[Callable[[Turn], str], bool]] = {
    "first_message_contains": (lambda turn: turn["messages"][0]["text"], True),
    "first_message_lacks": (lambda turn: turn["messages"][0]["text"], False),
    "text_contains": (lambda turn: all_words(turn), True),
    "text_lacks": (lambda turn: all_words(turn), False),
}
STEPS = {
    "say": {"as", "after", "expect"},
    "press": {"after", "expect"},
    "resend": {"after", "expect"},
    "reload": {"after", "expect"},
    "tell": {"after"},
    "rasa": set(),
}


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Player:
    """One family's conversation, played step by step."""

    def __init__(
        self, case: dict[str, Any], rasa: FakeRasa, guide: Guide, start: Callable[[Clock], FlaskClient]
    ) -> None:
        self.clock, self.start, self.fake, self.guide = Clock(), start, rasa, guide
        self.stores: bool = case.get("store", True)
        self.turns: list[Turn] = []
        self.sent: dict[str, tuple[str, Turn]] = {}
        self.chat = Chat(start(self.clock), store=self.stores, context=case.get("context"))

    def play(self, step: Step) -> None:
        self.clock.now += passing(step.get("after", "0 min"))
        kind = next(iter(step))
        getattr(self, kind)(step[kind], step)

    def say(self, text: str, step: Step) -> None:
        asked = len(self.fake.asked)
        name = step.get("as")
        turn = self.chat.say(text, **({"client_turn_id": name} if name else {}))
        self.turns.append(turn)
        if name:
            self.sent[name] = (text, turn)
        check(step, turn, self.fake.asked[asked:], self.guide)

    def press(self, choice: str, step: Step) -> None:
        assert choice in [each["text"] for each in self.turns[-1]["choices"]]
        self.say(choice, step)

    def resend(self, name: str, step: Step) -> None:
        text, first = self.sent[name]
        asked = len(self.fake.asked)
        again = self.chat.say(text, client_turn_id=name)
        assert {**again, "token": ""} == {**first, "token": ""}
        check(step, again, self.fake.asked[asked:], self.guide)

    def reload(self, _: bool, step: Step) -> None:
        self.chat.client = self.start(self.clock)
        back = self.chat.read()
        assert state_of(back["episode"]) == step["expect"]["episode"]
        assert [each["turn_id"] for each in back["turns"]] == [turn["turn_id"] for turn in self.turns if self.stores]

    def tell(self, changes: dict[str, Any], _: Step) -> None:
        changed = self.chat.client.patch(f"{self.chat.path}/context", json=changes, headers=self.chat.headers)
        assert changed.status_code == 200, changed.text
        self.chat.token = changed.json["token"]

    def rasa(self, name: str, _: Step) -> None:
        self.fake.mode = {"down": "refuse", "rubbish": "rubbish"}.get(name, "answer")
        if self.fake.mode == "answer":
            self.fake.body = what_rasa_says(name, self.guide)


def what_rasa_says(name: str, guide: Guide) -> Any:
    soothing = next(passage for passage in guide.passages if passage.id == SOOTHING)
    taken = {"reference": "CF-1234", "contact_kind": "phone", "contact": "+44 20 7946 0018"}
    return {
        "answers": answered(guide.passages[0].id),
        "answers_passage_never_with_urgent": answered(soothing.id, soothing.sentences[0]),
        "not_in_guide": ended("not_in_guide", "The guide does not cover that."),
        "small_talk": ended("small_talk", "You are welcome."),
        "form": ended("form", "What name may they use?"),
        "handed_over": ended("handed_over", "Your reference is CF-1234.", handover=taken),
        "urgent": ended("urgent", "Call now."),
    }[name]


def check(step: Step, turn: Turn, asked: list[Any], guide: Guide) -> None:
    expected = step["expect"]
    found = {name: read(turn) for name, read in EXPECTATIONS.items() if name in expected}
    assert found == {name: expected[name] for name in found}
    assert set(expected.get("signs", ())) <= set(turn["urgency"]["signs"])
    assert bool(asked) is expected.get("asks_rasa", bool(asked))
    for name, (words, is_wanted) in TEXTS.items():
        said = words(turn).lower()
        for part in several(expected.get(name)):
            assert (part.lower() in said) is is_wanted, f"{name}: {part}"
    check_what_always_holds(turn, asked, guide)


def check_what_always_holds(turn: Turn, asked: list[Any], guide: Guide) -> None:
    is_open, is_urgent = state_of(turn["episode"]) == "open", turn["urgent"] is not None
    lines = [THE_LINE in message["text"] for message in turn["messages"]]
    assert lines == [is_open and not is_urgent, *[False] * (len(lines) - 1)]
    if is_urgent:
        assert turn["urgent"]["title"] in turn["messages"][0]["text"]
        assert turn["sources"] == []
        return
    assert len(lines) > is_open  # the line never stands alone
    assert all(metadata["episode_open"] is is_open for _, _, metadata in asked)
    soothing = {passage.id for passage in guide.passages if passage.never_with_urgent}
    assert not (is_open and soothing & {source["passage_id"] for source in turn["sources"]})


def state_of(episode: dict[str, Any] | None) -> str:
    return episode["state"] if episode else "none"


def all_words(turn: Turn) -> str:
    return "\n".join([shown(turn), turn["banner"]["text"] if turn["banner"] else ""])


def several(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


def passing(text: str) -> timedelta:
    """Read "5 min", "23 h 59 min"."""
    found = re.fullmatch(r"(?:(\d+) h)? ?(?:(\d+) min)?", text)
    assert found and text, text
    return timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0))


def each_case() -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in CASES]


@pytest.fixture
def player_of(rasa, guide, settings, make_app) -> Callable[[dict[str, Any]], Player]:
    def start(clock: Clock) -> FlaskClient:
        app = make_app(settings)
        app.extensions["services"] = dataclasses.replace(held(app), now=clock)
        return app.test_client()

    return lambda case: Player(case, rasa, guide, start)


@pytest.mark.parametrize("case", each_case())
def test_a_conversation_around_an_alarm(case, player_of):
    player = player_of(case)
    for step in case["turns"]:
        player.play(step)


def test_there_are_enough_cases_and_none_is_there_twice():
    ids = [case["id"] for case in CASES]

    assert len(set(ids)) == len(ids) >= FEWEST


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_case_is_written_as_it_should_be(case):
    assert set(case) <= {"id", "context", "store", "turns"}
    for step in case["turns"]:
        kind, *others = step
        assert set(others) <= STEPS[kind]
        assert "expect" in step or "expect" not in STEPS[kind]
        assert set(step.get("expect", ())) <= {*EXPECTATIONS, *TEXTS, "signs", "asks_rasa"}
