"""Bring a token that is behind up to what the store knows, where another process answered in between."""

from dataclasses import replace

from knowledge.urgency import Episode, Situation
from web.chat.state import ConversationState
from web.transcripts.records import Transcript


def caught_up(state: ConversationState, transcript: Transcript) -> ConversationState:
    """The state with the context and the alarm of the newest stored turn, where that is newer."""
    if transcript.state_number <= state.number:
        return state
    episode = transcript.summary.episode
    return replace(
        state,
        number=transcript.state_number,
        context=Situation.from_dict(transcript.context),
        episode=Episode.from_dict(episode) if episode else None,
    )
