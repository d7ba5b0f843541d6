"""The settings that `knowledge` reads, once, from a mapping of environment variables."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Settings:
    """Where the guide, the index and the embedding model are, and which passages may be shown."""

    guide: Path = PACKAGE / "guide"
    boundaries: Path = PACKAGE / "boundaries"
    questions: Path = PACKAGE / "questions"
    index: Path = PACKAGE.parent / "var" / "index"
    embedding_model: str = ""  # a sentence-transformers folder; empty: the packaged all-MiniLM-L6-v2
    show_unreviewed: bool = True

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read `VAR_DIR`, `EMBEDDING_MODEL` and `SHOW_UNREVIEWED`; all have working defaults."""
        return cls(
            index=Path(environ.get("VAR_DIR") or PACKAGE.parent / "var") / "index",
            embedding_model=environ.get("EMBEDDING_MODEL", ""),
            show_unreviewed=environ.get("SHOW_UNREVIEWED", "true").strip().lower() not in {"0", "false", "no", "off"},
        )
