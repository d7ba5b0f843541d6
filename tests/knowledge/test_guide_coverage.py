"""The guide covers its source, heading by heading, and the coverage page tells the truth about it."""

import re
from pathlib import Path

import pytest
import yaml

from knowledge.glossary import GLOSSARY_SECTION
from knowledge.passages import Guide, load_guide

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "knowledge" / "guide"
PAGE = ROOT / "docs" / "guide-coverage.md"
OWN_HEADINGS = {"Beyond the family guide", "Known gaps"}


@pytest.fixture(scope="module")
def guide() -> Guide:
    return load_guide(FOLDER)


@pytest.fixture(scope="module")
def provenance() -> dict[str, dict]:
    return yaml.safe_load((FOLDER / "provenance.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rows() -> dict[str, list[tuple[str, str]]]:
    """The page's headings, in order, each with its rows of fact and place."""
    found: dict[str, list[tuple[str, str]]] = {}
    heading = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ").strip()
            assert heading not in found, f"{heading}: stands twice"
            found[heading] = []
        elif line.startswith("|") and not re.match(r"\| fact \||\|---", line):
            fact, where = (cell.strip() for cell in line.strip("|").split("|"))
            found[heading].append((fact, where))
    return found


def test_every_heading_of_the_source_has_its_table_and_no_other_heading_does(rows, provenance):
    """A heading of the family guide cannot be forgotten, nor one invented."""
    assert set(rows) - OWN_HEADINGS == set(provenance["crs-family-guide"]["places"])
    assert [heading for heading in rows if heading != "Known gaps" and not rows[heading]] == []


def test_every_fact_names_a_passage_or_a_reason(rows):
    """A fact left out stands with its reason; any other names at least one passage."""
    silent = [
        (heading, fact)
        for heading, facts in rows.items()
        for fact, where in facts
        if not re.search(r"`[a-z0-9-]+`", where) and not re.match(r"left out[^:]*: .{10,}", where)
    ]
    assert silent == []


def test_every_passage_named_on_the_page_exists(rows, guide):
    """No citation on the page leads nowhere."""
    assert _named(rows) - {passage.id for passage in guide.passages} == set()


def test_every_passage_of_the_guide_is_named_on_the_page(rows, guide):
    """No passage stands in the guide without a fact it was written for; a word of the glossary carries none."""
    assert {passage.id for passage in guide.passages if passage.section != GLOSSARY_SECTION} - _named(rows) == set()


def test_every_source_of_a_passage_is_a_place_in_a_listed_document(guide, provenance):
    """A family can follow each answer to the heading it comes from."""
    astray = [
        (passage.id, source)
        for passage in guide.passages
        for source in passage.sources
        if source.partition(": ")[2] not in provenance[source.partition(": ")[0]]["places"]
    ]
    assert astray == []


def test_a_passage_named_under_a_heading_cites_a_source_of_the_guide(rows, guide):
    """Passages from the family guide say so; those beyond it are listed as such."""
    beyond = set(re.findall(r"`([a-z0-9-]+)`", " ".join(where for _, where in rows["Beyond the family guide"])))
    unsourced = {
        passage.id
        for passage in guide.passages
        if passage.section != GLOSSARY_SECTION
        and not any(source.startswith("crs-family-guide: ") for source in passage.sources)
    }
    assert unsourced <= beyond


def test_each_listed_document_says_what_it_is(provenance):
    """Origin, language, status and caveats are stated, and nothing claims an approval it has not."""
    for key, document in provenance.items():
        assert {"title", "origin", "date", "language", "status", "caveats", "places"} <= set(document), key
        assert document["status"] == "submitted", key
        assert len(document["places"]) == len(set(document["places"])), key


def _named(rows: dict[str, list[tuple[str, str]]]) -> set[str]:
    return set(re.findall(r"`([a-z0-9-]+)`", " ".join(where for facts in rows.values() for _, where in facts)))
