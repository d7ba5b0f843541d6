"""Read a family's message for danger signs and say whom to call. Light: no model, network or database."""

from knowledge.urgency.assessment import assess
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
from knowledge.urgency.verdict import Assessment, Banner, FirstCall, Kind, Level, Reason, SetAside, Tier

__all__ = [
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
    "UrgencyError",
    "UrgentReply",
    "assess",
    "banner_text",
    "emergency_card",
    "episode_line",
    "fixed_reply",
    "next_episode",
    "read_act",
    "takes_over",
    "urgent_reply",
]
