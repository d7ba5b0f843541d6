"""Other ways to find the passage that answers: BM25, the sentence model, both fused, Rasa's ResponseSelector."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import faiss
import numpy as np

from knowledge.answering import Answerer
from knowledge.boundaries import load_boundaries
from knowledge.embedder import SentenceEmbedder
from knowledge.entries import entries_of
from knowledge.lexical import LexicalIndex
from knowledge.passages import Guide, Passage
from knowledge.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
RANK_CONSTANT = 60  # of reciprocal-rank fusion, as its authors chose it
Way = Callable[[str], list[str]]  # from a question to the ids of all passages, best first


def ways(answerer: Answerer, settings: Settings) -> dict[str, Way]:
    """Each way by its name, ours last; all rank the same passages by the same texts."""
    guide, embedder = answerer.guide, SentenceEmbedder(settings.embedding_model)
    with_asks = by_bm25(guide, asks=True), by_vectors(guide, settings, embedder, asks=True)
    return {
        "BM25, texts": by_bm25(guide, asks=False),
        "BM25, texts + asks": with_asks[0],
        "MiniLM, texts": by_vectors(guide, settings, embedder, asks=False),
        "MiniLM, texts + asks": with_asks[1],
        "both fused by rank": by_reciprocal_rank(*with_asks),
        "our ranking": lambda text: [hit.target.id for hit in answerer.retriever.rank(text).passages],
    }


def by_bm25(guide: Guide, asks: bool) -> Way:
    """Rank by BM25 over each passage's title and text, and its asks if wished, as one document."""
    index = LexicalIndex([" ".join((p.title, p.text, *(p.asks if asks else ()))) for p in guide.passages])
    ids = [each.id for each in guide.passages]
    return lambda text: best_first(ids, index.scores(text))


def by_vectors(guide: Guide, settings: Settings, embedder: SentenceEmbedder, asks: bool) -> Way:
    """Rank by the cosine of the passage's nearest text: its title, its text, a sentence, or an ask if wished."""
    stored = faiss.read_index(str(settings.index / "vectors.faiss"))
    vectors = stored.reconstruct_n(0, stored.ntotal)
    ids, rows, start = [], [], 0
    for entry in entries_of(guide, load_boundaries(settings.boundaries)):
        if isinstance(entry.target, Passage):
            counted = len(entry.texts) if asks else len(entry.texts) - len(entry.target.asks)
            ids.append(entry.target.id)
            rows.append(vectors[start : start + counted])
        start += len(entry.texts)
    firsts = np.cumsum([0, *(len(each) for each in rows[:-1])])
    together = np.concatenate(rows)
    return lambda text: best_first(ids, np.maximum.reduceat(together @ embedder.encode([text])[0], firsts))


def by_reciprocal_rank(*parts: Way) -> Way:
    """Rank by the sum of 1 / (60 + place) over the ways given."""

    def ranked(text: str) -> list[str]:
        scores: dict[str, float] = {}
        for part in parts:
            for place, passage in enumerate(part(text), 1):
                scores[passage] = scores.get(passage, 0) + 1 / (RANK_CONSTANT + place)
        return sorted(scores, key=lambda passage: -scores[passage])

    return ranked


def by_rasa(guide: Guide, texts: list[str]) -> Way:
    """Rank by Rasa's ResponseSelector trained on the passages' asks; all texts are read at once, in Rasa's Python."""
    work = {"train": [[ask, each.id] for each in guide.passages for ask in each.asks], "read": texts}
    quiet = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "LOG_LEVEL": "ERROR", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [str(ROOT / ".venv-rasa/bin/python"), "-m", "tests.bench.rasa_faq"],
        cwd=ROOT, env=quiet, check=True, input=json.dumps(work), capture_output=True, text=True,
    )  # fmt: skip
    ranked = dict(zip(texts, json.loads(done.stdout.strip().splitlines()[-1]), strict=True))
    return lambda text: ranked[text]


def best_first(ids: list[str], scores: np.ndarray) -> list[str]:
    """Return the ids by falling score; equal ones keep their order."""
    return [ids[at] for at in np.argsort(-scores, kind="stable")]
