"""Group English words that stand in like places, so that the second reader knows "quilt" where it learned "duvet"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from sklearn.cluster import MiniBatchKMeans

from knowledge.embedder import SentenceEmbedder
from knowledge.urgency.reader_features import CLASSES_FILE
from knowledge.urgency.repair import WORDS_FILE
from knowledge.urgency.tokens import plain

COARSE, FINE = 200, 800  # classes
FEWEST_TEXTS = 3  # a word of the corpus counts when it stands in so many texts; fewer are typing errors
SEED = 20_240_229
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")
_HEAD = (
    "# Words in classes, for the second reader: coarse class, fine class: words. Made by k-means over the embeddings\n"
    "# of the model's own whole words and the corpus's, by python -m knowledge.second_reader_training --classes.\n"
)
_WORDS_HEAD = "# Words of the training messages, the most frequent first, to which slips of the key are traced back.\n"


def write_known_words(texts: Iterable[str]) -> None:
    """Write down the English words that stand in several of the texts, the most frequent first."""
    used = Counter(word for text in texts for word in set(_WORD.findall(plain(text).text)))
    words = [
        word for word, count in sorted(used.items(), key=lambda item: (-item[1], item[0])) if count >= FEWEST_TEXTS
    ]
    lines = [" ".join(words[at : at + 16]) for at in range(0, len(words), 16)]
    WORDS_FILE.write_text(_WORDS_HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def write_classes(texts: Iterable[str]) -> None:
    """Group the words of the texts and of the embedding model's vocabulary, and write the classes file."""
    model = SentenceEmbedder()
    listed = {word for word in model.vocabulary() if _WORD.fullmatch(word)}
    used = Counter(word for text in texts for word in set(_WORD.findall(plain(text).text)))
    words = sorted(listed | {word for word, count in used.items() if count >= FEWEST_TEXTS})
    vectors = model.encode(words)
    fine = MiniBatchKMeans(FINE, random_state=SEED, n_init=3, batch_size=4096).fit(vectors)
    coarse = MiniBatchKMeans(COARSE, random_state=SEED, n_init=3).fit_predict(fine.cluster_centers_)
    members: dict[int, list[str]] = defaultdict(list)
    for word, number in zip(words, fine.labels_, strict=True):
        members[int(number)].append(word)
    lines = [f"{coarse[number]} {number}: {' '.join(found)}" for number, found in sorted(members.items())]
    CLASSES_FILE.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")
