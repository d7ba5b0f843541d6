"""Start the action server: `python -m actions`. It listens once guide, model and index are loaded."""

import logging
import os
import sys

import torch
from pydantic import ValidationError

from actions import services
from actions.server import log_quietly, make_app
from actions.settings import ActionsSettings
from knowledge.answering import Answerer
from knowledge.errors import KnowledgeError
from knowledge.settings import Settings


def main() -> int:
    """Load, then serve until stopped; one sentence and a failing status when loading is not possible."""
    log_quietly()
    # One question is too little work to share: with more threads it waits on the other processes (measured
    # on two busy cores: 20 ms with one thread, 40 to 700 ms with two).
    torch.set_num_threads(1)
    try:
        settings = ActionsSettings()
        answerer = Answerer.load(Settings.from_env(os.environ))
    except ValidationError as error:
        names = ", ".join(str(each["loc"][0]) for each in error.errors())
        print(f"The action server did not start: these settings are not valid: {names}", file=sys.stderr)
        return 1
    except KnowledgeError as error:
        print(f"The action server did not start: {error}", file=sys.stderr)
        return 1
    services.load(services.Services(answerer, settings.default_country))
    logging.getLogger(__name__).info("Ready on %s:%s", settings.host, settings.port)
    make_app().run(host=settings.host, port=settings.port, single_process=True, access_log=False, motd=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
