"""Check each answer of the form for a navigator; a question in between goes to the guide instead."""

from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import ActionExecutionRejected, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.contact_details import read_contact
from actions.edge import Events, never_raises
from actions.family_turn import family_turn
from actions.form_reading import is_question, read_consent, read_name, read_time
from actions.services import services

Slots = dict[str, Any]


def _ask_again(tracker: Tracker) -> Events:
    """An answer that could not be checked does not count."""
    return [SlotSet(each, None) for each in tracker.slots_to_validate()]


class ValidateNavigatorForm(FormValidationAction):
    """Keeps an answer in a clean form, or says what is unclear about it."""

    def name(self) -> str:
        """Name the action as the domain does."""
        return "validate_navigator_form"

    @never_raises(events_on_failure=_ask_again)
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Check what was just answered. A rejection lets the rules answer a question first."""
        answered = tracker.slots_to_validate()
        if answered and is_question(family_turn(tracker).text):
            return [*_ask_again(tracker), ActionExecutionRejected(self.form_name())]
        return list(await super().run(dispatcher, tracker, domain))

    def validate_navigator_name(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Keep a name, or "" when the family keeps it back."""
        name = read_name(value)
        if name is None:
            dispatcher.utter_message(response="utter_name_unclear")
        return {"navigator_name": name}

    def validate_navigator_contact(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Keep a phone number or an e-mail address that a navigator can use."""
        contact = read_contact(value, family_turn(tracker).country, services().default_country)
        if contact is None:
            dispatcher.utter_message(response="utter_contact_unclear")
            return {"navigator_contact": None, "navigator_contact_kind": None}
        return {"navigator_contact": contact.value, "navigator_contact_kind": contact.kind}

    def validate_navigator_time(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Keep the family's own words for a good time."""
        time = read_time(value)
        if time is None:
            dispatcher.utter_message(response="utter_time_unclear")
        return {"navigator_time": time}

    def validate_navigator_consent(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Keep a plain yes or no."""
        consent = read_consent(value)
        if consent is None:
            dispatcher.utter_message(response="utter_consent_unclear")
        return {"navigator_consent": consent}
