"""The command line's tests run the built zip in a profile of its own."""

from __future__ import annotations

from fixtures.installed import bare_qgis_process, qgis_process, user_model  # noqa: F401
