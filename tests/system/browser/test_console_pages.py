"""The navigator's console in a real browser: sign in, list, transcript, call-backs; all accessible."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.fakes import FakeRasaServer, ended

from .conftest import DESKTOP, PASSWORD, WebProcess, assert_accessible, keep_picture, say

pytestmark = pytest.mark.system

URGENT = "her temperature is 38.6 and she is confused, no rash"
HANDOVER = {"reference": "R-1204", "contact_kind": "phone", "contact": "+1 555 0142", "preferred_time": "evening"}


@pytest.fixture
def talked(page: Page, web: WebProcess, answers: FakeRasaServer) -> None:
    """A family has reported a sign, asked a question and wished to be called back."""
    page.goto(web.address)
    page.get_by_label("Keep this chat").check()
    say(page, URGENT)
    say(page, "what is tocilizumab?")
    answers.body = ended("handed_over", "Thank you. A navigator will call you.", handover=HANDOVER)
    say(page, "please call me back")


@pytest.fixture(params=["light", "dark"])
def screen(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP, color_scheme=request.param, locale="en-GB")
    yield context.new_page()
    context.close()


def sign_in(page: Page, web: WebProcess) -> None:
    page.goto(f"{web.address}/navigator/")
    page.get_by_label("E-mail or user name").fill("navigator@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


@pytest.mark.usefixtures("talked")
def test_a_navigator_signs_in_reads_and_marks(screen: Page, web: WebProcess, request: pytest.FixtureRequest):
    def picture(name: str) -> None:
        if request.node.callspec.params["screen"] == "light":
            keep_picture(screen, f"console-{name}")

    screen.goto(f"{web.address}/navigator/")
    assert_accessible(screen)
    picture("sign-in")

    sign_in(screen, web)
    expect(screen.get_by_role("heading", level=1)).to_have_text("Conversations")
    assert_accessible(screen)
    picture("list")

    screen.get_by_role("link", name="Read the conversation of").first.click()
    expect(screen.locator(".words").first).to_have_text(URGENT)
    expect(screen.locator(".words mark").first).to_be_visible()
    assert_accessible(screen)
    picture("transcript")

    screen.get_by_role("link", name="Call-backs").click()
    expect(screen.get_by_role("link", name="+1 555 0142")).to_be_visible()
    assert_accessible(screen)

    screen.go_back()
    screen.get_by_role("button", name="Mark as reviewed").click()
    expect(screen.get_by_role("status")).to_contain_text("reviewed")
    screen.get_by_role("button", name="Sign out").click()
    expect(screen.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_wrong_password_is_said_once_and_accessibly(desk: Page, web: WebProcess):
    desk.goto(f"{web.address}/navigator/sign-in")
    desk.get_by_label("E-mail or user name").fill("somebody@example.org")
    desk.get_by_label("Password").fill("not the passphrase")
    desk.get_by_role("button", name="Sign in").click()

    expect(desk.get_by_role("alert")).to_contain_text("do not match")
    assert_accessible(desk)
