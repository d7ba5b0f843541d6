"""Twin headings go, their text stays; long sections are cut at the ends of paragraphs and sentences."""

import pytest

from knowledge.importing.blocks import Block
from knowledge.importing.checking import checks_of
from knowledge.importing.cutting import Draft, cut, slug_of
from knowledge.importing.sections import Section
from knowledge.importing.twins import drop_twins


def section(title: str, *texts: str, level: int = 2) -> Section:
    return Section(title, level, tuple(Block("paragraph", text) for text in texts))


def kept(*sections: Section) -> list[tuple[str, list[str]]]:
    return [(each.title, [block.text for block in each.body]) for each in drop_twins("Guide", list(sections))[0]]


LONG = "Keep a lamp on the table beside the bed and a glass"


def test_a_cut_copy_of_its_own_text_goes_and_the_text_stays_under_the_heading_before():
    assert kept(section("Nights"), section(LONG, f"{LONG} of water.")) == [("Nights", [f"{LONG} of water."])]


def test_a_short_heading_that_begins_its_text_is_no_twin():
    assert kept(section("Fever", "Fever is a sign.")) == [("Fever", ["Fever is a sign."])]


def test_a_heading_doubled_by_the_first_line_under_it_stands_once():
    assert kept(section("Nights", "Nights", "Sleep.")) == [("Nights", ["Sleep."])]


def test_a_cut_heading_with_no_text_goes_and_one_with_text_takes_the_full_title():
    whole = section("Eating and drinking at home", "Soup.")

    assert kept(section("Eating and drinking at ho"), whole) == [("Eating and drinking at home", ["Soup."])]
    assert kept(section("Eating and drinking at ho", "Tea."), whole) == [
        ("Eating and drinking at home", ["Tea."]),
        ("Eating and drinking at home", ["Soup."]),
    ]


def test_a_repeated_heading_goes_where_it_has_no_text_or_the_same_and_stays_with_a_text_of_its_own():
    assert kept(section("Nights"), section("Nights", "Sleep.")) == [("Nights", ["Sleep."])]
    assert kept(section("Nights", "Sleep."), section("Nights", "Sleep. Rest.")) == [("Nights", ["Sleep. Rest."])]
    assert len(kept(section("Nights", "Sleep."), section("Nights", "Rest."))) == 2


def test_a_heading_over_lower_headings_is_not_empty():
    assert len(kept(section("Nights"), section("First", "Sleep.", level=3), section("Nights", "Rest."))) == 3


def test_a_long_section_is_cut_where_a_paragraph_ends():
    one, two = ("Sleep is good. " * 20).strip(), ("Rest is fine. " * 14).strip()

    drafts = cut([section("Nights", one, two)])

    assert [(each.id, each.title, each.ask) for each in drafts] == [
        ("nights", "Nights (1 of 2)", "Nights"),
        ("nights-part-2", "Nights (2 of 2)", "Nights (2 of 2)"),
    ]
    assert [each.text for each in drafts] == [one, two]


def test_a_long_paragraph_is_cut_where_sentences_end():
    drafts = cut([section("Nights", "Sleep is a very good thing. " * 40)])

    assert [each.words for each in drafts] == [84, 78, 78]
    assert all(each.text.endswith("thing.") for each in drafts)


def test_a_sentence_that_is_too_long_is_cut_after_a_comma_and_shown_to_a_person():
    drafts = cut([section("Nights", "word " * 59 + "word, " + "word " * 60)])

    assert [each.words for each in drafts] == [60, 60]
    assert {check.kind for check in checks_of(drafts)} >= {"cut inside a sentence"}


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("two spoons,", "two spoons."),
        ('He said "rest."', 'He said "rest".'),
        ("Why?", "Why?"),
        ("Bring these:", "Bring these."),
    ],
)
def test_every_passage_ends_with_a_whole_sentence(text: str, ended: str):
    assert cut([section("Nights", text)])[0].text == ended


def test_items_become_sentences():
    items = Section("Bring", 1, (Block("paragraph", "Bring:"), Block("item", "a lamp;"), Block("item", "pH strips")))

    assert cut([items])[0].text == "Bring: A lamp. pH strips."


def test_ids_and_titles_are_never_used_twice():
    sections = [section("Car-T", level=1), *[section("Signs", "One."), section("Signs", "Two.")]]
    drafts = cut([*sections, section("ICANS", level=1), section("Signs", "Three.")])

    assert [(each.id, each.title) for each in drafts] == [
        ("signs", "Signs"),
        ("signs-2", "Car-T: Signs"),
        ("signs-3", "ICANS: Signs"),
    ]


def test_a_part_does_not_take_the_name_of_another_heading():
    long = "Sleep is good. " * 40
    drafts = cut([section("Nights part 2", "One."), section("Nights (2 of 2)", "Two."), section("Nights", long)])

    assert [each.id for each in drafts] == ["nights-part-2", "nights-2-of-2", "nights", "nights-part-2-2"]
    assert [each.ask for each in drafts] == ["Nights part 2", "Nights (2 of 2)", "Nights", "Nights (2 of 2) 2"]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("What's the café for?", "whats-the-cafe-for"),
        ("a" * 60, "a" * 48),
        ("word " * 20, "-".join(["word"] * 9)),
        ("发烧", "passage-c003cb2f"),
    ],
)
def test_an_id_comes_from_the_words_of_the_heading_alone(text: str, slug: str):
    assert slug_of(text, "passage") == slug


@pytest.mark.parametrize(
    ("text", "kind", "detail"),
    [
        ("Give 8 mg/kg or 5-10 mL.", "possible dose", "8 mg/kg, 5-10 mL"),
        ("Look in every 6 hours, twice daily.", "possible dose", "every 6 hours, twice daily"),
        ("Look in every 4 to 6 hours.", "possible dose", "every 4 to 6 hours"),
        (
            "Signs are: The nurse will look in again soon.",
            "colon before a sentence",
            "are: The nurse will look in … (is its list whole?)",
        ),
        ("It was seen in two trials 1, 2.", "citation numbers in the text", "1, 2: could be read as amounts"),
        ("Rest well.", "very short", "2 words; does it answer a question?"),
        ("It is \ufffd.", "character that nobody can read", "look it up in the document"),
    ],
)
def test_doubtful_things_are_shown_to_a_person(text: str, kind: str, detail: str):
    found = {check.kind: check.detail for check in checks_of([Draft("rest", "Rest", text, ("Rest",), "Rest")])}

    assert found[kind] == detail


def test_hard_reading_is_shown_and_easy_reading_is_not():
    easy = "You can rest now. " * 6
    hard = "Immunological complications necessitate multidisciplinary consideration notwithstanding variability."
    kinds = [
        {check.kind for check in checks_of([Draft("rest", "Rest", text, ("Rest",), "Rest")])} for text in (easy, hard)
    ]

    assert "reading grade over 8" not in kinds[0]
    assert "reading grade over 8" in kinds[1]
