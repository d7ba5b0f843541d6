"""Programs that set up, start and lock the project on one machine."""
