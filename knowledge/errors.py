"""What can go wrong in `knowledge`, named for what the caller will do about it."""


class KnowledgeError(Exception):
    """Base of all errors of this package; the message is meant for a maintainer."""


class GuideError(KnowledgeError):
    """A file of the guide is malformed; the message names file, id and key. Mend the file."""


class UnknownPassage(KnowledgeError):
    """No passage has this id, or it is not shown at present."""


class StaleIndex(KnowledgeError):
    """The index was built from something else than what is here now. Build it again."""


class CorruptIndex(KnowledgeError):
    """The index files are missing, cut off or contradict each other. Build it again."""


class ModelError(KnowledgeError):
    """The embedding model is missing, altered, or gives numbers that cannot be used."""


class QuestionSetError(KnowledgeError):
    """An evaluation file is malformed; the message names file, id and key."""
