"""What gunicorn and `flask --app web.wsgi` load: the application with this machine's settings."""

import sys

# spaCy imports torch wherever it is installed. Blank pipelines never use it, and it would cost the web process
# some 180 MB and seconds at every start, so here it cannot be imported.
sys.modules["torch"] = None  # type: ignore[assignment]

from knowledge.errors import KnowledgeError  # noqa: E402  # after the line that keeps torch out
from knowledge.urgency import UrgencyError  # noqa: E402
from web import create_app  # noqa: E402
from web.errors import WebError  # noqa: E402
from web.settings import load_settings  # noqa: E402

try:
    app = create_app(load_settings())
except (WebError, KnowledgeError, UrgencyError) as error:
    sys.exit(f"{error}")
