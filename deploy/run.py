"""Start the three processes under supervisord, say when they are ready, and stop them all on Ctrl-C."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from dotenv import dotenv_values

from web.errors import SettingsRefused
from web.secret_files import kept_secret

ROOT = Path(__file__).resolve().parent.parent
READY_WITHIN = 120  # seconds
DEFAULTS = {"WEB_HOST": "127.0.0.1", "WEB_PORT": "8000", "RASA_PORT": "5005", "ACTIONS_PORT": "5055"}


class _Stopped(Exception):
    """Somebody asked for the end while the processes were starting or running."""


class RunError(Exception):
    """The processes cannot be started; the message is one sentence that says what to do."""


def main() -> int:
    """Run until stopped; exit code 0 after a clean stop, 1 with one sentence otherwise."""
    try:
        environment = environment_of_processes(dict(os.environ))
        refuse_taken_ports(environment)
        return supervise(environment)
    except (RunError, SettingsRefused) as error:
        print(f"Not started: {error}", file=sys.stderr)
        return 1


def environment_of_processes(environ: dict[str, str]) -> dict[str, str]:
    """The environment the three processes share: defaults filled in, secrets made once and kept."""
    environ = {**{name: value or "" for name, value in dotenv_values(ROOT / ".env").items()}, **environ}
    var = Path(environ.get("VAR_DIR") or ROOT / "var").resolve()
    (var / "log").mkdir(parents=True, exist_ok=True)
    environ["VAR_DIR"] = str(var)
    for name, default in {
        "WEB_HOST": "127.0.0.1",
        "WEB_PORT": "8000",
        "RASA_PORT": "5005",
        "ACTIONS_PORT": "5055",
    }.items():
        environ.setdefault(name, default)
    environ.setdefault("RASA_CHANNEL_SECRET", kept_secret(var, "rasa_channel_secret"))
    environ.setdefault("RASA_URL", f"http://127.0.0.1:{environ['RASA_PORT']}")
    environ.setdefault("ACTIONS_URL", f"http://127.0.0.1:{environ['ACTIONS_PORT']}/webhook")
    environ.setdefault("RASA_TRACKER_DB", str(var / "rasa.sqlite"))
    environ.update(
        RASA_MODEL=newest_model(var / "models"),
        RASA_TELEMETRY_ENABLED="false",
        SANIC_HOST="127.0.0.1",
        TF_CPP_MIN_LOG_LEVEL="3",
        SQLALCHEMY_SILENCE_UBER_WARNING="1",
        PYTHONUNBUFFERED="1",
    )
    return environ


def newest_model(models: Path) -> str:
    """The path of the trained model.

    Raises:
        RunError: none was trained.
    """
    trained = sorted(models.glob("*.tar.gz"), key=lambda each: each.stat().st_mtime)
    if not trained:
        raise RunError(f"{models} holds no Rasa model; run: make model.")
    return str(trained[-1])


def refuse_taken_ports(environ: dict[str, str]) -> None:
    """Refuse early, with the setting's name, where another program holds one of the ports."""
    for host, name in ((environ["WEB_HOST"], "WEB_PORT"), ("127.0.0.1", "RASA_PORT"), ("127.0.0.1", "ACTIONS_PORT")):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, int(environ[name])))
            except OSError as error:
                raise RunError(
                    f"port {environ[name]} is in use ({error.strerror}); "
                    f"stop what uses it or choose another: {name}=… make run."
                ) from error


def supervise(environ: dict[str, str]) -> int:
    """Start supervisord, wait until a question goes through, then wait for its end."""
    started = time.monotonic()
    command = [sys.executable, "-m", "supervisor.supervisord", "--configuration", "deploy/supervisord.conf"]
    supervisord = subprocess.Popen(command, cwd=ROOT, env=environ, start_new_session=True)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        print("\nStopping …", flush=True)
        supervisord.terminate()
        raise _Stopped

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    everywhere = environ["WEB_HOST"] in ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound to
    address = f"http://{'127.0.0.1' if everywhere else environ['WEB_HOST']}:{environ['WEB_PORT']}"
    with contextlib.suppress(_Stopped):
        announce(address, environ, supervisord, started)
        supervisord.wait()
    code = supervisord.wait()
    print("All three processes have stopped.", flush=True)
    return 0 if code in (0, -signal.SIGTERM) else code


def announce(address: str, environ: dict[str, str], supervisord: subprocess.Popen[bytes], started: float) -> None:
    """Show progress until the whole chain answers, then print the addresses."""
    print("Starting Rasa, the action server and the web process …", flush=True)
    told = 0.0
    while supervisord.poll() is None:
        waited = time.monotonic() - started
        if is_ready(address):
            print(f"Ready after {waited:.0f} s.\n\n  Chat        {address}/\n  Navigators  {address}/navigator/\n")
            print(f"  Logs        {environ['VAR_DIR']}/log/\n\nCtrl-C stops all three.", flush=True)
            return
        if waited - told >= 10:
            told = waited
            hint = f" (the logs are in {environ['VAR_DIR']}/log)" if waited > READY_WITHIN else ""
            print(f"  still starting … {waited:.0f} s{hint}", flush=True)
        time.sleep(0.5)


def is_ready(address: str) -> bool:
    """Whether a canary question went through web, Rasa, the action server and the index."""
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=6) as reply:  # noqa: S310 - our own loopback address
            return reply.status == 200
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(main())
