"""The exchanges a page without script carries: signed, of one conversation, and of limited size."""

import secrets

from web.chat.page_turns import MOST_CHARACTERS, Carried, Exchange, PageTurns

KEY = "a key for these tests alone"


def exchange(number: int, said: str = "what is CRS?") -> Exchange:
    return Exchange(said, {"turn_id": f"turn-{number}", "messages": [{"text": "An answer."}]})


def test_what_a_page_carries_comes_back_whole():
    turns = PageTurns(KEY, days=1)
    carried = Carried((exchange(1), exchange(2))).rated("turn-2", "up")

    opened = turns.open("a", turns.sign("a", carried))

    assert opened == carried
    assert [each.rating for each in opened.exchanges] == [None, "up"]


def test_another_conversation_another_key_or_an_altered_field_opens_to_nothing():
    turns = PageTurns(KEY, days=1)
    field = turns.sign("a", Carried((exchange(1),)))

    assert turns.open("b", field) == Carried()
    assert PageTurns("another key", days=1).open("a", field) == Carried()
    assert turns.open("a", field[:-2] + "xx") == Carried()
    assert turns.open("a", "not a field at all") == Carried()
    assert turns.open("a", "") == Carried()


def test_the_field_stays_under_its_limit_by_letting_the_oldest_go():
    turns = PageTurns(KEY, days=1)
    carried = Carried()
    for number in range(40):
        said = secrets.token_hex(2_000)  # compresses no better than real words do
        carried = turns.open("a", turns.sign("a", carried.with_exchange(exchange(number, said))))

    field = turns.sign("a", carried)

    assert len(field) <= MOST_CHARACTERS
    assert carried.shortened
    assert carried.exchanges[-1].turn["turn_id"] == "turn-39"
    assert 0 < len(carried.exchanges) < 40
