"""The other pages for families: a passage, the privacy notice, and errors, each with the emergency card."""

import re
from html import unescape

import pytest
import textstat
from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import held
from web.chat.pages import countries, dialled


def test_a_passage_page_shows_all_of_it_and_marks_what_was_shown(client: FlaskClient, app: Flask):
    passage = max(held(app).guide.passages, key=lambda each: len(each.sentences))

    page = client.get(f"/passages/{passage.id}?sentences=1").get_data(as_text=True)

    assert page.count('<mark class="sentence-marked">') == 1
    assert page.count("</mark>") == 1
    assert passage.section_title in page and "awaiting clinical review" in page


@pytest.mark.parametrize(
    ("address", "status"),
    [("/passages/no-such-passage", 404), ("/nothing-here", 404), ("/passages/x?sentences=a", 400)],
)
def test_an_error_is_a_page_with_the_emergency_card(client: FlaskClient, address: str, status: int):
    response = client.get(address)

    assert response.status_code == status
    assert "js-emergency" in response.text and "tel:+49305550100" in response.text
    assert "Back to the chat" in response.text


def test_the_privacy_page_says_how_long_and_how_to_delete(client: FlaskClient, app: Flask):
    page = client.get("/privacy").text

    assert f"after {held(app).settings.retention_days} days" in page
    assert "Delete this chat" in page


@pytest.mark.parametrize("address", ["/", "/privacy", "/nothing-here"])
def test_the_words_of_a_page_are_plain(client: FlaskClient, address: str):
    main = re.search(r"<main.*?</main>", client.get(address).text, re.DOTALL)
    assert main
    without_lists = re.sub(r"<(select|svg|template|script).*?</\1>", "", main[0], flags=re.DOTALL)
    blocks = re.split(r"</?(?:p|li|h1|h2|legend|label|summary|button|span|div)[^>]*>", without_lists)
    sentences = [text for block in blocks if len((text := re.sub(r"<[^>]+>", "", block).strip()).split()) > 3]

    assert textstat.flesch_kincaid_grade(" ".join(unescape(each).rstrip(".:") + "." for each in sentences)) <= 8


def test_every_page_has_a_strict_policy(client: FlaskClient):
    for address in ("/", "/privacy", "/nothing-here", "/navigator/sign-in"):
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy


def test_countries_are_countries():
    known = dict(countries())

    assert known["DE"] == "Germany" and known["CN"] == "China" and len(known) > 240
    assert not {"EU", "UN", "ZZ"} & set(known)


def test_a_number_is_dialled_without_its_spaces():
    assert dialled("+49 (30) 555-0100") == "+49305550100"
    assert dialled("*123#") == "*123#"
