"""No log record of the Rasa process can hold a family's words."""

import logging

import pytest

from bot.components import quiet_log

PLANTED = "my neighbour Zebulon sings at night"


def fails(with_type=KeyError):
    raise with_type(PLANTED)


@pytest.fixture
def quiet(caplog):
    before = logging.getLogRecordFactory()
    quiet_log.install()
    caplog.set_level(logging.DEBUG)
    yield caplog
    logging.setLogRecordFactory(before)
    logging.captureWarnings(False)


@pytest.mark.parametrize("name", ["rasa.core.processor", "root", "sanic.error", "asyncio", "py.warnings"])
def test_text_argument_and_traceback_are_dropped(quiet, name):
    logger = logging.getLogger(name)
    try:
        fails()
    except KeyError as error:
        logger.exception(f"failed on {PLANTED}")  # as Rasa writes its messages
        logger.warning("failed on %s", PLANTED, exc_info=error)

    assert len(quiet.records) == 2
    assert PLANTED not in quiet.text
    assert "KeyError" in quiet.text


def test_causes_are_named_outermost_first(quiet):
    try:
        try:
            fails(ConnectionError)
        except ConnectionError as error:
            raise ValueError(PLANTED) from error
    except ValueError:
        logging.getLogger("rasa").exception(PLANTED)

    assert "ValueError <- ConnectionError" in quiet.text
    assert PLANTED not in quiet.text


def test_our_own_records_keep_their_message_but_no_traceback(quiet):
    try:
        fails()
    except KeyError:
        logging.getLogger("bot.components.family_channel").exception("A turn failed: %s", "KeyError")

    assert "A turn failed: KeyError" in quiet.text
    assert PLANTED not in quiet.text
