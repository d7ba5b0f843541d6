"""Compile both lock files: versions only, no address of any registry.

Each is compiled under the Python that will install it, in a throw-away environment.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from deploy import setup

OPTIONS = (
    *("--quiet", "--strip-extras", "--allow-unsafe", "--no-header", "--no-annotate"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host", "--no-emit-options"),
)


def main() -> int:
    """Compile both; further arguments (such as --upgrade) go to pip-compile."""
    more = sys.argv[1:]
    compile_lock(sys.executable, ["pip-tools"], ["--extra", "dev", "pyproject.toml"], setup.MAIN.lock, more)
    try:
        python310 = setup.find_python310()
    except setup.SetupError as error:
        print(f"Locking stopped: {error}", file=sys.stderr)
        return 1
    compile_lock(python310, ["pip<25", "pip-tools==7.4.1"], ["bot/requirements.in"], setup.RASA.lock, more)
    return 0


def compile_lock(python: str, tools: list[str], sources: list[str], lock: Path, more: list[str]) -> None:
    """Compile one lock file with pip-tools under the given interpreter."""
    print(f"Compiling {lock.relative_to(setup.ROOT)} …", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([python, "-m", "venv", folder], check=True)
        inside = str(Path(folder) / "bin" / "python")
        subprocess.run([inside, "-m", "pip", "install", "--quiet", *tools], check=True)
        compiler = [inside, "-m", "piptools", "compile", *OPTIONS, *more, "--output-file", str(lock), *sources]
        subprocess.run(compiler, cwd=setup.ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main())
