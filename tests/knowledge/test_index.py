"""The index knows what it was built from and refuses to stand for anything else."""

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.boundaries import Boundary
from knowledge.entries import Entry, entries_of
from knowledge.errors import CorruptIndex, StaleIndex
from knowledge.index import build_index, is_fresh, load_index
from knowledge.outcomes import Outcome
from knowledge.passages import load_guide

from .conftest import WordEmbedder

WEATHER = Boundary("weather", Outcome.NOT_IN_GUIDE, ("How is the weather?",))


@pytest.fixture
def entries(guide_folder: Path) -> tuple[Entry, ...]:
    return entries_of(load_guide(guide_folder), (WEATHER,))


@pytest.fixture
def built(tmp_path: Path, entries: tuple[Entry, ...], embedder: WordEmbedder) -> Path:
    folder = tmp_path / "index"
    build_index(folder, entries, embedder)
    return folder


def test_each_entry_scores_as_its_nearest_text(built: Path, entries: tuple[Entry, ...], embedder: WordEmbedder):
    scores = load_index(built, entries, embedder).vectors.nearness(embedder.encode(["weather"]))

    assert scores.shape == (4,)
    assert scores.argmax() == 3
    assert scores[3] > scores[:3].max()


def test_a_changed_guide_is_refused(built: Path, entries: tuple[Entry, ...], embedder: WordEmbedder):
    changed = (replace(entries[0], texts=(*entries[0].texts, "one more ask")), *entries[1:])

    with pytest.raises(StaleIndex, match=r"content: built from .* Run: make index"):
        load_index(built, changed, embedder)
    assert not is_fresh(built, changed, embedder.name)
    assert is_fresh(built, entries, embedder.name)


def test_another_embedding_model_is_refused(built: Path, entries: tuple[Entry, ...], embedder: WordEmbedder):
    embedder.name = "words:2"

    with pytest.raises(StaleIndex, match="embedder: built from words:1, here is words:2"):
        load_index(built, entries, embedder)


def test_a_missing_index_is_refused(tmp_path: Path, entries: tuple[Entry, ...], embedder: WordEmbedder):
    with pytest.raises(CorruptIndex, match="holds no readable index"):
        load_index(tmp_path / "nowhere", entries, embedder)


@pytest.mark.parametrize("left", [0, 40])
def test_an_index_cut_off_is_refused(left: int, built: Path, entries: tuple[Entry, ...], embedder: WordEmbedder):
    file = built / "vectors.faiss"
    file.write_bytes(file.read_bytes()[:left])

    with pytest.raises(CorruptIndex, match="cannot be read"):
        load_index(built, entries, embedder)


def test_vectors_of_another_build_are_refused(
    built: Path, tmp_path: Path, entries: tuple[Entry, ...], embedder: WordEmbedder
):
    build_index(tmp_path / "smaller", entries[:2], embedder)
    (tmp_path / "smaller" / "vectors.faiss").replace(built / "vectors.faiss")

    with pytest.raises(CorruptIndex, match="the manifest says"):
        load_index(built, entries, embedder)
