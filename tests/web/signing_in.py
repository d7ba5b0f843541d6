"""Sign in to the console as a browser does."""

import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.conftest import held

PASSWORD = "a long enough passphrase"


def csrf(page: str) -> str:
    """The token that a page's forms carry."""
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    assert found
    return found[1]


def sign_in(client: FlaskClient, username: str = "nurse", password: str = PASSWORD) -> TestResponse:
    """Fill in the form and send it."""
    token = csrf(client.get("/navigator/sign-in").text)
    return client.post("/navigator/sign-in", data={"csrf_token": token, "username": username, "password": password})


def signed_in(app: Flask) -> FlaskClient:
    """A browser in which somebody has signed in."""
    held(app).staff.create("nurse", PASSWORD)
    client = app.test_client()
    assert sign_in(client).status_code == 303
    return client
