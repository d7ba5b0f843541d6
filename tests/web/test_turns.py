"""An ordinary turn: what Rasa says, checked and dressed, or an honest sentence."""

import dataclasses

import pytest

from knowledge.outcomes import Outcome
from knowledge.passages import Guide
from knowledge.urgency import Situation, fixed_reply
from tests.fakes import FakeRasa, answered, ended
from tests.web.conftest import QUESTION, Chat, held, shown
from web.settings import Settings


def test_an_answer_carries_its_source_review_status_and_disclaimer(chat: Chat, guide: Guide):
    turn = chat.say(QUESTION)

    passage = guide.passages[0]
    assert turn["outcome"] == "answered"
    assert shown(turn) == passage.sentences[0]
    assert turn["sources"] == [
        {
            "passage_id": passage.id,
            "title": passage.title,
            "section": passage.section_title,
            "href": f"/passages/{passage.id}?sentences=0",
            "sentences": [0],
            "review": {"status": "submitted", "reviewed_on": None},
        }
    ]
    assert turn["disclaimer"]
    assert turn["urgency"]["level"] == "none"
    assert turn["urgent"] is None
    assert not turn["degraded"]


def test_rasa_is_told_the_situation_the_verdict_and_whether_an_alarm_is_open(client, rasa: FakeRasa):
    chat = Chat(client, context={"setting": "home", "country": "de", "therapy": "car_t"})
    turn = chat.say(QUESTION)

    conversation_id, text, metadata = rasa.asked[-1]
    assert (conversation_id, text) == (chat.id, QUESTION)
    assert metadata["turn_id"] == turn["turn_id"]
    assert metadata["situation"]["setting"] == "home"
    assert metadata["situation"]["country"] == "DE"
    assert metadata["verdict"]["level"] == "none"
    assert metadata["episode_open"] is False


@pytest.mark.parametrize("mode", ["hang", "refuse", "rubbish"])
def test_when_rasa_is_away_the_reply_says_so_with_the_care_teams_number(mode, chat: Chat, rasa: FakeRasa, settings):
    rasa.mode = mode
    turn = chat.say(QUESTION)

    assert turn["outcome"] == "failed"
    assert turn["degraded"] is True
    assert settings.centre_phone in shown(turn)
    assert turn["sources"] == []


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"messages": []},
        {"messages": [{"text": "Hello"}]},
        {"messages": [{"text": "Hello"}, {"custom": {"outcome": "magic"}}]},
        {"messages": [{"custom": {"outcome": "answered"}}]},
        {"messages": [{"text": ""}, {"custom": {"outcome": "small_talk"}}]},
        {"messages": [{"text": ["a"]}, {"custom": {"outcome": "small_talk"}}]},
        answered("no-such-passage"),
        ended("answered", "An answer without a source."),
    ],
    ids=str,
)
def test_rubbish_from_rasa_is_shown_to_nobody(body, chat: Chat, rasa: FakeRasa, app):
    rasa.body = body
    turn = chat.say(QUESTION)

    assert turn["outcome"] == "failed"
    assert shown(turn) == fixed_reply("failed", Situation(), held(app).contacts)


def test_a_withdrawn_passage_is_never_shown(chat: Chat, guide: Guide, app, settings: Settings, make_app):
    first = guide.passages[0]
    withdrawn = dataclasses.replace(first, review=dataclasses.replace(first.review, status="withdrawn"))
    other = dataclasses.replace(held(app), guide=Guide((withdrawn, *guide.passages[1:])))
    app.extensions["services"] = other

    assert chat.say(QUESTION)["outcome"] == "failed"
    assert chat.client.get(f"/api/passages/{first.id}").status_code == 404


def test_show_unreviewed_false_hides_what_nobody_approved(settings: Settings, make_app, guide: Guide):
    client = make_app(settings.model_copy(update={"show_unreviewed": False})).test_client()

    assert Chat(client).say(QUESTION)["outcome"] == "failed"
    assert client.get(f"/api/passages/{guide.passages[0].id}").status_code == 404


def test_choices_suggestions_and_the_outcome_come_through(chat: Chat, rasa: FakeRasa):
    rasa.body = ended("clarify", "Which do you mean?", choices=["One", "Two"], suggestions=["Three?"])
    turn = chat.say("What about the cells?")

    assert turn["outcome"] == "clarify"
    assert turn["choices"] == [{"text": "One"}, {"text": "Two"}]
    assert turn["suggestions"] == ["Three?"]


@pytest.mark.parametrize(
    "text", ["/restart", " /restart", "//restart", "\t/ /restart", '/urgent{"a": 1}', "\u00a0/restart"]
)
def test_a_leading_slash_never_reaches_rasa(text, chat: Chat, rasa_server, rasa_client):
    rasa_client.ask("c1", text, {})

    assert not rasa_server.turns[-1]["text"].strip().startswith("/")


def test_every_outcome_of_the_closed_list_but_failed_and_urgent_comes_through(client, rasa: FakeRasa):
    plain = set(Outcome) - {Outcome.ANSWERED, Outcome.URGENT, Outcome.FAILED}
    for outcome in sorted(plain):
        rasa.body = ended(outcome.value)
        assert Chat(client).say(QUESTION)["outcome"] == outcome.value


def test_urgent_from_rasa_alone_is_shown_in_the_fixed_words(chat: Chat, rasa: FakeRasa, settings):
    rasa.body = ended("urgent", "whatever")
    turn = chat.say(QUESTION)

    assert turn["outcome"] == "urgent"
    assert turn["urgent"]["contacts"]
    assert "whatever" not in shown(turn)
    assert settings.centre_phone in shown(turn)


def test_another_language_is_told_so_and_rasa_is_not_asked(chat: Chat, rasa: FakeRasa):
    turn = chat.say("Guten Tag, können Sie mir bitte erklären, was diese Behandlung eigentlich genau bedeutet?")

    assert turn["outcome"] == "other_language"
    assert (turn["lang"], turn["dir"]) == ("de", "ltr")
    assert "Englisch" in shown(turn)
    assert rasa.asked == []


def test_a_hand_over_gives_its_reference_and_is_kept_even_where_the_talk_is_not(client, rasa: FakeRasa, app):
    request = {"reference": "N-7K2Q", "contact_kind": "phone", "contact": "+49 30 1234567", "name": "Ana"}
    rasa.body = ended("handed_over", "Thank you.", handover=request)
    turn = Chat(client, store=False).say("yes")

    assert turn["reference"] == "N-7K2Q"
    kept = held(app).database
    with kept.reading() as session:
        found = session.connection().exec_driver_sql("SELECT reference, contact FROM handovers").all()
    assert [tuple(row) for row in found] == [("N-7K2Q", "+49 30 1234567")]


def test_a_call_back_that_cannot_be_kept_is_not_promised(settings: Settings, make_app, rasa: FakeRasa, break_disk):
    client = make_app(break_disk(settings)).test_client()
    rasa.body = ended(
        "handed_over", "Thank you.", handover={"reference": "N-1", "contact_kind": "email", "contact": "a@b.de"}
    )
    turn = Chat(client).say("yes")

    assert turn["outcome"] == "failed"
    assert turn["reference"] is None
