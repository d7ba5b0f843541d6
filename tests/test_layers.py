"""The house keeps its shape: imports run one way, the light part stays light, importing does nothing."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("knowledge", "actions", "bot", "web")
LIGHT = ("knowledge.urgency", "knowledge.outcomes", "knowledge.passages", "knowledge.settings", "knowledge.errors")
HEAVY = ("rasa", "rasa_sdk", "flask", "faiss", "torch", "sentence_transformers", "sqlalchemy", "bm25s")
ONLY_IN = {
    "faiss": ["knowledge/index.py"],
    "sentence_transformers": ["knowledge/embedder.py"],
    "bm25s": ["knowledge/lexical.py"],
    "sqlalchemy": ["web/transcripts/"],
    "httpx": ["web/chat/rasa_client.py"],
    "rasa": ["bot/components/"],
}


def sources(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imports_of(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return names


def ours(name: str) -> bool:
    return name.split(".")[0] in (*PACKAGES, "tests", "deploy")


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_run_one_way(package: str):
    allowed = {
        "knowledge": ("knowledge",),
        "actions": ("actions", "knowledge"),
        "bot": ("bot", *LIGHT),
        "web": ("web", *LIGHT),
    }[package]
    wrong = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in sources(package)
        for name in imports_of(file)
        if ours(name) and not any(name == each or name.startswith(each + ".") for each in allowed)
    }

    assert sources(package)
    assert not wrong


@pytest.mark.parametrize(("library", "places"), ONLY_IN.items())
def test_each_outside_thing_has_one_place(library: str, places: list[str]):
    users = {
        str(file.relative_to(ROOT))
        for package in PACKAGES
        for file in sources(package)
        if any(name == library or name.startswith(library + ".") for name in imports_of(file))
    }

    assert users
    assert not {user for user in users if not any(user.startswith(place) for place in places)}


@pytest.mark.parametrize("python", [sys.executable, str(ROOT / ".venv-rasa" / "bin" / "python")])
@pytest.mark.parametrize(
    "use",
    [
        "from knowledge.urgency import assess; assert assess('he has a fever of 39').level == 'urgent'",
        "import pathlib; from knowledge.passages import load_guide; load_guide(pathlib.Path('knowledge/guide'))",
        "from knowledge.outcomes import Outcome",
    ],
)
def test_the_light_part_works_where_nothing_heavy_is_installed(python: str, use: str):
    """It runs inside Rasa and inside the web process, so it may need neither, nor the index."""
    block = f"import sys; sys.modules.update(dict.fromkeys({HEAVY!r}))"

    finished = subprocess.run([python, "-c", f"{block}\n{use}"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert finished.returncode == 0, finished.stderr


def test_importing_opens_no_file_or_socket_of_its_own():
    modules = [
        str(file.relative_to(ROOT)).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for package in ("knowledge", "actions", "web")
        for file in sources(package)
        if file.name not in ("__main__.py", "wsgi.py", "gunicorn.conf.py") and "migrations" not in file.parts
    ]
    script = f"""
import builtins, importlib, pathlib, socket
import flask, rasa_sdk, spacy, sqlalchemy, pydantic_settings, alembic.command  # their own reading is not ours
def refuse(*_, **__): raise AssertionError("touched at import")
real_read = pathlib.Path.read_text
def read(self, *rest, **more):
    file = str(self.resolve())
    return refuse() if file.startswith("{ROOT}") and "/.venv" not in file else real_read(self, *rest, **more)
pathlib.Path.read_text = read
socket.socket.connect = refuse
for name in {modules!r}:
    importlib.import_module(name)
"""

    finished = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)

    assert finished.returncode == 0, finished.stderr[-2000:]


def test_no_source_file_has_a_name_that_says_nothing():
    assert not [
        file for package in PACKAGES for file in sources(package) if file.stem in ("utils", "helpers", "common", "misc")
    ]
