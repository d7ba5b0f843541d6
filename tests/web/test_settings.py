"""Settings: read once, refused with one sentence, and listed the same in code, docs and example."""

import re
import threading
from pathlib import Path

import pytest

from web import create_app
from web.errors import SettingsRefused
from web.secret_files import kept_secret
from web.settings import ROOT, Settings, load_settings

PRODUCTION = {
    "app_env": "production",
    "centre_phone": "+49 30 555 0100",
    "clinical_sign_off": "Dr A. Example",
    "clinical_sign_off_date": "2026-01-31",
    "secret_key": "k" * 40,
    "rasa_channel_secret": "r" * 40,
}


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch, tmp_path):
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_everything_has_a_working_default(tmp_path):
    settings = load_settings(var_dir=tmp_path)

    assert (settings.web_host, settings.web_port, settings.service_name) == ("127.0.0.1", 8000, "CancerFax")
    assert settings.show_unreviewed
    assert settings.demonstration
    assert settings.rasa_base_url == "http://127.0.0.1:5005"
    assert settings.transcripts_url == f"sqlite:///{tmp_path}/transcripts.sqlite3"


def test_they_come_from_the_environment_and_from_dotenv(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("WEB_PORT=9001\nCENTRE_NAME=Hill Hospital\nCENTRE_PHONE=\n")
    monkeypatch.setenv("WEB_PORT", "9002")
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    settings = load_settings()

    assert (settings.web_port, settings.centre_name, settings.centre_phone) == (9002, "Hill Hospital", None)


def test_secrets_are_made_once_and_kept_for_their_owner_alone(tmp_path):
    first, second = load_settings(var_dir=tmp_path), load_settings(var_dir=tmp_path)

    assert first.secret_key == second.secret_key
    assert first.rasa_channel_secret == second.rasa_channel_secret
    assert first.secret_key != first.rasa_channel_secret
    assert len(first.secret_key) >= 43
    for name in ("secret_key", "rasa_channel_secret"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


def test_processes_that_start_together_agree_on_one_secret(tmp_path):
    made: list[str] = []
    starting = [threading.Thread(target=lambda: made.append(kept_secret(tmp_path, "secret_key"))) for _ in range(8)]
    for each in starting:
        each.start()
    for each in starting:
        each.join()

    assert len(set(made)) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


def test_a_secret_file_that_was_cut_off_is_refused(tmp_path):
    (tmp_path / "secret_key").write_text("short")
    with pytest.raises(SettingsRefused, match="secret_key is shorter"):
        load_settings(var_dir=tmp_path)


def test_production_starts_when_everything_is_there():
    assert not load_settings(**PRODUCTION).demonstration


def test_production_names_everything_that_is_missing_at_once():
    with pytest.raises(SettingsRefused) as refused:
        load_settings(app_env="production")

    for name in set(PRODUCTION) - {"app_env"}:
        assert name.upper() in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("missing", sorted(set(PRODUCTION) - {"app_env"}))
def test_production_refuses_to_start_without(missing):
    with pytest.raises(SettingsRefused, match=missing.upper()):
        load_settings(**{**PRODUCTION, missing: "  "})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("web_port", "http"),
        ("web_threads", "1"),
        ("default_country", "Germany"),
        ("chat_rate_limit", "often"),
        ("app_env", "prod"),
        ("clinical_sign_off_date", "soon"),
        ("retention_days", "0"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_and_never_repeated(name, value):
    with pytest.raises(SettingsRefused) as refused:
        load_settings(**{name: value, "secret_key": "not-to-be-shown"})

    assert name.upper() in str(refused.value)
    assert "not-to-be-shown" not in str(refused.value)


def test_a_redis_without_its_driver_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(SettingsRefused, match="REDIS_URL"):
        create_app(load_settings(var_dir=tmp_path, redis_url="redis://127.0.0.1:1"))


def test_a_sign_off_from_the_future_is_refused():
    with pytest.raises(SettingsRefused, match="CLINICAL_SIGN_OFF_DATE"):
        load_settings(**{**PRODUCTION, "clinical_sign_off_date": "2999-01-01"})


def test_code_docs_and_example_list_the_same_settings():
    code = {name.upper() for name in Settings.model_fields}
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", page.split("## Of the other processes")[0], re.M))
    example = set(re.findall(r"^([A-Z0-9_]+)=", (ROOT / "env.example").read_text(encoding="utf-8"), re.M))

    assert documented == code
    assert example == code


def test_the_example_can_be_used_as_it_is(tmp_path):
    (tmp_path / ".env").write_text((ROOT / "env.example").read_text(encoding="utf-8"))
    fresh = load_settings(var_dir=tmp_path)
    (tmp_path / ".env").unlink()

    assert fresh == load_settings(var_dir=tmp_path)


def test_only_settings_read_the_environment():
    readers = {
        str(file.relative_to(ROOT))
        for file in Path(ROOT / "web").rglob("*.py")
        if re.search(r"os\.environ|getenv", file.read_text(encoding="utf-8"))
    }

    assert readers == set()
