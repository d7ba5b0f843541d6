"""The main job end to end, in a real browser: a family asks and reports, a navigator reads it."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from .running_chat import ROOT, RunningChat

pytestmark = pytest.mark.system


def send(page: Page, text: str) -> None:
    page.get_by_role("textbox", name=re.compile("message|question", re.I)).fill(text)
    page.get_by_role("button", name="Send").click()


@pytest.mark.timeout(240)
def test_a_family_asks_reports_and_asks_on_and_a_navigator_reads_it(chat: RunningChat, page: Page):
    page.goto(chat.address)
    page.get_by_label("Keep this chat").check()

    send(page, "How long does CRS last?")
    log = page.get_by_role("log")
    expect(log).to_contain_text("one to two weeks", timeout=10_000)
    expect(log).to_contain_text("awaiting clinical review")
    expect(page.locator("body")).to_contain_text("does not replace", ignore_case=True)

    send(page, "her temperature is 38.6 and she is confused")
    urgent = page.get_by_role("alert").last
    expect(urgent).to_contain_text("Call", timeout=10_000)
    expect(urgent.get_by_role("link", name=re.compile("555 0100"))).to_be_visible()

    send(page, "what is tocilizumab?")
    expect(log).to_contain_text("not reached", ignore_case=True, timeout=10_000)
    expect(log).to_contain_text("IL-6")

    chat.kill("rasa")
    send(page, "now he can't breathe")
    expect(page.get_by_role("alert").last).to_contain_text("emergency", ignore_case=True, timeout=5_000)

    passphrase = "a long enough passphrase"
    account = [sys.executable, "-m", "flask", "--app", "web.wsgi", "account", "create", "navigator"]
    subprocess.run([*account, "--password", passphrase], cwd=ROOT, env=chat.environ, check=True)
    page.goto(f"{chat.address}/navigator/")
    page.get_by_label(re.compile("e-?mail", re.I)).fill("navigator")
    page.get_by_label(re.compile("password", re.I)).fill(passphrase)
    page.get_by_role("button", name=re.compile("sign in", re.I)).click()
    page.get_by_role("link", name=re.compile("urgent|open|read", re.I)).first.click()
    expect(page.locator("main")).to_contain_text("her temperature is 38.6 and she is confused")
    chat.wait_until(chat.answers, within=90)
