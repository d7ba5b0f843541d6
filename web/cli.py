"""Commands: `flask --app web.wsgi account create …`, `db upgrade`, `spool replay`, `conversations expire`."""

import click
from flask import Flask
from flask.cli import AppGroup

from web.errors import AccountRefused, StoreUnavailable
from web.housekeeping import expire, tidy
from web.services import services
from web.transcripts.models import ROLES

account = AppGroup("account", help="People who may sign in to the console.")
db = AppGroup("db", help="The database of the transcripts.")
spool = AppGroup("spool", help="Turns that wait for the database.")
conversations = AppGroup("conversations", help="Kept conversations.")


def add_commands(app: Flask) -> None:
    """Give the application its commands."""
    for group in (account, db, spool, conversations):
        app.cli.add_command(group)


@account.command("create")
@click.argument("username")
@click.option("--role", type=click.Choice(ROLES), default="navigator", show_default=True)
@click.password_option(help="At least 12 characters; asked for where it is not given.")
def create_account(username: str, role: str, password: str) -> None:
    """Make an account for the navigator's console."""
    held = services()
    with _plainly():
        member = held.staff.create(username, password, role)
        held.audit.record(None, "account_created", member.username)
    click.echo(f"{member.username} may now sign in as {member.role}.")


@account.command("close")
@click.argument("username")
def close_account(username: str) -> None:
    """Let nobody sign in with an account any more."""
    held = services()
    with _plainly():
        held.staff.close(username)
        held.audit.record(None, "account_closed", username.strip().lower())
    click.echo(f"{username} may no longer sign in.")


@db.command("upgrade")
def upgrade() -> None:
    """Bring the schema up to date (a SQLite file does so by itself)."""
    with _plainly():
        services().database.prepare_now()
    click.echo("The schema is up to date.")


@spool.command("replay")
def replay() -> None:
    """Bring waiting turns into the database, and finish erasures that are due."""
    with _plainly():
        count = services().recorder.replay()
        tidy(services())
    click.echo(f"{count} waiting entries are now stored.")


@conversations.command("expire")
def expire_conversations() -> None:
    """Erase every conversation without a turn for RETENTION_DAYS."""
    with _plainly():
        count = expire(services())
    click.echo(f"{count} conversations have expired.")


class _plainly:  # reads as a word after `with`
    """Ends a command with one sentence instead of a stack trace."""

    def __enter__(self) -> None:
        """Nothing to set up."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, StoreUnavailable):
            raise click.ClickException(f"The database does not answer ({error}). Try again when it is back.") from error
        if isinstance(error, AccountRefused):
            raise click.ClickException(str(error)) from error
