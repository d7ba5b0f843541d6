"""Set-up and start say in one sentence what is missing."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from deploy import model, setup

ROOT = Path(__file__).resolve().parent.parent.parent


def executable(file: Path, text: str) -> Path:
    file.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    file.chmod(0o755)
    return file


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A path with nothing on it, no pyenv, no home."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.delenv("PYTHON310", raising=False)
    return folder


def test_without_python_310_one_sentence_says_what_to_do(bare_machine: Path):
    with pytest.raises(setup.SetupError, match=r"needs Python 3\.10 and none was found.*PYTHON310="):
        setup.find_python310()


def test_a_shim_that_fails_is_passed_over_for_one_that_runs(bare_machine: Path, tmp_path: Path):
    executable(bare_machine / "python3.10", "echo 'command not found' >&2; exit 127")
    inside = tmp_path / "pyenv" / "versions" / "3.10.13" / "bin"
    inside.mkdir(parents=True)
    real = executable(inside / "python", "exit 0")

    assert setup.find_python310() == str(real)


def test_too_little_disk_is_said_before_anything_is_built(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(setup, "NEEDED_GIB", 10**6)

    with pytest.raises(setup.SetupError, match=r"1000000 GiB of free disk are needed here and [\d.]+ are left"):
        setup.check_disk()


def test_an_environment_is_stale_once_its_lock_file_changed(tmp_path: Path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("six==1.16.0\n", encoding="utf-8")
    environment = setup.Environment(tmp_path / "venv", lock, "a test")
    environment.python.parent.mkdir(parents=True)
    environment.python.touch()
    environment.stamp.write_text(setup.digest(lock), encoding="utf-8")

    assert setup.is_fresh(environment)
    lock.write_text("six==1.17.0\n", encoding="utf-8")
    assert not setup.is_fresh(environment)


def test_a_step_that_fails_names_its_log():
    log = setup.LOGS / "setup-of-a-test.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with (
        log.open("w", encoding="utf-8") as output,
        pytest.raises(setup.SetupError, match=r"var/log/setup-of-a-test\.log"),
    ):
        setup.run([sys.executable, "-c", "raise SystemExit(3)"], output, log)
    log.unlink()


def test_a_port_in_use_is_named_with_the_setting_that_changes_it(tmp_path: Path):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "a.tar.gz").touch()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        finished = subprocess.run(
            [sys.executable, "-m", "deploy.run"],
            cwd=ROOT,
            env={**os.environ, "VAR_DIR": str(tmp_path), "WEB_PORT": port},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    assert finished.returncode == 1
    assert f"port {port} is in use" in finished.stderr
    assert "WEB_PORT=… make run" in finished.stderr
    assert "Traceback" not in finished.stderr


def test_a_model_is_named_after_all_it_depends_on():
    assert model.digest() == model.digest()
    assert {"bot/config.yml", "bot/domain/**/*.yml", "bot/data/**/*.yml"} <= set(model.SOURCES)
    assert all(list(ROOT.glob(pattern)) for pattern in model.SOURCES)


@pytest.mark.parametrize("lock", ["requirements.lock", "bot/requirements.lock"])
def test_a_lock_file_names_versions_and_no_host(lock: str):
    lines = [line for line in (ROOT / lock).read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]

    assert len(lines) > 50
    assert not [line for line in lines if "://" in line or "==" not in line]
