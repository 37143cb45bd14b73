"""A review's server that runs in a thread, as a test needs it."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

from provenance.review.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.review.pages import Pages
    from provenance.review.record import Record


@contextmanager
def served(pages: Pages, record: Record) -> Iterator[Server]:
    """Serve *pages* until the test ends."""
    with Server(pages, record) as made:
        thread = Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.shutdown()
        thread.join()
