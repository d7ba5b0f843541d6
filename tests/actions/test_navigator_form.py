"""The form takes a name, a contact, a time and a consent, each only when it is one."""

import re

import pytest

from actions import services
from actions.cancel_navigator_request import ActionCancelNavigatorRequest
from actions.contact_details import ContactDetails, read_contact
from actions.errors import CuesError
from actions.form_reading import is_question, load_cues, read_consent, read_name, read_time
from actions.navigator_request import FORM_SLOTS, new_reference
from actions.submit_navigator_request import ActionSubmitNavigatorRequest
from actions.validate_navigator_form import ValidateNavigatorForm
from tests.actions.conftest import DOMAIN, FakeAnswerer, run, slots_set, tracker

COMPLETE = {
    "navigator_name": "Maria",
    "navigator_contact": "maria@example.org",
    "navigator_contact_kind": "email",
    "navigator_time": "evenings",
    "navigator_consent": "yes",
}


@pytest.mark.parametrize(
    ("text", "region", "found"),
    [
        ("+1 202 555 0143", None, ContactDetails("phone", "+12025550143")),
        ("my number is +44 (0)20 7946 0018 thanks", None, ContactDetails("phone", "+442079460018")),
        ("0044 20 7946 0321", None, ContactDetails("phone", "+442079460321")),
        ("020 7946 0018", "GB", ContactDetails("phone", "+442079460018")),
        ("020 7946 0018", None, None),
        ("Maria@Example.ORG", None, ContactDetails("email", "Maria@example.org")),
        ("write to maria@example.org, please.", None, ContactDetails("email", "maria@example.org")),
        ("maria@", None, None),
        ("a@b", None, None),
        ("12345", "GB", None),
        ("no phone", None, None),
        ("", None, None),
    ],
)
def test_a_contact_is_one_that_can_be_used(text, region, found):
    assert read_contact(text, region) == found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Maria", "Maria"),
        ("my name is Maria Keller.", "Maria Keller"),
        ("I'm Peter", "Peter"),
        ("I’m Peter", "Peter"),
        ("call me Anna-Lena", "Anna-Lena"),
        ("李伟", "李伟"),
        ("O'Brien", "O'Brien"),
        ("skip", ""),
        ("No thanks", ""),
        ("+44 20 7946 0018", None),
        ("maria@example.org", None),
        ("...", None),
        ("my name is", None),
        ("we have been here for a week and nobody talks to us", None),
    ],
)
def test_a_name(text, name):
    assert read_name(text) == name


@pytest.mark.parametrize(
    ("text", "consent"),
    [
        ("yes", "yes"), ("Yes please", "yes"), ("ok", "yes"), ("I agree", "yes"),
        ("no", "no"), ("No thanks", "no"), ("I don’t agree", "no"), ("never", "no"), ("rather not", "no"),
        ("yes but not by mail", None), ("maybe", None), ("yesterday", None), ("", None), ("nobody", None),
    ],
)  # fmt: skip
def test_consent_is_a_plain_yes(text, consent):
    assert read_consent(text) == consent


@pytest.mark.parametrize(
    ("text", "asks"), [("what is crs", True), ("Peter?", True), ("Wilhelmina", False), ("Whitney", False)]
)
def test_a_question_is_told_from_an_answer(text, asks):
    assert is_question(text) is asks


def test_a_time_is_kept_in_the_familys_words():
    assert read_time(" evenings,\n in Spain ") == "evenings, in Spain"
    assert read_time("x" * 500) is None


def test_a_good_answer_is_kept_clean(answerer):
    messages, events = run(
        ValidateNavigatorForm(), tracker("my mail is maria@example.org", form="navigator_contact"), DOMAIN
    )

    assert messages == []
    assert slots_set(events) == {"navigator_contact": "maria@example.org", "navigator_contact_kind": "email"}


