"""The Rasa assistant: decides dialogue acts; the guide's words and the danger wording come from elsewhere."""
