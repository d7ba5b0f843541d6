"""When the usual first call does not help, and when a child is typing, the reply says what to do then."""

import pytest

from knowledge.urgency import Contacts, FirstCall, Situation, assess, urgent_reply

CENTRE = Contacts(centre_name="City Hospital", centre_phone="+44 20 5550 0100")


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("he has 39.2 and we can't get through to anyone", "no-answer"),
        ("she is confused and nobody answers the number", "no-answer"),
        ("fever 38.9, they sent us home and it's worse", "sent-home"),
        ("he is shivering badly but we have no money for the deposit", "no-money"),
    ],
)
def test_the_second_route_puts_the_emergency_number_first(text, route):
    verdict = assess(text)
    assert (verdict.first_call, verdict.second_route) == (FirstCall.EMERGENCY_NUMBER, route)
    reply = urgent_reply(verdict, Situation(setting="home", country="GB"), CENTRE)
    assert reply.contacts[0].phone == "999" and len(reply.text.split()) < 70


def test_on_a_ward_the_bell_stays_first():
    verdict = assess("fever 39 and nobody answers the number", Situation(setting="ward"))
    assert verdict.first_call is FirstCall.WARD_STAFF


@pytest.mark.parametrize("text", ["mum wont wake, I'm 9", "my mummy is shaking and there are no grown ups here"])
def test_a_child_is_told_to_get_a_grown_up(text):
    reply = urgent_reply(assess(text), Situation(setting="home", country="US"), CENTRE)
    assert reply.steps[-1] == "Then get a grown-up."
