"""What the bot may say and how it is found. Imports nothing of the other packages, and nothing here."""
