"""JSON from the network by QGIS's own means: its proxy, its certificates and its stored accounts."""

from __future__ import annotations

import json

from qgis.core import QgsBlockingNetworkRequest
from qgis.PyQt.QtCore import QByteArray, QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest

from ..engine.catalogue.transport import PASSING, http_error, is_address, parse_json, read_json
from ..engine.errors import UnveilError

_TRIES = 3


class QgisTransport:
    """The engine's `Transport` over QGIS's network. account: id of a stored authentication, "" for none."""

    def __init__(self, account: str = ""):
        self._account = account

    def __call__(self, address: str, body: dict | None = None):
        """Return the JSON at an address or in a file; a body makes it a POST. UnveilError says what went wrong."""
        if not is_address(address):
            return read_json(address)
        for attempt in range(_TRIES):
            status, data, reason = self._ask(address, body)
            if status in PASSING and attempt + 1 < _TRIES:
                continue
            if status >= 400:
                raise http_error(address, status, reason)
            if not status and reason:
                raise UnveilError(f"The catalogue {address.split('/')[2]} cannot be reached ({reason}).")
            return parse_json(data, address)
        raise AssertionError("unreachable")

    def _ask(self, address: str, body: dict | None) -> tuple[int, bytes, str]:
        request = QNetworkRequest(QUrl(address))
        request.setRawHeader(QByteArray(b"Accept"), QByteArray(b"application/geo+json, application/json"))
        blocking = QgsBlockingNetworkRequest()
        if self._account:
            blocking.setAuthCfg(self._account)
        if body is None:
            error = blocking.get(request, True)
        else:
            request.setRawHeader(QByteArray(b"Content-Type"), QByteArray(b"application/json"))
            error = blocking.post(request, QByteArray(json.dumps(body).encode()), True)
        reply = blocking.reply()
        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        reason = "" if error == QgsBlockingNetworkRequest.ErrorCode.NoError else blocking.errorMessage()
        return int(status or 0), bytes(reply.content()), reason
