"""Staff accounts and the commands that make them."""

import pytest

from tests.web.conftest import QUESTION, Chat, held
from web.errors import AccountLocked, AccountRefused, WrongCredentials
from web.transcripts.records import StaffMember

PASSWORD = "correct horse battery"


@pytest.fixture
def staff(app):
    return held(app).staff


def test_a_member_of_staff_signs_in(staff):
    made = staff.create(" Ana@Example.org ", PASSWORD)

    assert staff.sign_in("ana@example.ORG", PASSWORD) == made
    assert made == StaffMember(made.id, "ana@example.org", "navigator", True)
    assert staff.get(made.id) == made
    assert staff.get(99) is None


def test_the_password_is_kept_as_argon2id_alone(staff, app):
    staff.create("ana", PASSWORD)
    with held(app).database.reading() as session:
        kept = session.connection().exec_driver_sql("SELECT password_hash FROM staff").scalar_one()

    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


@pytest.mark.parametrize(("name", "password"), [("ana", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_wrong_name_and_wrong_password_are_refused_alike(name, password, staff):
    staff.create("ana", PASSWORD)
    with pytest.raises(WrongCredentials):
        staff.sign_in(name, password)


def test_five_wrong_passwords_lock_the_account(staff):
    staff.create("ana", PASSWORD)
    for _ in range(5):
        with pytest.raises(WrongCredentials):
            staff.sign_in("ana", "wrong")
    with pytest.raises(AccountLocked):
        staff.sign_in("ana", PASSWORD)


def test_a_right_password_starts_the_count_anew(staff):
    staff.create("ana", PASSWORD)
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(WrongCredentials):
                staff.sign_in("ana", "wrong")
        staff.sign_in("ana", PASSWORD)


def test_a_closed_account_is_refused(staff):
    made = staff.create("ana", PASSWORD)
    staff.close("Ana")

    with pytest.raises(WrongCredentials):
        staff.sign_in("ana", PASSWORD)
    assert not staff.get(made.id).active


@pytest.mark.parametrize(
    ("name", "password", "role"),
    [("", PASSWORD, "navigator"), ("b", "short", "navigator"), ("b", PASSWORD, "king"), ("ANA", PASSWORD, "navigator")],
)
def test_an_account_that_cannot_be_made(name, password, role, staff):
    staff.create("ana", PASSWORD)
    with pytest.raises(AccountRefused):
        staff.create(name, password, role)


def run(app, *arguments: str, typed: str | None = None):
    return app.test_cli_runner().invoke(args=list(arguments), input=typed)


def test_the_command_makes_an_account_and_notes_it(app, staff):
    result = run(app, "account", "create", "ana", typed=f"{PASSWORD}\n{PASSWORD}\n")

    assert result.exit_code == 0, result.output
    assert staff.sign_in("ana", PASSWORD).role == "navigator"
    assert PASSWORD not in result.output
    assert [(entry.action, entry.subject) for entry in held(app).audit.latest()] == [("account_created", "ana")]


def test_a_command_that_cannot_be_done_says_why_in_a_sentence(app, settings, make_app, break_database):
    refused = run(app, "account", "create", "ana", "--password", "short")
    assert refused.exit_code == 1
    assert refused.output == "Error: The password needs at least 12 characters.\n"
    away = run(make_app(break_database(settings)), "db", "upgrade")
    assert away.exit_code == 1
    assert "The database does not answer" in away.output


def test_the_other_commands(app, settings, make_app, break_database):
    Chat(make_app(break_database(settings)).test_client()).say(QUESTION)

    assert run(app, "db", "upgrade").output == "The schema is up to date.\n"
    assert run(app, "spool", "replay").output == "1 waiting entries are now stored.\n"
    assert run(app, "conversations", "expire").output == "0 conversations have expired.\n"
    assert run(app, "account", "close", "nobody").exit_code == 1
