"""The tables, their migrations and the closed lists agree."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import IntegrityError

from knowledge.outcomes import Outcome
from tests.web.conftest import QUESTION, Chat, held
from web.errors import SettingsRefused, StoreUnavailable
from web.transcripts.database import Database
from web.transcripts.models import LEVELS, OUTCOMES, Base


def test_the_migrations_lead_to_the_models(app):
    with held(app).database.reading() as session:
        context = MigrationContext.configure(session.connection())

        assert compare_metadata(context, Base.metadata) == []


def test_the_database_knows_the_same_outcomes_as_the_code(chat: Chat, app):
    chat.say(QUESTION)
    assert set(OUTCOMES) == {outcome.value for outcome in Outcome}
    for column, values in (("outcome", OUTCOMES), ("level", LEVELS)):
        for value in values:
            _set(app, column, value)
        with pytest.raises(StoreUnavailable) as refused:
            _set(app, column, "magic")
        assert isinstance(refused.value.__cause__, IntegrityError)


def test_bringing_the_schema_up_to_date_twice_is_safe(app):
    held(app).database.prepare_now()
    held(app).database.prepare_now()


@pytest.mark.parametrize("url", ["nonsense", "postgresql+nothing://x/y", "mysql://x/y"])
def test_a_database_that_cannot_be_used_is_refused_in_a_sentence(url):
    with pytest.raises(SettingsRefused, match="DATABASE_URL"):
        Database(url)


def _set(app, column: str, value: str) -> None:
    with held(app).database.writing() as session:
        session.connection().exec_driver_sql(f"UPDATE turns SET {column} = ?", (value,))  # noqa: S608
