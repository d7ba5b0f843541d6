"""Who may see what in the console: nothing without an account, no write without the form's own token."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import QUESTION, Chat, held
from tests.web.signing_in import PASSWORD, csrf, sign_in, signed_in

READS = ["/navigator/", "/navigator/call-backs", "/navigator/conversations/{id}"]
WRITES = ["/navigator/sign-out", "/navigator/conversations/{id}/reviewed", "/navigator/call-backs/R-1/done"]


@pytest.fixture
def navigator(app: Flask) -> FlaskClient:
    return signed_in(app)


@pytest.mark.parametrize("address", READS)
def test_nobody_reads_without_signing_in(client: FlaskClient, chat: Chat, address: str):
    chat.say(QUESTION)

    response = client.get(address.format(id=chat.id))

    assert response.status_code == 302 and response.location.startswith("/navigator/sign-in")


@pytest.mark.parametrize("address", WRITES)
def test_nobody_writes_without_signing_in_nor_without_the_forms_token(
    client: FlaskClient, navigator: FlaskClient, chat: Chat, address: str
):
    chat.say(QUESTION)
    path = address.format(id=chat.id)

    assert client.post(path).status_code == 400
    token = csrf(client.get("/navigator/sign-in").text)
    assert client.post(path, data={"csrf_token": token}).location.startswith("/navigator/sign-in")
    assert navigator.post(path).status_code == 400
    assert navigator.get("/navigator/").status_code == 200


@pytest.mark.parametrize("address", READS)
def test_a_family_token_opens_nothing_in_the_console(client: FlaskClient, chat: Chat, address: str):
    chat.say(QUESTION)

    response = client.get(address.format(id=chat.id), headers=chat.headers)

    assert response.status_code == 302


def test_signing_in_makes_a_new_session_and_its_cookie_is_kept_from_scripts_and_from_families_pages(app: Flask):
    held(app).staff.create("nurse", PASSWORD)
    client = app.test_client()
    before = csrf(client.get("/navigator/sign-in").text)
    response = sign_in(client)

    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/navigator" in cookie
    assert client.post("/navigator/sign-out", data={"csrf_token": before}).status_code == 400
    assert "Set-Cookie" not in client.get("/").headers


def test_a_wrong_name_and_a_wrong_password_look_the_same(app: Flask):
    held(app).staff.create("nurse", PASSWORD)
    client = app.test_client()

    pages = [sign_in(client, *wrong) for wrong in (("nurse", "not the passphrase"), ("nobody", PASSWORD))]

    assert [page.status_code for page in pages] == [401, 401]
    blank = [re.sub(r'value="[^"]*"', "", page.text) for page in pages]
    assert blank[0] == blank[1]


def test_too_many_tries_lock_the_account_even_for_the_right_password(app: Flask):
    held(app).staff.create("nurse", PASSWORD)
    client = app.test_client()
    for _ in range(5):
        assert sign_in(client, "nurse", "not the passphrase").status_code == 401

    assert sign_in(client).status_code == 401
    assert [entry.action for entry in held(app).audit.latest()].count("sign_in_refused") == 6


def test_a_closed_account_is_out_at_once(app: Flask, navigator: FlaskClient):
    held(app).staff.close("nurse")

    assert navigator.get("/navigator/").status_code == 302


def test_signing_out_ends_the_session(navigator: FlaskClient):
    token = csrf(navigator.get("/navigator/").text)

    navigator.post("/navigator/sign-out", data={"csrf_token": token})

    assert navigator.get("/navigator/").status_code == 302


def test_an_unknown_conversation_and_a_bad_place_in_the_list_are_plain_errors(navigator: FlaskClient):
    assert navigator.get("/navigator/conversations/guessed").status_code == 404
    assert navigator.get("/navigator/?after=guessed").status_code == 400
    assert navigator.get("/navigator/?after=4.99999999999999999999.x").status_code == 400


def test_no_page_of_the_console_may_be_cached(navigator: FlaskClient):
    assert navigator.get("/navigator/").headers["Cache-Control"] == "no-store"


def test_over_https_the_forms_are_accepted_for_the_page_lets_the_browser_say_where_they_came_from(app: Flask):
    held(app).staff.create("nurse", PASSWORD)
    client, secure = app.test_client(), "https://console.example"
    page = client.get("/navigator/sign-in", base_url=secure).text
    filled = {"csrf_token": csrf(page), "username": "nurse", "password": PASSWORD}
    here, elsewhere = {"Referer": f"{secure}/navigator/sign-in"}, {"Referer": "https://elsewhere.example/"}

    assert '<meta name="referrer" content="same-origin">' in page
    refused = client.post("/navigator/sign-in", base_url=secure, data=filled, headers=elsewhere)
    assert refused.status_code == 400
    assert client.post("/navigator/sign-in", base_url=secure, data=filled, headers=here).status_code == 303
