"""What every passage of the real guide must be: short, plain, sourced, and free of what may harm."""

import re
import warnings
from pathlib import Path

import pytest
import yaml

from knowledge.passages import Guide, Passage, load_guide

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # textstat 0.7.3 imports pkg_resources, which warns
    import textstat

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "knowledge" / "guide"
CLINICAL = ROOT / "knowledge" / "clinical"

FEWEST_WORDS, MOST_WORDS, FEWEST_ASKS = 35, 90, 8
PLAIN_GRADE, URGENT_GRADE = 8.0, 6.0
URGENT_SECTION = "when-to-call"

FORBIDDEN = {
    "a dose": r"\d\s*(?:mg|mcg|µg|ml|g|iu|units?)\b|mg/kg|milligram|microgram|\bmaximum dose\b",
    "a dosing interval": (
        r"\bevery (?:\d+|two|three|four|six|eight|ten|twelve) hours?\b"
        r"|\b(?:once|twice|\d times) (?:a day|daily)\b"
    ),
    "a promise that waiting is safe": (
        r"safe to wait|can wait until|(?:it is|it's) (?:fine|ok|okay|safe) to|no need to (?:call|worry)"
    ),
    "false comfort": r"nothing to worry|don'?t worry|do not worry|no cause for concern|probably nothing",
    "a soft deadline": r"\bpromptly\b|\bas soon as possible\b|\bwhen convenient\b|\bsoon as you can\b",
    "a claim of upkeep": r"updated regularly|regularly updated|kept up to date",
    "a claim of review": r"clinically (?:reviewed|approved|validated)|reviewed by (?:a |our )?(?:doctor|clinician)",
    "a claim that CRS proves success": (
        r"(?:crs|it|fever|reaction) (?:is a (?:good )?sign|shows|means|proves) that "
        r"(?:the )?(?:treatment|therapy|it|cells?) (?:is|are) work"
    ),
    "a prognosis for a patient": (
        r"\byou(?:r \w+)? will (?:recover|survive|die|get better|be fine)\b"
        r"|\bsurvival\b|\bchance of (?:cure|death|dying)\b"
    ),
    "an emergency number": r"\b(?:911|999|112|120|000|111)\b",
}
MOJIBAKE = re.compile("[\u0e00-\u0e7f\ufffd]|Ã|â€|Â")
FEVER = re.compile(r"(?<![\d.,])38(?:\.\d)?(?![\d])")
REASSURING = re.compile(
    r"\bmild(?:er)?\b|\busually settles?\b|\bmost (?:people|patients)\b|\bless common\b|\bin most\b"
    r"|\bgrade \d\b|\bweeks? or\b|\bhelps? within hours\b"
)
FEVER_MEDICINE = re.compile(r"\b(?:paracetamol|acetaminophen|tylenol)\b", re.IGNORECASE)
NOW = re.compile(r"\b(?:now|at once|right away|at any hour)\b", re.IGNORECASE)

GUIDE = load_guide(FOLDER)
each_passage = pytest.mark.parametrize("passage", GUIDE.passages, ids=lambda passage: passage.id)


@pytest.fixture(scope="module")
def guide() -> Guide:
    return GUIDE


@each_passage
def test_a_passage_is_short_enough_to_read_and_long_enough_to_help(passage: Passage):
    assert FEWEST_WORDS <= len(passage.text.split()) <= MOST_WORDS


@each_passage
def test_a_passage_is_plain(passage: Passage):
    """Flesch-Kincaid grade 8 at most, and 6 where the text says when to call."""
    limit = URGENT_GRADE if passage.section == URGENT_SECTION else PLAIN_GRADE
    assert textstat.flesch_kincaid_grade(passage.text) <= limit


@each_passage
def test_no_sentence_runs_on(passage: Passage):
    """A tired reader loses the thread of a long sentence."""
    assert [sentence for sentence in passage.sentences if len(sentence.split()) > 28] == []


@each_passage
def test_a_passage_never_says_what_may_harm(passage: Passage):
    shown = f"{passage.title} {passage.text}".lower()
    assert [what for what, pattern in FORBIDDEN.items() if re.search(pattern, shown)] == []


@each_passage
def test_a_passage_is_clean_text(passage: Passage):
    """No remains of a damaged conversion, no markup, no title or sentence cut off."""
    assert MOJIBAKE.search(passage.title + passage.text + "".join(passage.asks)) is None
    assert re.search(r"[*_`<>\[\]#|]|https?:", passage.text) is None
    assert all(sentence.endswith((".", "?", "!", '."', '".')) for sentence in passage.sentences)
    assert passage.title.endswith("?")


@each_passage
def test_the_fever_threshold_is_always_written_in_full(passage: Passage):
    """Wherever 38 stands it reads "38.0 °C (100.4 °F) or higher", so that nobody waits for more."""
    full = "38.0 °C (100.4 °F) or higher"
    assert FEVER.search(passage.text.replace(full, "")) is None
    assert "above 38" not in passage.text


@each_passage
def test_close_monitoring_is_said_of_the_ward_alone(passage: Passage):
    if re.search(r"monitor\w* closely|closely monitor|nurses check|watching over|team expects", passage.text):
        assert passage.setting == "ward"


@each_passage
def test_a_ward_passage_says_how_to_get_someone(passage: Passage):
    """Being watched is no reason to keep silent."""
    if passage.setting == "ward":
        assert re.search(r"call bell|tell the nurse", passage.text, re.IGNORECASE)


