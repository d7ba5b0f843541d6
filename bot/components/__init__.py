"""What the assistant adds to Rasa; the only code of ours that runs inside it."""