@pytest.mark.parametrize(
    ("slot", "text", "response"),
    [
        ("navigator_name", "12345", "utter_name_unclear"),
        ("navigator_contact", "my mobile", "utter_contact_unclear"),
        ("navigator_time", "x" * 500, "utter_time_unclear"),
        ("navigator_consent", "hmm", "utter_consent_unclear"),
    ],
)
def test_an_unclear_answer_is_asked_again(answerer, slot, text, response):
    messages, events = run(ValidateNavigatorForm(), tracker(text, form=slot), DOMAIN)

    assert [each["response"] for each in messages] == [response]
    assert slots_set(events)[slot] is None


def test_a_question_in_between_is_left_to_the_rules(answerer):
    messages, events = run(
        ValidateNavigatorForm(), tracker("how long does crs last", "nlu_fallback", form="navigator_name"), DOMAIN
    )

    assert messages == []
    assert slots_set(events) == {"navigator_name": None}
    assert {"event": "action_execution_rejected", "name": "navigator_form"}.items() <= events[-1].items()


def test_a_bare_number_is_read_for_the_familys_country_before_the_default_one():
    services.load(services.Services(FakeAnswerer(), default_country="DE"))
    on = tracker("020 7946 0018", metadata={"situation": {"country": "GB"}}, form="navigator_contact")
    _, events = run(ValidateNavigatorForm(), on, DOMAIN)
    services.load(None)

    assert slots_set(events)["navigator_contact"] == "+442079460018"


def test_a_complete_request_is_passed_on_and_the_form_emptied():
    messages, events = run(ActionSubmitNavigatorRequest(), tracker("yes", **COMPLETE))

    (message,) = messages
    reference = message["reference"]
    assert message["response"] == "utter_navigator_requested"
    assert message["custom"] == {
        "outcome": "handed_over",
        "handover": {
            "reference": reference, "name": "Maria", "contact_kind": "email",
            "contact": "maria@example.org", "preferred_time": "evenings",
        },
    }  # fmt: skip
    assert slots_set(events) == dict.fromkeys(FORM_SLOTS)


@pytest.mark.parametrize(
    "lacking", [{"navigator_consent": "no"}, {"navigator_consent": None}, {"navigator_contact": None}]
)
def test_without_consent_or_contact_nothing_is_passed_on(lacking):
    messages, events = run(ActionSubmitNavigatorRequest(), tracker("no", **(COMPLETE | lacking)))

    assert [each["response"] for each in messages] == ["utter_navigator_declined"]
    assert not messages[0]["custom"]
    assert slots_set(events) == dict.fromkeys(FORM_SLOTS)


def test_cancelling_closes_and_empties_the_form():
    messages, events = run(ActionCancelNavigatorRequest(), tracker("cancel", **COMPLETE))

    assert [each["response"] for each in messages] == ["utter_navigator_cancelled"]
    assert {"event": "active_loop", "name": None}.items() <= events[0].items()
    assert slots_set(events) == dict.fromkeys([*FORM_SLOTS, "requested_slot"])


def test_references_are_readable_and_differ():
    made = {new_reference() for _ in range(200)}

    assert len(made) == 200
    assert all(re.fullmatch(r"NAV-[2-9A-HJKMNP-Z]{6}", each) for each in made)


@pytest.mark.parametrize(
    ("content", "named"),
    [("skips: [a]", "keys must be"), ("[]", "keys must be"), (None, "says_yes: a list of words")],
)
def test_malformed_cues_are_refused_naming_file_and_key(tmp_path, content, named):
    file = tmp_path / "cues.yml"
    good = "questions_begin: [a]\nskips: [a]\nnames_begin: [a]\nsays_no: [a]\ndenies: [a]\n"
    file.write_text(content or good + "says_yes: [yes]\n")

    with pytest.raises(CuesError, match=f"cues.yml: .*{named}" if content else "cues.yml: says_yes"):
        load_cues(file)
