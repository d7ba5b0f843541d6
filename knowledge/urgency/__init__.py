"""Read a family's message for danger signs and say whom to call. Light: no model, network or database."""

from knowledge.urgency.assessment import assess, with_trouble
from knowledge.urgency.episodes import Act, Episode, episode_line, next_episode, read_act, takes_over
from knowledge.urgency.errors import InvalidSituation, RulesError, UrgencyError
from knowledge.urgency.replies import (
    Card,
    Contact,
    UrgentReply,
    banner_text,
    emergency_card,
    fixed_reply,
    urgent_reply,
)
from knowledge.urgency.situation import Contacts, Situation
from knowledge.urgency.surroundings import setting_told
from knowledge.urgency.verdict import Assessment, Banner, FirstCall, Kind, Level, Reason, SetAside, Tier
from knowledge.urgency.wording import direction_of, is_translated
from knowledge.urgency.writing import WRITING_SIGN, Typed, trouble, typed

__all__ = [
    "WRITING_SIGN",
    "Act",
    "Assessment",
    "Banner",
    "Card",
    "Contact",
    "Contacts",
    "Episode",
    "FirstCall",
    "InvalidSituation",
    "Kind",
    "Level",
    "Reason",
    "RulesError",
    "SetAside",
    "Situation",
    "Tier",
    "Typed",
    "UrgencyError",
    "UrgentReply",
    "assess",
    "banner_text",
    "direction_of",
    "emergency_card",
    "episode_line",
    "fixed_reply",
    "is_translated",
    "next_episode",
    "read_act",
    "setting_told",
    "takes_over",
    "trouble",
    "typed",
    "urgent_reply",
    "with_trouble",
]
