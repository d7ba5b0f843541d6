"""Who is signed in: the login manager, the session's cookie, and the form."""

from datetime import timedelta

from flask import Flask, session
from flask_login import LoginManager, UserMixin, login_user, logout_user
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from web.services import services
from web.transcripts.records import StaffMember

SESSION_HOURS = 8


class SignedIn(UserMixin):
    """A member of staff as Flask-Login knows them."""

    def __init__(self, member: StaffMember) -> None:
        """Take over what the console shows and asks of an account."""
        self.id = member.id
        self.username = member.username
        self.role = member.role


class SignInForm(FlaskForm):
    """Name and password; the form carries its own CSRF token."""

    username = StringField(validators=[InputRequired(), Length(max=254)])
    password = PasswordField(validators=[InputRequired(), Length(max=1024)])


def set_up(app: Flask) -> None:
    """Give the application its login manager and a session cookie that only the console's pages receive."""
    app.config.update(
        SESSION_COOKIE_NAME="navigator",
        SESSION_COOKIE_PATH="/navigator",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=SESSION_HOURS),
        WTF_CSRF_TIME_LIMIT=SESSION_HOURS * 3600,
    )
    manager = LoginManager(app)
    manager.login_view = "console.sign_in"
    manager.login_message = None
    manager.session_protection = "strong"
    manager.user_loader(_load)


def begin(member: StaffMember) -> None:
    """Sign somebody in, in a new session: nothing that was known before sign-in lives on."""
    session.clear()
    session.permanent = True
    login_user(SignedIn(member))


def end() -> None:
    """Sign out, and forget the session."""
    logout_user()
    session.clear()


def _load(staff_id: str) -> SignedIn | None:
    member = services().staff.get(int(staff_id)) if staff_id.isdecimal() else None
    return SignedIn(member) if member and member.active else None
