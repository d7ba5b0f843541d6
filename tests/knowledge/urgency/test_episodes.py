"""An alarm stays open until the team is reached or a day has passed; reassurance never closes it."""

from datetime import datetime, timedelta, timezone

import pytest

from knowledge.urgency import (
    Act,
    Contacts,
    Episode,
    InvalidSituation,
    Situation,
    Tier,
    assess,
    episode_line,
    next_episode,
    read_act,
    setting_told,
    takes_over,
)

NOW = datetime(2026, 11, 20, 22, 0, tzinfo=timezone.utc)  # noqa: UP017 - Python 3.10 runs this test too
CENTRE = Contacts(centre_name="City Hospital", centre_phone="+44 20 5550 0100")


def told(*texts, minutes=5):
    """Return the episode after these messages, some minutes apart."""
    episode, now = None, NOW
    for text in texts:
        episode, now = next_episode(episode, assess(text), read_act(text), now), now + timedelta(minutes=minutes)
    return episode


@pytest.mark.parametrize(
    ("texts", "state"),
    [
        (["hello"], None),
        (["what if he gets a fever?"], None),
        (["temp 37.8"], None),
        (["he has a fever"], "open"),
        (["he has a fever", "is it normal?"], "open"),
        (["he has a fever", "can it wait till morning?"], "open"),
        (["he has a fever", "what is tocilizumab?"], "open"),
        (["he has a fever", "he is fine now"], "open"),
        (["he has a fever", "no fever now"], "open"),
        (["he has a fever", "we called, thanks"], "team_reached"),
        (["he has a fever", "we spoke to the nurse, they said come in"], "team_reached"),
        (["he has a fever", "we called but no answer"], "open"),
        (["he has a fever", "should we call the team?"], "open"),
        (["he has a fever", "we called, thanks", "now he is confused"], "open"),
        (["he has a fever", "we called, thanks", "what is crs?"], "team_reached"),
        (["what if he gets a fever?", "This is happening now"], "open"),
    ],
)
def test_messages_move_the_episode(texts, state):
    episode = told(*texts)
    assert (episode.state if episode else None) == state


def test_a_new_sign_raises_the_episode_and_takes_over_anew():
    first = told("he has a fever")
    verdict = assess("he is having a seizure")
    assert takes_over(first, verdict)
    second = next_episode(first, verdict, None, NOW + timedelta(minutes=3))
    assert second.tier is Tier.E and set(second.signs) == {"fever", "seizure"}
    assert not takes_over(second, assess("he has a fever"))


def test_a_day_without_a_sign_ends_it():
    episode = told("he has a fever")
    assert next_episode(episode, assess("hello"), None, NOW + timedelta(hours=23, minutes=59)) == episode
    assert next_episode(episode, assess("hello"), None, NOW + timedelta(hours=24)) is None


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("we called, thanks", Act.REACHED_TEAM),
        ("the ambulance is on its way", Act.REACHED_TEAM),
        ("is it normal?", Act.ASKS_REASSURANCE),
        ("can it wait till morning?", Act.ASKS_REASSURANCE),
        ("This is happening now", Act.HAPPENING_NOW),
        ("what is tocilizumab?", None),
        ("we called twice and nobody answers", None),
        ("We called, they said they will call back", Act.REACHED_TEAM),
        ("the nurse called back and said come in", Act.REACHED_TEAM),
        ("they haven't rung back", Act.NO_CALL_BACK),
        ("still waiting for the callback", Act.NO_CALL_BACK),
        ("I'll ring them", None),
        ("she will call them in the morning", None),
    ],
)
def test_acts_are_read(text, act):
    assert read_act(text) is act


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("We are back home and he has a fever", "home"),
        ("we got home an hour ago", "home"),
        ("mum is in the hospital room", "ward"),
        ("they admitted him again tonight", "ward"),
        ("when we are home can he eat salad?", None),
        ("He was on the ward last week", None),
        ("the nurse on the ward said he is fine", None),
        ("I am at home and she is on the ward", None),
    ],
)
def test_where_the_patient_is_now_is_read(text, setting):
    assert setting_told(text) == setting


def test_nobody_calling_back_opens_it_again():
    reached = told("fever 39", "we called, thanks")
    assert reached.state == "team_reached"
    assert next_episode(reached, assess("no call back yet"), Act.NO_CALL_BACK, NOW).state == "open"


@pytest.mark.parametrize(
    ("passed", "says"),
    [
        (timedelta(0), "A moment ago"),
        (timedelta(minutes=12), "12 minutes ago"),
        (timedelta(hours=5), "About 5 hours ago"),
    ],
)
@pytest.mark.parametrize("setting", ["home", "ward"])
def test_the_line_says_when_what_and_whom_to_call(passed, says, setting):
    line = episode_line(told("he has a fever"), Situation(setting=setting), CENTRE, NOW + passed)
    assert line.startswith(says) and "temperature" in line and "{" not in line
    assert ("bell" if setting == "ward" else CENTRE.centre_phone) in line


def test_the_line_changes_once_the_team_is_reached():
    assert "Do what they said" in episode_line(told("fever 39", "we called, thanks"), Situation(), CENTRE, NOW)


def test_an_episode_survives_storing():
    episode = told("he has a fever")
    assert Episode.from_dict(episode.as_dict()) == episode


def test_an_episode_of_an_older_release_is_read():
    episode = told("he has a fever")
    older = {key: value for key, value in episode.as_dict().items() if key != "last_sign_at"}
    assert Episode.from_dict(older) == episode


@pytest.mark.parametrize(
    "change",
    [
        {"state": "odd"},
        {"last_sign_at": "2026-11-20T22:00:00"},
        {"since": "2026-11-20T22:00:00"},
        {"since": "never"},
        {"tier": "Q"},
        {"signs": None},
    ],
)
def test_a_broken_episode_is_refused(change):
    with pytest.raises(InvalidSituation):
        Episode.from_dict({**told("he has a fever").as_dict(), **change})
