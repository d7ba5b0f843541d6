"""The transcript store: what was said, who looked at it, and who may. The only place that knows SQLAlchemy."""
