"""What the server does beside drawing pages: data addresses, titles of shared links, warming up.

`dashboard.py` hands this to `st.App`, so `streamlit run dashboard.py` serves all of it in one process.
"""

import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from streamlit import config

from pages.parts import addresses, criteria, downloads, images, opengraph, store
from pages.parts.summary import summarise

LOG = logging.getLogger("dealscope")


def parts() -> dict[str, Any]:
    """Keyword arguments of `st.App`: routes and lifespan."""
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    prefix = f"/{base}" if base else ""
    return {"routes": [*addresses.routes(prefix), *opengraph.routes(prefix)], "lifespan": _lifespan}


@asynccontextmanager
async def _lifespan(_: object) -> AsyncIterator[None]:
    """Warm up beside the start, so that the port opens at once; end the browser at the end."""
    downloads.linger()
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
    yield
    images.close()


def warm_up() -> None:
    """Import what the first page would import, read the snapshot, ask what every page asks."""
    try:
        import pandas  # noqa: F401
        import plotly.graph_objects  # noqa: F401

        data = store.open_store()
        summarise(data.reasons(criteria.DEFAULT))
        data.facets(criteria.DEFAULT)
    except store.NoSnapshot as problem:
        LOG.warning("%s", problem)
