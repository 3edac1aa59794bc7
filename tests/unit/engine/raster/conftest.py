from fixtures.catalogues import server  # noqa: F401
