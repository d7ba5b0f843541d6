"""What the documents name exists, and the other way round."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: str(each.relative_to(ROOT)))
def test_every_make_target_named_exists(document: Path):
    named = set(re.findall(r"`make ([a-z-]+)", document.read_text(encoding="utf-8")))

    assert named <= TARGETS


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: str(each.relative_to(ROOT)))
def test_every_file_linked_exists(document: Path):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8"))

    assert not [link for link in links if not (document.parent / link).exists()]


def test_every_make_target_says_what_it_does():
    explained = set(re.findall(r"^([a-z-]+):.*## \S", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))

    assert explained == TARGETS


def test_every_direct_dependency_has_its_licence_recorded():
    recorded = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8").lower()
    declared = re.findall(r'^\s+"([A-Za-z0-9_.-]+)[>=<]', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.M)

    assert len(declared) > 25
    assert not [name for name in declared if f"| {name.lower()} |" not in recorded]


def test_the_readme_maps_every_top_level_folder():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    folders = {each.name for each in ROOT.iterdir() if each.is_dir() and not each.name.startswith(".")} - {"var"}

    assert not [folder for folder in folders if f"`{folder}/`" not in readme]
