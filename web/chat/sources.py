"""Where an answer comes from, as the family sees it; nothing withdrawn, expired or hidden gets through."""

from collections.abc import Iterable
from datetime import date

from knowledge.errors import UnknownPassage
from knowledge.passages import Guide, Passage
from web.chat.rasa_reply import Cited
from web.chat.schemas import Review, Source
from web.chat.views import PassageView, Sentence
from web.errors import HiddenPassage


def shown_passage(guide: Guide, passage_id: str, *, show_unreviewed: bool, today: date) -> Passage:
    """The passage, if a family may see it today; raises `HiddenPassage`."""
    try:
        passage = guide.passage(passage_id)
    except UnknownPassage as error:
        raise HiddenPassage("unknown") from error
    if not passage.review.allows(today, show_unreviewed):
        raise HiddenPassage("not shown")
    return passage


def source_of(passage: Passage, cited: Cited) -> Source:
    """A passage as the source of an answer; sentence numbers it does not have are dropped."""
    numbers = tuple(sorted({number for number in cited.sentences if 0 <= number < len(passage.sentences)}))
    marks = f"?sentences={','.join(map(str, numbers))}" if numbers else ""
    return Source(
        passage_id=passage.id,
        title=passage.title,
        section=passage.section_title,
        href=f"/passages/{passage.id}{marks}",
        sentences=numbers,
        review=review_of(passage),
    )


def review_of(passage: Passage) -> Review:
    """Whether a clinician has reviewed it."""
    return Review.model_validate({"status": passage.review.status, "reviewed_on": passage.review.reviewed_on})


def passage_view(passage: Passage, marked: Iterable[int], disclaimer: str) -> PassageView:
    """The whole passage, the answering sentences marked."""
    chosen = set(marked)
    return PassageView(
        passage_id=passage.id,
        title=passage.title,
        section=passage.section_title,
        sentences=tuple(Sentence(text=text, marked=number in chosen) for number, text in enumerate(passage.sentences)),
        review=review_of(passage),
        sources=passage.sources,
        disclaimer=disclaimer,
    )
