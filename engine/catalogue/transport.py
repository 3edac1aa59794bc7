"""JSON over HTTP or from files, with retries: the command line's way; inside QGIS its network settings are used."""

from __future__ import annotations

import http.client
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from unveil.engine.errors import PassingFault, UnveilError
from unveil.engine.stac.json_file import MOST_BYTES, parse_json, read_json_file

Transport = Callable[[str, "dict[str, Any] | None"], Any]
"""Returns the JSON at an address or path; a body makes it a POST. Raises UnveilError, PassingFault of a network."""

_SECONDS = 60.0
PASSING = (429, 500, 502, 503, 504)
"""Statuses of HTTP that may be gone soon."""

_TRIES = 4


def read_json(address: str, body: dict[str, Any] | None = None) -> Any:
    """Return the JSON of an http address, or of a file; see `Transport`. Faults that may pass are tried four times."""
    if not is_address(address):
        return read_json_file(address.removeprefix("file://"))
    for attempt in range(_TRIES):
        try:
            return parse_json(_fetched(address, body), address)
        except urllib.error.HTTPError as error:
            if error.code not in PASSING or attempt + 1 == _TRIES:
                raise http_error(address, error.code, error.reason) from error
            wait = error.headers.get("Retry-After", "")
            time.sleep(min(float(wait), 30.0) if wait.isdigit() else 2.0**attempt / 2)
        except (http.client.InvalidURL, ValueError) as error:
            raise UnveilError(f"{address.partition('?')[0]!r} is no address that can be asked ({error}).") from error
        except (OSError, http.client.HTTPException) as error:
            if attempt + 1 == _TRIES:
                reason = getattr(error, "reason", error)
                raise PassingFault(f"The catalogue {_host(address)} cannot be reached ({reason}).") from error
            time.sleep(2.0**attempt / 2)
    raise AssertionError("unreachable")


def is_address(text: str) -> bool:
    """Tell whether a text is an http address."""
    return bool(re.match(r"https?://", text))


def http_error(address: str, status: int, reason: str) -> UnveilError:
    """Return what a status of HTTP means for the user, as an error to raise."""
    where = address.partition("?")[0]
    if status in (401, 403, 409):
        return UnveilError(f"{_host(address)} refuses access to {where} ({status}): it needs an account or a key.")
    kind = PassingFault if status in PASSING else UnveilError
    return kind(f"{_host(address)} answers {status} ({reason}) for {where}.")


def _fetched(address: str, body: dict[str, Any] | None) -> bytes:
    headers = {"Accept": "application/geo+json, application/json", "User-Agent": "unveil"}
    data = None
    if body is not None:
        data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
    request = urllib.request.Request(address, data=data, headers=headers)
    with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # nosec B310  # http or https, checked above
        return answer.read(MOST_BYTES + 1)


def _host(address: str) -> str:
    return address.split("/")[2] if is_address(address) else address