@each_passage
def test_comfort_duration_and_grade_are_held_back_beside_a_danger_sign(passage: Passage):
    """`crs-in-short` may say that CRS can be mild, for the same sentence says that it can kill."""
    if passage.id == "crs-in-short":
        assert "mild, and it can become life-threatening" in passage.text
    elif REASSURING.search(passage.text) or passage.section in {"grades", "cost-and-stay"}:
        assert passage.never_with_urgent


@each_passage
def test_a_fever_medicine_is_never_advised_before_the_team(passage: Passage):
    if FEVER_MEDICINE.search(passage.text):
        assert re.search(r"after the team has checked|hospital gives all of these", passage.text)


@each_passage
def test_an_urgent_passage_says_now(passage: Passage):
    if passage.section == URGENT_SECTION:
        assert NOW.search(passage.text) or passage.text.startswith(("Call.", "Say first"))


@each_passage
def test_its_asks_are_many_and_different(passage: Passage):
    """Different as words, not only as spelling: no ask holds just the words of another."""
    bags = [frozenset(re.findall(r"\w+", ask.lower())) for ask in passage.asks]
    assert len(set(bags)) == len(bags) >= FEWEST_ASKS
    assert all(2 <= len(ask) <= 300 for ask in passage.asks)


@each_passage
def test_nothing_claims_a_review(passage: Passage):
    assert (passage.review.status, passage.review.reviewer, passage.review.reviewed_on) == ("submitted", None, None)


def test_ids_and_titles_are_unique_and_speak(guide: Guide):
    """An id says what the passage is about and nothing about where it stands."""
    ids = [passage.id for passage in guide.passages]
    titles = [passage.title for passage in guide.passages]
    assert len(set(ids)) == len(ids) and len(set(titles)) == len(titles)
    assert [each for each in ids if not re.fullmatch(r"[a-z]+(?:-[a-z]+)*", each) and each != "interleukin-6"] == []


def test_an_ask_answers_to_one_passage_alone(guide: Guide):
    """The same question under two passages, but for case and punctuation, could find either."""
    owner: dict[str, str] = {}
    for passage in guide.passages:
        for ask in passage.asks:
            plain = " ".join(re.findall(r"\w+", ask.lower()))
            assert owner.setdefault(plain, passage.id) == passage.id, plain


def test_the_corrected_hazards_stand_in_the_guide(guide: Guide):
    """The sentences that set the source right; losing one would bring its hazard back."""
    assert "CRS does not mean failure. It does not prove success either." in guide.passage("not-rejection").text
    assert "life-threatening" in guide.passage("not-rejection").text
    assert "It can start later." in guide.passage("car-t-onset").text
    assert "step-up doses" in guide.passage("bispecific-onset").text
    assert "first full dose" in guide.passage("bispecific-onset").text
    alone = guide.passage("one-sign-is-enough").text
    assert "A fast heartbeat counts alone." in alone and "Low blood pressure counts alone." in alone
    assert "Signs months later still count." in guide.passage("months-later").text
    assert "call first" in guide.passage("no-medicine-before-calling").text


def test_the_professional_reference_is_out_of_the_familys_reach(guide: Guide):
    """It is complete and marked as such, lies outside the guide, and no passage draws on it."""
    assert CLINICAL not in FOLDER.parents and FOLDER not in CLINICAL.parents
    assert not [file for file in FOLDER.rglob("*") if "clinical" in file.name]
    sources = yaml.safe_load((CLINICAL / "provenance.yml").read_text(encoding="utf-8"))
    assert not any("clinical" in source for passage in guide.passages for source in passage.sources)
    for file in sorted(CLINICAL.glob("*.md")):
        front = yaml.safe_load(file.read_text(encoding="utf-8").split("---\n", 2)[1])
        assert (front["topic"], front["audience"], front["status"]) == (file.stem, "professional", "submitted")
        assert set(front["sources"]) <= set(sources)


@pytest.mark.parametrize(
    ("file", "facts"),
    [
        ("treatment-by-grade", ["8 mg/kg IV (maximum 800 mg)", "every 6-12 hours [1, 3]", "1.7-fold [2]"]),
        ("treatment-by-grade", ["125 mg IV every 12 hours for 2 days", "1000 mg IV once or twice daily [1]"]),
        ("grading", ["≤ 6 L/min", "[1, 2, 3]"]),
        ("assessment-and-monitoring", ["3.4 % [5]", "3.2 % [5]", "11.7 % [5]", "twice a day"]),
        ("hlh-mas", ["10,000 ng/mL", "[1, 2]"]),
        ("icans", ["corticosteroids come before tocilizumab"]),
        ("supportive-care", ["GM-CSF", "Antifungal prophylaxis"]),
        ("paediatrics", ["70 + 2 × age", "0.5 mL/kg/hour for 8 hours", "0.3 mL/kg/hour for 24 hours"]),
        ("refractory-crs", ["ruxolitinib", "siltuximab", "anakinra"]),
        ("source-problems", ["[5]", "pending human review", "prophylactic tocilizumab", "Leukapheresis"]),
    ],
)
def test_the_professional_reference_keeps_figures_and_citations(file: str, facts: list[str]):
    text = (CLINICAL / f"{file}.md").read_text(encoding="utf-8")
    assert [fact for fact in facts if fact not in text] == []
