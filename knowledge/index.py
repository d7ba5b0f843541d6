"""The index over the guide: exact vectors, the sorter learnt from them, and the manifest of what they come from."""

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from knowledge import sorter
from knowledge.embedder import Embedder, Vectors
from knowledge.entries import Entry, digest_of
from knowledge.errors import CorruptIndex, StaleIndex
from knowledge.normalising import WORDS_FILE, Normaliser, load_words
from knowledge.sorter import Sorter

_VECTORS = "vectors.faiss"
_SORTER = "sorter.npz"
_MANIFEST = "manifest.json"
_FORMAT = 2
_NEAREST = 3  # texts of an entry that count; chosen on the tuning questions


@dataclass(frozen=True)
class Manifest:
    """What an index was built from; two equal manifests stand for equal indexes."""

    format: int
    content: str  # digest of the entries, see knowledge.entries.digest_of
    words: str  # digest of words.yml, by which the sorter's texts were normalised
    embedder: str
    dimension: int
    rows: int
    faiss: str
    sentence_transformers: str


class VectorIndex:
    """Exact inner-product search over every text of every entry."""

    def __init__(self, vectors: faiss.Index, entries: tuple[Entry, ...]) -> None:
        """Take an index with one row a text, entry by entry."""
        self._vectors = vectors
        longest = max(len(entry.texts) for entry in entries)
        # One line an entry: the rows of its texts, filled up with a row that is near to nothing.
        self._rows = np.full((len(entries), max(longest, _NEAREST)), vectors.ntotal)
        start = 0
        for line, entry in zip(self._rows, entries, strict=True):
            line[: len(entry.texts)] = np.arange(start, start + len(entry.texts))
            start += len(entry.texts)
        self._counted = np.array([min(len(entry.texts), _NEAREST) for entry in entries])

    def nearness(self, query: Vectors) -> npt.NDArray[np.float32]:
        """The mean cosine, from 0, of each entry's nearest texts to a query of shape (1, dimension): shape (entries,).

        The mean of a few says more than the single nearest: one chance likeness among many asks counts less.
        """
        nearest = np.partition(self._by_row(query)[self._rows], -_NEAREST, axis=1)[:, -_NEAREST:]
        return nearest.sum(axis=1) / self._counted

    def text_nearness(self, query: Vectors, entry: int) -> npt.NDArray[np.float32]:
        """The cosine, from 0, of each text of one entry to a query of shape (1, dimension), in the texts' order."""
        rows = self._rows[entry]
        return self._by_row(query)[rows[rows < self._vectors.ntotal]]

    def _by_row(self, query: Vectors) -> npt.NDArray[np.float32]:
        """The cosine, from 0, of every text, and 0 for the row that fills up."""
        scores, rows = self._vectors.search(query, self._vectors.ntotal)
        by_row = np.zeros(self._vectors.ntotal + 1, dtype=np.float32)
        by_row[rows[0]] = np.maximum(scores[0], 0)
        return by_row


@dataclass(frozen=True, slots=True)
class Index:
    """What is built from a guide to search it."""

    vectors: VectorIndex
    sorter: Sorter


def normaliser_of(entries: tuple[Entry, ...]) -> Normaliser:
    """What brings a question to the words of these entries."""
    return Normaliser((text for entry in entries for text in entry.texts), load_words())


def build_index(folder: Path, entries: tuple[Entry, ...], embedder: Embedder) -> Manifest:
    """Embed every text of every entry, learn from them, and put all into the folder, whole or not at all."""
    texts = [text for entry in entries for text in entry.texts]
    owners = [number for number, entry in enumerate(entries) for _ in entry.texts]
    vectors = embedder.encode(texts)
    normalise = normaliser_of(entries)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    manifest = _manifest(entries, embedder.name, vectors.shape[1])
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix="index-"))
    faiss.write_index(index, str(fresh / _VECTORS))
    sorter.learnt([normalise(text) for text in texts], vectors, owners).store(fresh / _SORTER)
    (fresh / _MANIFEST).write_text(json.dumps(asdict(manifest), indent=2), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(fresh, folder)
    return manifest


def load_index(folder: Path, entries: tuple[Entry, ...], embedder: Embedder) -> Index:
    """Load the index if it was built from these entries with this embedder.

    Raises:
        StaleIndex: it was built from something else.
        CorruptIndex: files are missing, cut off or contradict the manifest.
    """
    found = read_manifest(folder)
    expected = _manifest(entries, embedder.name, found.dimension)
    for key, value in asdict(expected).items():
        if getattr(found, key) != value:
            raise StaleIndex(f"{key}: built from {getattr(found, key)}, here is {value}. Run: make index")
    try:
        vectors = faiss.read_index(str(folder / _VECTORS))
    except RuntimeError as error:
        raise CorruptIndex(f"{_VECTORS} cannot be read. Run: make index") from error
    if (vectors.ntotal, vectors.d) != (found.rows, found.dimension):
        raise CorruptIndex(
            f"{_VECTORS} holds {vectors.ntotal} × {vectors.d}, "
            f"the manifest says {found.rows} × {found.dimension}. Run: make index"
        )
    learnt = sorter.load(folder / _SORTER)
    if learnt.entries != len(entries):
        raise CorruptIndex(f"{_SORTER} tells {learnt.entries} entries apart, here are {len(entries)}. Run: make index")
    return Index(VectorIndex(vectors, entries), learnt)


def read_manifest(folder: Path) -> Manifest:
    """What the index in this folder says of itself.

    Raises:
        CorruptIndex: there is no manifest, or it cannot be read.
    """
    try:
        return Manifest(**json.loads((folder / _MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise CorruptIndex(f"{folder} holds no readable index. Run: make index") from error


def is_fresh(folder: Path, entries: tuple[Entry, ...], embedder_name: str) -> bool:
    """Whether the index in the folder stands for these entries and this embedder; loads no vectors."""
    try:
        found = read_manifest(folder)
    except CorruptIndex:
        return False
    return (
        found == _manifest(entries, embedder_name, found.dimension)
        and (folder / _VECTORS).exists()
        and (folder / _SORTER).exists()
    )


def _manifest(entries: tuple[Entry, ...], embedder_name: str, dimension: int) -> Manifest:
    return Manifest(
        format=_FORMAT,
        content=digest_of(entries),
        words=hashlib.sha256(WORDS_FILE.read_bytes()).hexdigest(),
        embedder=embedder_name,
        dimension=dimension,
        rows=sum(len(entry.texts) for entry in entries),
        faiss=version("faiss-cpu"),
        sentence_transformers=version("sentence-transformers"),
    )
