"""The chat page in a real browser: every state accessible, by day and by night, and pictures of the main ones."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.fakes import FakeRasaServer, ended

from .conftest import DESKTOP, PHONE, WebProcess, assert_accessible, keep_picture, say

pytestmark = pytest.mark.system

PICTURED = {
    ("phone", "light"): {"first", "card", "answer", "urgent", "failed"},
    ("phone", "dark"): {"first", "urgent"},
    ("desktop", "light"): {"answer", "urgent"},
    ("desktop", "dark"): {"answer"},
}
URGENT = "her temperature is 38.6 and she is confused"
QUESTION = "what is tocilizumab?"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("device", "viewport"), [("phone", PHONE), ("desktop", DESKTOP)])
def test_every_state_is_accessible(
    browser: Browser, web: WebProcess, answers: FakeRasaServer, scheme: str, device: str, viewport: dict
):
    context = browser.new_context(viewport=viewport, color_scheme=scheme, locale="en-GB")
    page = context.new_page()

    def picture(state: str) -> None:
        if state in PICTURED[device, scheme]:
            keep_picture(page, f"chat-{state}-{device}-{scheme}")

    page.goto(web.address)
    assert_accessible(page)
    picture("first")

    page.locator(".js-emergency summary").click()
    assert_accessible(page)
    picture("card")
    page.locator(".js-emergency summary").click()

    page.get_by_label("Keep this chat").check()
    say(page, QUESTION)
    assert_accessible(page)
    picture("answer")

    say(page, URGENT)
    expect(page.get_by_role("alert").get_by_role("link").first).to_be_in_viewport()
    assert_accessible(page)
    picture("urgent")

    say(page, QUESTION)
    expect(page.locator(".js-episode").last).to_contain_text("not reached", ignore_case=True)
    assert_accessible(page)

    answers.mode = "error"
    say(page, "and how long does it last?")
    expect(page.get_by_role("button", name="Send it again")).to_be_visible()
    assert_accessible(page)
    picture("failed")
    context.close()


@pytest.mark.parametrize("address", ["/privacy", "/nothing-here"])
def test_the_other_pages_are_accessible(page: Page, web: WebProcess, address: str):
    page.goto(web.address + address)
    assert_accessible(page)


def test_a_source_leads_to_its_whole_passage(page: Page, web: WebProcess, answers: FakeRasaServer):
    page.goto(web.address)
    say(page, QUESTION)
    page.locator(".js-source-link").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("tocilizumab", ignore_case=True)
    expect(page.locator("mark").first).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Back to the chat").click()
    expect(page.get_by_role("log")).to_contain_text(QUESTION)


def test_nothing_is_asked_of_anybody_else_and_the_policy_is_not_broken(page: Page, web: WebProcess):
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(web.address)
    say(page, QUESTION)
    say(page, URGENT)

    assert asked and all(url.startswith(web.address) for url in asked)
    assert not complaints


@pytest.mark.parametrize(("width", "size"), [(320, "100%"), (390, "200%")], ids=["320 px", "200 % text"])
def test_nothing_is_cut_off_where_space_is_short(browser: Browser, web: WebProcess, width: int, size: str):
    context = browser.new_context(viewport={"width": width, "height": 700})
    page = context.new_page()
    page.goto(web.address)
    page.add_init_script(f"addEventListener('load', () => document.documentElement.style.fontSize = '{size}')")
    page.reload()
    say(page, QUESTION)
    say(page, URGENT)
    page.locator(".js-situation summary").click()

    widest = page.evaluate("document.documentElement.scrollWidth")
    assert widest <= width
    context.close()


def test_every_target_is_at_least_44_pixels(page: Page, web: WebProcess):
    page.goto(web.address)
    page.get_by_label("Keep this chat").check()
    say(page, QUESTION)
    say(page, URGENT)
    page.locator(".js-emergency summary").click()

    small = page.evaluate(
        """() => [...document.querySelectorAll('button, summary, select, textarea, a.call, .tick')]
          .filter((each) => each.checkVisibility())
          .map((each) => [each.outerHTML.slice(0, 60), each.getBoundingClientRect()])
          .filter(([, box]) => box.height < 44 || box.width < 44)
          .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
    )
    assert small == []


def test_choices_are_buttons_and_spent_ones_are_marked(page: Page, web: WebProcess, answers: FakeRasaServer):
    answers.body = ended("clarify", "Which of these do you mean?", choices=["What is CRS?", "When does CRS start?"])
    page.goto(web.address)
    say(page, "crs")
    spent = page.get_by_role("log").get_by_role("button", name="What is CRS?")
    spent.click()

    expect(page.locator(".js-said").nth(1)).to_have_text("What is CRS?")
    expect(spent.first).to_have_attribute("aria-disabled", "true")
