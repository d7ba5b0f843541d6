"""Custom actions: thin steps between Rasa's dialogue and the plain functions of `knowledge`."""
