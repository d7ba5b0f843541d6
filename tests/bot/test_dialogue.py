"""The test stories run through the trained assistant; one wrong prediction fails them."""

from tests.bot.conftest import run_rasa


def test_every_test_story_is_predicted_as_told(model, tmp_path):
    done = run_rasa(
        *("test", "core", "--model", str(model), "--stories", "tests/stories/rasa"),
        *("--fail-on-prediction-errors", "--out", str(tmp_path)),
    )

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
