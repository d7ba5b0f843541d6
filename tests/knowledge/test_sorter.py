"""What is learnt from the asks when the index is built."""

import numpy as np
import pytest

from knowledge import sorter
from knowledge.errors import CorruptIndex

TEXTS = [
    "how long does it last",
    "how many days",
    "which drug is given",
    "what medicine helps",
    "who visits",
    "visitors",
]
OWNERS = [0, 0, 1, 1, 2, 2]


@pytest.fixture(scope="module")
def vectors():
    return np.random.default_rng(1).normal(size=(len(TEXTS), 16)).astype(np.float32)


@pytest.fixture(scope="module")
def learnt(vectors):
    return sorter.learnt(TEXTS, vectors, OWNERS)


@pytest.mark.parametrize(("text", "owner"), [("how long is it", 0), ("which medicine", 1), ("can visitors come", 2)])
def test_a_text_belongs_to_the_entry_whose_words_it_uses(text, owner, learnt):
    scores = learnt.scores(text, np.zeros(16, dtype=np.float32))

    assert scores.argmax() == owner
    assert scores.min() >= 0 and scores.max() <= 1


@pytest.mark.parametrize("entries", [1, 2])
def test_a_guide_of_one_or_two_entries_is_learnt_too(entries, vectors):
    owners = [number % entries for number in range(len(TEXTS))]
    assert sorter.learnt(TEXTS, vectors, owners).scores("who", vectors[0]).shape == (entries,)


def test_it_is_the_same_after_storing(learnt, tmp_path, vectors):
    learnt.store(tmp_path / "sorter.npz")
    again = sorter.load(tmp_path / "sorter.npz")

    assert np.allclose(again.scores("who visits", vectors[0]), learnt.scores("who visits", vectors[0]), atol=0.01)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", None])
def test_a_damaged_file_is_refused(content, tmp_path):
    file = tmp_path / "sorter.npz"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CorruptIndex, match="make index"):
        sorter.load(file)


def test_numbers_that_are_none_are_refused(learnt, tmp_path):
    learnt.store(tmp_path / "sorter.npz")
    with np.load(tmp_path / "sorter.npz") as stored:
        values = {name: stored[name] for name in stored}
    values["bias"][0] = np.nan
    np.savez(tmp_path / "sorter.npz", **values)
    with pytest.raises(CorruptIndex):
        sorter.load(tmp_path / "sorter.npz")
