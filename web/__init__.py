"""The web process: the family's chat, the HTTP contract, the transcript store and the navigator's console."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from web.settings import Settings


def create_app(settings: "Settings") -> "Flask":
    """The application, ready to serve; raises `SettingsRefused`, `NotFitToServe` or `GuideError` with a clear sentence.

    Registers `web.chat.api`, `web.chat.pages`, `web.health` and, under `/navigator`, `web.console`.
    Views reach everything through `web.services.services()`. CSRF protection (Flask-WTF) is on for the console;
    the chat's API and pages are exempt, for they act only by the conversation's own token, sent in the header or
    the form's body and never by a cookie.
    """
    from web.application import build  # here, so that importing the package loads nothing

    return build(settings)
