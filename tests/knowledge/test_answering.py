"""What becomes of a question: answered from one passage, asked back, or honestly refused."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.answering import Answerer, Cited, Question
from knowledge.boundaries import Boundary
from knowledge.entries import entries_of
from knowledge.index import build_index, load_index
from knowledge.outcomes import Outcome
from knowledge.passages import Guide, Review, load_guide
from knowledge.retrieval import Belief, Retriever, Tuning

from .conftest import WordEmbedder

TUNING = Tuning(
    cosine_weight=0.8,
    bm25_weight=0.2,
    sorter_weight=0.0,
    bm25_half=3.0,
    completed_weight=0.4,
    completed_weight_bare=0.4,
    same_section=0.0,
    same_passage=0.0,
    follow_up_boundary=0.0,
    clear_boundary=0.9,
    belief=Belief(passage=20, boundary=-20, second_boundary=0, constant=-3),
    least_score=0.1,
    answer_threshold=0.5,
    care_team_threshold=0.5,
    care_team_margin=0.0,
    pair_margin=0.0,
    clarify_margin=0.0,
    sure=0.5,
)
BOUNDARIES = (
    Boundary("weather", Outcome.NOT_IN_GUIDE, ("How is the weather?",), tone="far", whom="the radio"),
    Boundary("dose", Outcome.CARE_TEAM, ("Which dose?",), about=("crs-start",)),
)


def answerer_over(guide: Guide, embedder: WordEmbedder, folder: Path, tuning: Tuning = TUNING, **options) -> Answerer:
    entries = entries_of(guide, BOUNDARIES)
    build_index(folder, entries, embedder)
    return Answerer(guide, Retriever(entries, load_index(folder, entries, embedder), embedder, tuning), **options)


@pytest.fixture
def answerer(guide_folder: Path, embedder: WordEmbedder, tmp_path: Path) -> Answerer:
    return answerer_over(load_guide(guide_folder), embedder, tmp_path / "index")


def test_an_answer_is_a_passage_word_for_word_with_its_sentences_named(answerer: Answerer):
    answer = answerer.answer(Question("when does it begin?"))

    assert answer.outcome is Outcome.ANSWERED
    assert answer.text == "CRS often begins in the first week. It can begin later."
    assert answer.passages == (Cited("crs-start", (0, 1)),)
    assert answer.suggestions == ("How long does CRS last?", "Who checks on the ward?")


def test_the_rejected_passages_are_kept_with_their_scores(answerer: Answerer):
    answer = answerer.answer(Question("begin"))

    ids = [each for each, _ in answer.ranked]
    assert set(ids) == {"crs-start", "crs-length", "crs-on-ward", "weather", "dose"}
    assert answer.ranked[0][1] > answer.ranked[-1][1]
    assert answer.belief >= answer.threshold


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("how is the weather", Outcome.NOT_IN_GUIDE),
        ("which dose", Outcome.CARE_TEAM),
        ("something else entirely", Outcome.NOT_IN_GUIDE),
        ("", Outcome.NOT_IN_GUIDE),
    ],
)
def test_what_the_guide_does_not_cover_is_said_without_a_passage(answerer: Answerer, text: str, outcome: Outcome):
    answer = answerer.answer(Question(text))

    assert (answer.outcome, answer.text, answer.passages) == (outcome, "", ())


def test_what_is_near_to_nothing_is_not_answered_whatever_the_belief(
    guide_folder: Path, embedder: WordEmbedder, tmp_path: Path
):
    believing = replace(TUNING, belief=Belief(passage=0, boundary=0, second_boundary=0, constant=5), least_score=0.3)

    answerer = answerer_over(load_guide(guide_folder), embedder, tmp_path / "index", believing)

    assert answerer.answer(Question("asdkjh askjdh")).outcome is Outcome.NOT_IN_GUIDE
    assert answerer.answer(Question("begin")).outcome is Outcome.ANSWERED


def test_a_short_question_that_points_back_is_read_with_the_one_before(answerer: Answerer):
    alone = answerer.answer(Question("and the week?"))
    after = answerer.answer(Question("and the week?", previous=("when does CRS begin?",)))

    assert (alone.outcome, alone.passages) != (after.outcome, after.passages)
    assert after.passages[0].passage_id == "crs-start"


def test_a_question_of_its_own_is_not_drawn_to_the_one_before(answerer: Answerer):
    question = Question("nurses check on the ward", previous=("how long does it last?",))

    assert answerer.answer(question).passages[0].passage_id == "crs-on-ward"


def test_nothing_reassuring_is_shown_while_a_danger_sign_stands(answerer: Answerer):
    answer = answerer.answer(Question("how long does it last?", exclude_never_with_urgent=True))

    assert "crs-length" not in {each.passage_id for each in answer.passages}


@pytest.mark.parametrize(("setting", "shown"), [("ward", True), ("unknown", True), ("home", False)])
def test_what_is_said_for_the_ward_is_not_said_at_home(answerer: Answerer, setting: str, shown: bool):
    answer = answerer.answer(Question("nurses check ward", setting=setting))

    assert (answer.outcome is Outcome.ANSWERED) is shown


def test_a_withdrawn_passage_is_gone_without_building_the_index_anew(
    guide_folder: Path, embedder: WordEmbedder, tmp_path: Path
):
    guide = load_guide(guide_folder)
    withdrawn = Guide(tuple(replace(each, review=Review("withdrawn")) for each in guide.passages))

    answer = answerer_over(withdrawn, embedder, tmp_path / "index").answer(Question("begin"))

    assert answer.outcome is Outcome.NOT_IN_GUIDE


def test_a_review_that_ran_out_yesterday_hides_the_passage(guide_folder: Path, embedder: WordEmbedder, tmp_path: Path):
    review = Review("approved", "A clinician", dt.date(2026, 1, 1), dt.date(2026, 6, 1))
    guide = Guide(tuple(replace(each, review=review) for each in load_guide(guide_folder).passages))

    def on(day: dt.date) -> Outcome:
        answerer = answerer_over(guide, embedder, tmp_path / "index", today=lambda: day)
        return answerer.answer(Question("begin")).outcome

    assert on(dt.date(2026, 6, 1)) is Outcome.ANSWERED
    assert on(dt.date(2026, 6, 2)) is Outcome.NOT_IN_GUIDE


def test_two_near_equal_passages_of_different_sections_are_offered_as_choices(
    guide_folder: Path, embedder: WordEmbedder, tmp_path: Path
):
    guide = load_guide(guide_folder)
    first, second, third = guide.passages
    parted = Guide((first, replace(second, section="length"), third))
    torn = replace(TUNING, clarify_margin=0.5, sure=0.95)

    answer = answerer_over(parted, embedder, tmp_path / "index", torn).answer(Question("begin last"))

    assert answer.outcome is Outcome.CLARIFY
    assert {"When does CRS begin?", "How long does CRS last?"} <= set(answer.choices)


def test_a_two_part_question_is_answered_from_two_passages(guide_folder: Path, embedder: WordEmbedder, tmp_path: Path):
    believing = replace(TUNING, belief=Belief(passage=0, boundary=0, second_boundary=0, constant=5))
    answerer = answerer_over(load_guide(guide_folder), embedder, tmp_path / "index", believing)
    answer = answerer.answer(Question("when does it begin? how long does it last?"))

    assert [each.passage_id for each in answer.passages] == ["crs-start", "crs-length"]
    assert len(answer.text.split("\n\n")) == 2


def test_a_boundary_says_whom_to_ask_and_how_it_is_said(guide_folder: Path, embedder: WordEmbedder, tmp_path: Path):
    answer = answerer_over(load_guide(guide_folder), embedder, tmp_path / "index").answer(Question("the weather"))

    assert (answer.tone, answer.whom, answer.text) == ("far", "the radio", "")


def test_the_care_teams_refusal_may_begin_with_one_sentence_that_holds_in_general(answerer: Answerer):
    answer = answerer.answer(Question("which dose when CRS begin"))

    assert answer.outcome is Outcome.CARE_TEAM
    assert answer.text == "CRS often begins in the first week."
    assert answer.passages == (Cited("crs-start", (0,)),)


@pytest.mark.parametrize(("therapy", "is_shown"), [("unknown", True), ("car_t", False)])
def test_what_speaks_for_every_therapy_is_shown_only_where_the_familys_is_not_known(
    therapy, is_shown, guide_folder: Path, embedder: WordEmbedder, tmp_path: Path
):
    guide = load_guide(guide_folder)
    for_all = Guide(tuple(replace(each, therapy="unknown") for each in guide.passages))
    answer = answerer_over(for_all, embedder, tmp_path / "index").answer(Question("begin", therapy=therapy))

    assert (answer.outcome is Outcome.ANSWERED) is is_shown


@pytest.mark.parametrize(("audience", "is_shown"), [("patient", True), ("family", False)])
def test_what_is_said_to_the_patient_is_not_said_to_the_family(
    audience, is_shown, guide_folder: Path, embedder: WordEmbedder, tmp_path: Path
):
    guide = load_guide(guide_folder)
    for_patients = Guide(tuple(replace(each, audience="patient") for each in guide.passages))
    answer = answerer_over(for_patients, embedder, tmp_path / "index").answer(Question("begin", audience=audience))

    assert (answer.outcome is Outcome.ANSWERED) is is_shown
