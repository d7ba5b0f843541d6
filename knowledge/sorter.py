"""Say which entry a question belongs to: a linear model over its vector, its words and pieces of them.

Learnt from every text of every entry when the index is built, so that a guide of one's own brings its own. Similarity
finds what is near; this learns which words tell neighbouring entries apart.
"""

from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.svm import LinearSVC

from knowledge.embedder import Vectors
from knowledge.errors import CorruptIndex

_DIRECTIONS = 128  # of the vectors that are learnt from: the main ones, which say nearly all
_BUCKETS = 1 << 14  # of each kind of n-gram; hashing needs no stored vocabulary
_PENALTY = 1.0
_TOLERANCE = 0.1  # a finer one changes no ranking
_SEED = 1
_STORED = ("weights", "bias", "rarity", "directions")
_WORDS = HashingVectorizer(ngram_range=(1, 2), n_features=_BUCKETS, alternate_sign=False, norm=None)
_LETTERS = HashingVectorizer(
    analyzer="char_wb", ngram_range=(3, 4), n_features=_BUCKETS, alternate_sign=False, norm=None
)


class Sorter:
    """The learnt model, all float32.

    `weights`: (features, entries), `bias`: (entries,), `rarity`: (2, buckets), `directions`: (dimension, directions).
    """

    def __init__(self, weights: Vectors, bias: Vectors, rarity: Vectors, directions: Vectors) -> None:
        """Take what `learnt` or `load` gives."""
        self._weights = weights
        self._bias = bias
        self._rarity = rarity
        self._directions = directions

    @property
    def entries(self) -> int:
        """How many entries it tells apart."""
        return len(self._bias)

    def scores(self, text: str, vector: Vectors) -> npt.NDArray[np.float32]:
        """How far a normalised text with its vector of shape (dimension,) belongs to each entry, from 0 to 1."""
        row = _features([text], vector[np.newaxis] @ self._directions, self._rarity)
        decided = np.asarray(row @ self._weights)[0] + self._bias
        return np.clip((decided + 1.2) / 2.4, 0, 1).astype(np.float32)

    def store(self, file: Path) -> None:
        """Write the model, without pickle, in half precision."""
        half = [array.astype(np.float16) for array in (self._weights, self._bias, self._rarity, self._directions)]
        np.savez_compressed(file, weights=half[0], bias=half[1], rarity=half[2], directions=half[3])


def learnt(texts: list[str], vectors: Vectors, owners: list[int]) -> Sorter:
    """Fit on normalised texts with their vectors (rows) and the number of the entry that each belongs to."""
    rarity = np.stack([_rarity(kind, texts) for kind in (_WORDS, _LETTERS)]).astype(np.float32)
    directions = np.linalg.svd(vectors, full_matrices=False)[2][:_DIRECTIONS].T
    table = _features(texts, vectors @ directions, rarity)
    if len(set(owners)) == 1:
        return Sorter(
            np.zeros((table.shape[1], 1), dtype=np.float32), np.zeros(1, dtype=np.float32), rarity, directions
        )
    model = LinearSVC(C=_PENALTY, tol=_TOLERANCE, random_state=_SEED).fit(table, owners)
    weights, bias = model.coef_.T, model.intercept_
    if len(bias) == 1:  # of two classes the model keeps one line
        weights, bias = np.hstack([-weights, weights]), np.concatenate([-bias, bias])
    return Sorter(np.ascontiguousarray(weights, dtype=np.float32), bias.astype(np.float32), rarity, directions)


def load(file: Path) -> Sorter:
    """Read a stored model.

    Raises:
        CorruptIndex: the file is missing, cut off or holds something else.
    """
    try:
        with np.load(file, allow_pickle=False) as stored:
            values = [stored[name].astype(np.float32) for name in _STORED]
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        raise CorruptIndex(f"{file.name} cannot be read. Run: make index") from error
    weights, bias, rarity, directions = values
    fits = (
        weights.ndim == directions.ndim == 2
        and weights.shape == (directions.shape[1] + 2 * _BUCKETS, len(bias))
        and rarity.shape == (2, _BUCKETS)
    )
    if not fits or not all(np.isfinite(each).all() for each in values):
        raise CorruptIndex(f"{file.name} holds no model of this shape. Run: make index")
    return Sorter(weights, bias, rarity, directions)


def _rarity(kind: HashingVectorizer, texts: list[str]) -> npt.NDArray[np.float64]:
    return TfidfTransformer(sublinear_tf=True).fit(kind.transform(texts)).idf_


def _features(texts: list[str], vectors: Vectors, rarity: Vectors) -> csr_matrix:
    parts = [csr_matrix(vectors)]
    for kind, weights in zip((_WORDS, _LETTERS), rarity, strict=True):
        counts = kind.transform(texts)
        counts.data = (np.log(counts.data) + 1) * weights[counts.indices]
        lengths = np.sqrt(counts.multiply(counts).sum(axis=1)).A1
        parts.append(counts.multiply(1 / np.maximum(lengths, 1e-9)[:, np.newaxis]))
    return hstack(parts).tocsr()
