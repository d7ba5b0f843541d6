"""What can go wrong when a document is imported."""

from knowledge.errors import KnowledgeError


class GuideImportError(KnowledgeError):
    """The document cannot be imported as it is; nothing was written. Mend what the message names."""
