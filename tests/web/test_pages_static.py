"""What the served files promise before any of them runs: no inline script, no markup from strings, nothing foreign."""

import re
from pathlib import Path

import pytest

from knowledge.outcomes import Outcome
from web.transcripts.records import RANKS

WEB = Path(__file__).resolve().parents[2] / "web"
MODULES = sorted((WEB / "static").rglob("*.mjs"))
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
SHEETS = sorted((WEB / "static").rglob("*.css"))
MARKUP_FROM_STRINGS = re.compile(r"(inner|outer|Adjacent)HTML|document\.write|\beval\b|new Function|DOMParser")
INLINE = re.compile(r"<script(?![^>]*(\bsrc=|application/json))|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
FOREIGN = re.compile(r"""(src|href|url|import|from)\s*[=(]?\s*["'(]?\s*(https?:)?//""")
SENTENCE = re.compile(r"""(["'`])[A-Z][a-z]+ [a-z]+[^"'`]*\1""")


def test_there_is_something_to_check():
    assert MODULES and TEMPLATES and SHEETS


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.name)
def test_a_script_never_makes_markup_from_strings_nor_speaks_to_families_in_its_own_words(file):
    source = file.read_text(encoding="utf-8")
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", source, flags=re.DOTALL)

    assert not MARKUP_FROM_STRINGS.search(code)
    assert not SENTENCE.search(code)
    assert len(re.findall(r"^export class", source, re.MULTILINE)) <= (2 if file.name == "errors.mjs" else 1)
    assert source.count("\n") < 200


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(WEB / "templates")))
def test_a_template_holds_no_inline_script_or_style_and_asks_nothing_of_others(file):
    source = file.read_text(encoding="utf-8")

    assert not INLINE.search(source)
    assert not FOREIGN.search(source)
    assert "| safe" not in source and "|safe" not in source


@pytest.mark.parametrize("file", SHEETS, ids=lambda file: file.name)
def test_a_style_sheet_asks_nothing_of_others_and_no_text_is_under_16_pixels(file):
    source = file.read_text(encoding="utf-8")

    assert "@import" not in source and "url(" not in source
    sizes = [float(size) for size in re.findall(r"font-size:\s*([\d.]+)rem", source)]
    assert all(size >= 1 for size in sizes)


def test_the_console_has_a_word_for_every_outcome_and_every_rank():
    labels = (WEB / "templates" / "console" / "labels.html").read_text(encoding="utf-8")
    outcomes, ranks = re.findall(r"_words = \{(.*?)\}", labels, re.DOTALL)[:2]

    assert set(re.findall(r'"(\w+)": "', outcomes)) == {outcome.value for outcome in Outcome}
    assert {int(rank) for rank in re.findall(r'(\d): "', ranks)} == set(RANKS.values())
