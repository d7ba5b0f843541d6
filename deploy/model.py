"""Train the Rasa model when the dialogue changed since the last one; print the model's path.

A model's file name is the digest of all it was trained from, so a stale one is never picked up.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("bot/config.yml", "bot/requirements.lock", "bot/domain/**/*.yml", "bot/data/**/*.yml", "bot/components/*.py")


def main() -> int:
    """Train if stale; the last line printed is the model's path."""
    var = Path(os.environ.get("VAR_DIR") or ROOT / "var")
    model = var / "models" / f"{digest()}.tar.gz"
    if not model.exists():
        print("Training the Rasa model (under a minute) …", file=sys.stderr, flush=True)
        if not train(model, var / "log" / "train.log"):
            print(f"Training stopped; the last lines of {var / 'log' / 'train.log'} say why.", file=sys.stderr)
            return 1
        for older in model.parent.glob("*.tar.gz"):
            if older != model:
                older.unlink()
    print(model)
    return 0


def digest() -> str:
    """The first 16 hexadecimal digits of a SHA-256 over every file the model depends on."""
    content = hashlib.sha256()
    for pattern in SOURCES:
        for file in sorted(ROOT.glob(pattern)):
            content.update(str(file.relative_to(ROOT)).encode())
            content.update(file.read_bytes())
    return content.hexdigest()[:16]


def train(model: Path, log: Path) -> bool:
    """Train into a file of exactly this name; the output goes to the log. False when it failed."""
    model.parent.mkdir(parents=True, exist_ok=True)
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [
        *(str(ROOT / ".venv-rasa" / "bin" / "python"), "-m", "rasa", "train"),
        *("--config", "bot/config.yml", "--domain", "bot/domain", "--data", "bot/data"),
        *("--out", str(model.parent), "--fixed-model-name", model.name.removesuffix(".tar.gz")),
    ]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    with log.open("w", encoding="utf-8") as output:
        finished = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, check=False
        )
    return finished.returncode == 0 and model.exists()


if __name__ == "__main__":
    sys.exit(main())
