"""The family's chat: one turn from the typed text to the reply, and the HTTP contract around it."""
