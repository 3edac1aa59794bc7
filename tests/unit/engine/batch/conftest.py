from fixtures.catalogues import server  # noqa: F401
from fixtures.clusters import cluster  # noqa: F401
