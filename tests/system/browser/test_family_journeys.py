"""Whole journeys of a family: by keyboard alone, without script, through a broken connection, over a reload."""

import re
import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.fakes import FakeRasaServer

from .conftest import PHONE, WebProcess, keep_picture, say

pytestmark = pytest.mark.system

URGENT = "her temperature is 38.6 and she is confused"
QUESTION = "what is tocilizumab?"


def test_by_keyboard_alone(page: Page, web: WebProcess):
    page.goto(web.address)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    text = page.get_by_label("Your question, or what you see")
    for _ in range(30):
        page.keyboard.press("Tab")
        if text.evaluate("each => each === document.activeElement"):
            break
    page.keyboard.type("what is")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("tocilizumab?")
    expect(text).to_have_value("what is\ntocilizumab?")
    page.keyboard.press("Enter")
    expect(page.locator(".js-source-link")).to_be_visible()
    expect(text).to_be_focused()
    expect(text).to_have_value("")

    page.keyboard.type(URGENT)
    page.keyboard.press("Enter")
    expect(page.locator(".js-urgent-title")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("alert").get_by_role("link").first).to_be_focused()


def test_without_script(browser: Browser, web: WebProcess):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(web.address)
    page.locator(".js-emergency summary").click()
    expect(page.locator(".js-emergency").get_by_role("link").first).to_have_attribute("href", re.compile("^tel:"))
    page.locator(".js-emergency summary").click()

    page.get_by_label("Do not keep it").check()
    page.locator(".js-situation summary").click()
    page.get_by_label("Where is the patient now?").select_option("home")
    page.get_by_label("Your question, or what you see").fill(QUESTION)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("log")).to_contain_text("awaiting clinical review")
    expect(page.locator(".js-not-kept")).to_be_visible()

    page.get_by_label("Your question, or what you see").fill(URGENT)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("alert").get_by_role("link").first).to_be_in_viewport()
    keep_picture(page, "chat-urgent-without-script")

    page.get_by_role("log").get_by_role("button", name="How long does CRS last?").last.click()
    expect(page.locator(".js-log .js-turn")).to_have_count(3)
    expect(page.locator(".js-episode")).to_be_visible()
    context.close()


def test_a_reload_keeps_the_history_kept_or_not(browser: Browser, web: WebProcess):
    for choice in ("Keep this chat", "Do not keep it"):
        context = browser.new_context(viewport=PHONE)
        page = context.new_page()
        page.goto(web.address)
        page.get_by_label(choice).check()
        say(page, QUESTION)
        say(page, URGENT)
        page.reload()
        expect(page.locator(".js-log .js-turn")).to_have_count(2)
        say(page, QUESTION)
        expect(page.locator(".js-episode").last).to_be_visible()
        context.close()


def test_a_kept_chat_is_found_again_in_another_tab_and_one_not_kept_is_not(browser: Browser, web: WebProcess):
    for choice, found in (("Keep this chat", 1), ("Do not keep it", 0)):
        context = browser.new_context(viewport=PHONE)
        page = context.new_page()
        page.goto(web.address)
        page.get_by_label(choice).check()
        say(page, QUESTION)
        other = context.new_page()
        other.goto(web.address)
        other.wait_for_load_state("networkidle")
        expect(other.locator(".js-log .js-turn")).to_have_count(found)
        context.close()


def test_with_the_server_gone_the_page_shows_whom_to_call_and_sends_once_it_is_back(
    page: Page, web: WebProcess, answers: FakeRasaServer
):
    page.goto(web.address)
    say(page, "hello")
    web.stop()
    try:
        say(page, URGENT)
        unsent = page.locator(".js-unsent")
        expect(unsent).to_contain_text("not sent")
        expect(unsent.get_by_role("link").first).to_have_attribute("href", "tel:+15550100")
        keep_picture(page, "chat-server-gone")
        page.locator(".js-emergency summary").click()
        expect(page.locator(".js-card-contacts").get_by_role("link").first).to_be_visible()
        page.locator(".js-emergency summary").click()
    finally:
        web.start()
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("alert").get_by_role("link").first).to_be_in_viewport()
    expect(page.locator(".js-log .js-turn")).to_have_count(2)


def test_a_sign_of_waiting_shows_after_a_while_and_nothing_is_sent_twice(
    page: Page, web: WebProcess, answers: FakeRasaServer
):
    answers.mode, answers.hangs_for = "hang", 1.5
    asked = len(answers.turns)
    page.goto(web.address)
    text = page.get_by_label("Your question, or what you see")
    text.fill(QUESTION)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Looking in the guide")).to_be_visible()
    expect(page.get_by_role("button", name="Send", exact=True)).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_text("Looking in the guide")).to_be_hidden(timeout=8_000)

    assert len(answers.turns) == asked + 1


def test_a_fault_of_the_script_hands_the_message_to_the_server_as_a_form(page: Page, web: WebProcess):
    page.route("**/conversation_log.mjs", lambda route: route.fulfill(
        content_type="text/javascript",
        body="export class ConversationLog { say() {} answer() { throw new TypeError('a fault'); } get isEmpty() {} }",
    ))  # fmt: skip
    page.goto(web.address)
    page.get_by_label("Your question, or what you see").fill(URGENT)
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert").get_by_role("link").first).to_be_visible()


def test_start_again_and_delete_leave_nothing_behind(page: Page, web: WebProcess):
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(web.address)
    page.get_by_label("Keep this chat").check()
    say(page, QUESTION)
    page.get_by_role("button", name="Delete this chat").click()
    expect(page.locator(".js-first-run")).to_be_visible()
    page.wait_for_load_state()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0

    say(page, QUESTION)
    page.get_by_role("link", name="Start again").click()
    expect(page.locator(".js-first-run")).to_be_visible()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_kept_answer_can_be_rated(page: Page, web: WebProcess):
    page.goto(web.address)
    page.get_by_label("Keep this chat").check()
    say(page, QUESTION)
    yes = page.get_by_role("button", name="Yes")
    yes.click()
    expect(yes).to_have_attribute("aria-pressed", "true")


def test_from_enter_to_the_urgent_reply_is_within_a_second(page: Page, web: WebProcess, answers: FakeRasaServer):
    answers.mode = "hang"
    page.goto(web.address)
    page.get_by_label("Your question, or what you see").fill(URGENT)
    started = time.monotonic()
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()

    assert time.monotonic() - started < 1
