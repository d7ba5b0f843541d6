"""Build the project's two Python environments when they are missing or older than their lock files.

Runs on the Python a fresh machine has (3.11 or newer), so it uses the standard library alone.
"""

import argparse
import concurrent.futures
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / "var" / "log"
NEEDED_GIB = 7


class SetupError(Exception):
    """Set-up cannot go on; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Environment:
    """One virtual environment: where it lies, what it holds, and what it is for."""

    folder: Path
    lock: Path
    label: str

    @property
    def python(self) -> Path:
        """The environment's own interpreter."""
        return self.folder / "bin" / "python"

    @property
    def stamp(self) -> Path:
        """A file holding the digest of the lock file that the environment was built from."""
        return self.folder / "built-from"


MAIN = Environment(ROOT / ".venv", ROOT / "requirements.lock", "knowledge, actions, web and tests")
RASA = Environment(ROOT / ".venv-rasa", ROOT / "bot" / "requirements.lock", "Rasa")


def main() -> int:
    """Build what is stale; print what is done, and one sentence if it cannot be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--browser", action="store_true", help="also make sure that Chromium is there, for the browser tests"
    )
    options = parser.parse_args()
    try:
        build_stale([MAIN, RASA])
        if options.browser:
            ensure_chromium()
    except SetupError as error:
        print(f"Set-up stopped: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nSet-up stopped by you; run it again to go on.", file=sys.stderr)
        return 130
    return 0


def build_stale(environments: list[Environment]) -> None:
    """Build, side by side, each environment whose stamp differs from its lock file."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this very script must say so on an older Python
        raise SetupError(
            f"Python 3.11 or newer is needed, this is {platform.python_version()}; "
            "choose another with `make run PYTHON=python3.11`."
        )
    stale = [each for each in environments if not is_fresh(each)]
    if not stale:
        return
    check_disk()
    interpreters = {each.folder: (find_python310() if each is RASA else sys.executable) for each in stale}
    LOGS.mkdir(parents=True, exist_ok=True)
    print(f"Building {len(stale)} Python environment(s); the first time this takes about two minutes.", flush=True)
    started = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(len(stale)) as pool:
        builds = {pool.submit(build, each, interpreters[each.folder]): each for each in stale}
        while builds:
            done, _ = concurrent.futures.wait(builds, timeout=15, return_when=concurrent.futures.FIRST_COMPLETED)
            for build_job in done:
                environment = builds.pop(build_job)
                build_job.result()
                print(f"  {environment.folder.name} is ready ({environment.label}).", flush=True)
            if not done:
                waiting = " and ".join(each.folder.name for each in builds.values())
                print(f"  still installing {waiting} … {time.monotonic() - started:.0f} s", flush=True)


def is_fresh(environment: Environment) -> bool:
    """Whether the environment was built to the end from the lock file as it is now."""
    return (
        environment.python.exists()
        and environment.stamp.exists()
        and environment.stamp.read_text(encoding="utf-8") == digest(environment.lock)
    )


def digest(lock: Path) -> str:
    """SHA-256 of a lock file, in hexadecimal."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def check_disk() -> None:
    """Refuse early where the environments would not fit."""
    free = shutil.disk_usage(ROOT).free / 2**30
    if free < NEEDED_GIB:
        raise SetupError(
            f"about {NEEDED_GIB} GiB of free disk are needed here and {free:.1f} are left; free some and run it again."
        )


def build(environment: Environment, interpreter: str) -> None:
    """Make the environment anew and install its lock file into it."""
    log = LOGS / f"setup{environment.folder.name}.log"
    shutil.rmtree(environment.folder, ignore_errors=True)
    with log.open("w", encoding="utf-8") as output:
        run([interpreter, "-m", "venv", str(environment.folder)], output, log)
        pip = [str(environment.python), "-m", "pip", "install", "--disable-pip-version-check"]
        if environment is MAIN:
            warn_of_accelerator_build(pip)
        run([*pip, "-r", str(environment.lock)], output, log)
    environment.stamp.write_text(digest(environment.lock), encoding="utf-8")


def run(command: list[str], output: object, log: Path) -> None:
    """Run one step with its output in the log; a failure names the log."""
    finished = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, cwd=ROOT, check=False)
    if finished.returncode != 0:
        raise SetupError(f"`{' '.join(command[-4:])}` failed; the last lines of {log.relative_to(ROOT)} say why.")


def warn_of_accelerator_build(pip: list[str]) -> None:
    """Say beforehand when pip would fetch PyTorch with gigabytes of accelerator libraries."""
    torch = next(line for line in MAIN.lock.read_text(encoding="utf-8").splitlines() if line.startswith("torch=="))
    probe = [*pip, "--quiet", "--dry-run", "--no-deps", "--report", "-", torch]
    report = subprocess.run(probe, capture_output=True, text=True, check=False)
    if platform.system() == "Linux" and report.returncode == 0 and "cpu" not in report.stdout:
        print(
            f"  Note: pip chose a build of {torch} that may bring several gigabytes of accelerator libraries.\n"
            "  The README says how to choose the CPU build instead.",
            flush=True,
        )


def find_python310() -> str:
    """The path of a Python 3.10 that really runs; Rasa 3.6 needs exactly that version.

    Raises:
        SetupError: none was found and none could be installed.
    """
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [os.environ.get("PYTHON310", ""), "python3.10"]
    candidates += [str(path) for path in sorted(pyenv.glob("3.10*/bin/python"), reverse=True)]
    for candidate in candidates:
        if candidate and runs_as_310(candidate):
            return candidate
    if uv := shutil.which("uv"):
        subprocess.run([uv, "python", "install", "3.10"], check=False)
        found = subprocess.run(
            [uv, "python", "find", "3.10"], capture_output=True, text=True, check=False
        ).stdout.strip()
        if found and runs_as_310(found):
            return found
    raise SetupError(
        "Rasa needs Python 3.10 and none was found; install one (pyenv, uv or your system's package) "
        "or name it: PYTHON310=/path/to/python3.10 make run."
    )


def runs_as_310(candidate: str) -> bool:
    """Whether the command exists, starts, and is Python 3.10 (a pyenv shim may exist and fail)."""
    probe = [candidate, "-c", "import sys; sys.exit(sys.version_info[:2] != (3, 10))"]
    try:
        return subprocess.run(probe, capture_output=True, check=False, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def ensure_chromium() -> None:
    """Install Debian's Chromium for the browser tests where it is missing and this user may."""
    if shutil.which("chromium"):
        return
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        raise SetupError(
            "the browser tests need Chromium on the path as `chromium`; install it with your system's package manager."
        )
    print("Installing Chromium for the browser tests …", flush=True)
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / "setup-chromium.log"
    with log.open("w", encoding="utf-8") as output:
        run([apt, "update"], output, log)
        run([apt, "install", "-y", "--no-install-recommends", "chromium", "fonts-noto-core"], output, log)


if __name__ == "__main__":
    sys.exit(main())
