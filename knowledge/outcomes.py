"""The closed list of ways in which a turn can end."""

from enum import Enum


class Outcome(str, Enum):
    """How one turn ended; sent with the reply, stored with the turn, filtered by in the console."""

    ANSWERED = "answered"  # a passage of the guide was shown
    URGENT = "urgent"  # the message reported a danger sign; whom to call was shown
    CLARIFY = "clarify"  # two readings were near equal; the family was asked to choose
    NOT_IN_GUIDE = "not_in_guide"  # the guide does not cover it; said so, with whom to ask
    CARE_TEAM = "care_team"  # a dose, a drug decision, a grade or a prognosis: the team decides
    SMALL_TALK = "small_talk"  # greeting, thanks, what are you, and the like
    OTHER_LANGUAGE = "other_language"  # an ordinary message in a language not yet served
    HANDED_OVER = "handed_over"  # a request for a navigator was taken
    FORM = "form"  # a step of the hand-over form
    SUPPORT = "support"  # a carer's distress without danger
    FAILED = "failed"  # nothing trustworthy came back in time; said so, with the care team's number
