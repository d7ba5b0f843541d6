"""The glossary is read as passages, refused with file, id and key where malformed, and stays a dictionary."""

import datetime as dt
import re
from pathlib import Path

import pytest
import yaml

from knowledge.errors import GuideError
from knowledge.lint import lint
from knowledge.passages import Passage, Review, load_guide
from knowledge.reviewing import review

GLOSSARY = """review: {status: submitted, reviewer: null, reviewed_on: null, next_review: null}
entries:
  - id: word-relapse
    term: relapse
    aliases: [relapsed, recurrence]
    text: >-
      Relapse means that an illness has come
      back. Only the team can say so.
    sources: ["leaflet: words"]
    asks: [what is a relapse, relapse meaning, ask c, ask d, ask e, ask f, ask g, 'what does relapsed mean?']
  - id: word-acute
    term: acute
    aliases: []
    text: Acute means that something starts fast.
    sources: ["leaflet: words"]
    asks: [what is acute, ask 1, ask 2, ask 3, ask 4, ask 5, ask 6, ask 7]
    review: {status: withdrawn}
"""
REAL = load_guide(Path(__file__).resolve().parents[2] / "knowledge" / "guide")
WORDS = [each for each in REAL.passages if each.section == "glossary"]
each_word = pytest.mark.parametrize("word", WORDS, ids=lambda word: word.id)


@pytest.fixture
def folder(guide_folder: Path) -> Path:
    (guide_folder / "glossary.yml").write_text(GLOSSARY, encoding="utf-8")
    return guide_folder


def test_a_guide_without_a_glossary_is_whole(guide_folder: Path):
    assert {each.section for each in load_guide(guide_folder).passages} == {"timing"}


def test_words_follow_the_sections_as_passages_for_everyone(folder: Path):
    guide = load_guide(folder)

    assert [each.id for each in guide.passages][-2:] == ["word-relapse", "word-acute"]
    word = guide.passage("word-relapse")
    assert (word.section, word.section_title) == ("glossary", "Plain words")
    assert word.title == 'What does "relapse" mean?'
    assert word.sentences == ("Relapse means that an illness has come back.", "Only the team can say so.")
    assert (word.setting, word.therapy, word.audience, word.never_with_urgent) == ("any", "any", "any", False)
    assert word.sources == ("leaflet: words",)


def test_an_alias_is_asked_after_unless_an_ask_does_so_already(folder: Path):
    asks = load_guide(folder).passage("word-relapse").asks

    assert asks[8:] == ('What does "recurrence" mean?',)


def test_a_word_has_the_files_review_unless_it_has_its_own(folder: Path):
    guide = load_guide(folder)

    assert guide.passage("word-relapse").review == Review("submitted")
    assert guide.passage("word-acute").review == Review("withdrawn")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("entries:", "words:", r"glossary\.yml: file: "),
        ("review: {status: submitted", "review: {status: approved", r"glossary\.yml: review: "),
        ("{status: withdrawn}", "{status: gone}", r"glossary\.yml: word-acute: review: status: 'gone'"),
        ("    term: acute\n", "", r"glossary\.yml: word-acute: 'term' is a required property"),
        ("term: acute", "term: [acute]", r"glossary\.yml: word-acute: term: "),
        ("    aliases: []", "    alias: []", r"glossary\.yml: word-acute: .*'alias'"),
        ("  - id: word-acute\n    term", "  - term", r"glossary\.yml: entry 2: 'id' is a required property"),
        ("id: word-acute", "id: acute", r"glossary\.yml: acute: id: "),
        ("id: word-acute", "id: word-relapse", r"glossary\.yml: word-relapse: id: it stands over two words"),
        ("starts fast.", "starts fast", r"glossary\.yml: word-acute: text: does not end with a whole sentence"),
        ("starts fast.", "is " * 50 + ".", r"glossary\.yml: word-acute: text: \d+ words; 1 to 49"),
        ("starts fast.", "is. A. B. C.", r"glossary\.yml: word-acute: text: 4 sentences; at most 3"),
        ("ask 7]", "ask 6]", r"glossary\.yml: word-acute: asks: 7 different questions; at least 8"),
        ("leaflet: words", "hearsay: words", r"glossary\.yml: word-relapse: sources: 'hearsay: words'"),
        ("entries:", "entries: [", r"glossary\.yml: not valid YAML"),
    ],
)
def test_a_mistake_in_the_glossary_is_named(folder: Path, old: str, new: str, message: str):
    assert old in GLOSSARY
    (folder / "glossary.yml").write_text(GLOSSARY.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(GuideError, match=message):
        load_guide(folder)


def test_ids_and_asks_are_unique_over_sections_and_glossary(folder: Path):
    section, asks = folder / "timing.md", folder / "asks" / "timing.yml"
    for file in (section, asks):
        file.write_text(file.read_text(encoding="utf-8").replace("crs-length", "word-acute"), encoding="utf-8")
    with pytest.raises(GuideError, match="id 'word-acute' stands in both timing and glossary"):
        load_guide(folder)

    for file in (section, asks):
        file.write_text(file.read_text(encoding="utf-8").replace("word-acute", "crs-length"), encoding="utf-8")
    asks.write_text(asks.read_text(encoding="utf-8").replace("last question 0", "What is acute"), encoding="utf-8")
    with pytest.raises(GuideError, match="ask 'what is acute' stands in both crs-length and word-acute"):
        load_guide(folder)


@pytest.mark.parametrize("reviewed", ["word-relapse", "glossary"])
def test_a_words_review_is_left_to_the_editor(folder: Path, reviewed: str):
    with pytest.raises(GuideError, match=rf"{reviewed}: review: .* edit glossary\.yml"):
        review(folder, reviewed, "withdrawn", None, None, None)

    assert (folder / "glossary.yml").read_text(encoding="utf-8") == GLOSSARY


def test_a_section_is_still_reviewed_beside_a_glossary(folder: Path):
    review(folder, "crs-length", "withdrawn", None, None, None)

    assert load_guide(folder).passage("crs-length").review == Review("withdrawn")


def test_lint_names_the_glossary_by_its_file(folder: Path):
    places = [each.place for each in lint(load_guide(folder), dt.date(2026, 11, 20)) if each.rule == "approval"]

    assert places == ["timing.md", "glossary.yml"]


def test_the_guide_explains_about_thirty_words():
    assert len(WORDS) >= 30
    assert REAL.passages[-len(WORDS) :] == tuple(WORDS)


@each_word
def test_a_word_is_explained_in_three_short_sentences(word: Passage):
    assert 1 <= len(word.sentences) <= 3
    assert len(word.text.split()) < 50


@each_word
def test_a_word_holds_no_number(word: Passage):
    """A threshold, a dose and a percentage all need a digit; a dictionary does not."""
    assert re.search(r"\d", word.title + word.text) is None


@each_word
def test_a_word_is_of_our_own_vocabulary_and_says_so(word: Passage):
    assert [source.partition(": ")[0] for source in word.sources] == ["general-vocabulary"]


def test_no_word_is_explained_twice():
    """Neither a term nor an alias stands in two entries."""
    content = yaml.safe_load((Path(__file__).resolve().parents[2] / "knowledge/guide/glossary.yml").read_text("utf-8"))
    names = [name.lower() for each in content["entries"] for name in (each["term"], *each["aliases"])]

    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", ["word-seizure", "word-delirium", "word-hypoxia", "word-oedema"])
def test_a_word_for_a_danger_sign_says_whom_to_tell(name: str):
    assert re.search(
        r"[Cc]all the (?:team|emergency number)|call to the team|[Tt]ell the team", REAL.passage(name).text
    )
