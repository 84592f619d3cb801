"""What the server runs."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application


def _warm() -> None:
    """The library and its search index are read before anybody asks for them."""
    from omlopp.flows.bank_search import find_criteria
    from omlopp.library.load import library

    find_criteria(library(), "återbruk")


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "omlopp.web.settings")
application = get_wsgi_application()
Thread(target=_warm, daemon=True).start()
