"""Find texts by their words: BM25 over stemmed tokens, kept in memory."""

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer

_STEM = Stemmer.Stemmer("english").stemWords


class LexicalIndex:
    """BM25 over a fixed list of documents."""

    def __init__(self, documents: list[str]) -> None:
        """Index the documents, in the order given; there must be at least one."""
        self._size = len(documents)
        self._bm25 = bm25s.BM25()
        self._bm25.index(_tokens(documents), show_progress=False)

    def scores(self, text: str) -> npt.NDArray[np.float32]:
        """A BM25 score a document, in their order: shape (documents,); 0 where no word is shared."""
        tokens = _tokens([text])[0]
        known = [token for token in tokens if token in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)


def content_words(text: str) -> frozenset[str]:
    """The stems of a text's words, without those that say nothing by themselves."""
    return frozenset(_tokens([text])[0])


def _tokens(texts: list[str]) -> list[list[str]]:
    return bm25s.tokenize(texts, stopwords="en", stemmer=_STEM, return_ids=False, show_progress=False)
