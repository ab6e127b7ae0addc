# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""moto's S3, with a note of who signed each request.

moto takes any key. So that a test can see whose key was used, and can end a
session for S3 as well, requests pass through Gate. Runs in the prepared Python.
"""

import json
import re

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

# The answer of S3 to a session that has ended.
EXPIRED = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>ExpiredToken</Code>'
    b"<Message>The provided token has expired.</Message></Error>"
)


class Gate:
    """A WSGI application before moto, with its own calls under /_gate/."""

    def __init__(self, behind):
        self.behind = behind
        self.signers = []
        self.ended = set()

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] == "/_gate/signers":
            return self.answer(start_response, "200 OK", json.dumps(self.signers).encode())
        if environ["PATH_INFO"] == "/_gate/end-sessions":
            self.ended.update([environ["QUERY_STRING"]] if environ["QUERY_STRING"] else self.signers)
            return self.answer(start_response, "200 OK", b"")
        if environ["PATH_INFO"] == "/_gate/reset":
            self.signers.clear()
            self.ended.clear()
            return self.answer(start_response, "200 OK", b"")
        signer = re.search(r"Credential=(\w+)/", environ.get("HTTP_AUTHORIZATION", ""))
        if signer:
            self.signers.append(signer.group(1))
            if signer.group(1) in self.ended:
                # Nothing tells why a HEAD was refused, as at S3 itself.
                body = b"" if environ["REQUEST_METHOD"] == "HEAD" else EXPIRED
                return self.answer(start_response, "400 Bad Request", body)
        return self.behind(environ, start_response)

    def answer(self, start_response, status, body):
        start_response(status, [("Content-Length", str(len(body)))])
        return [body]


class QuietHandler(WSGIRequestHandler):
    def log_request(self, *_details):
        """Says nothing: the tests ask the gate."""


def main():
    gate = Gate(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, gate, threaded=True, request_handler=QuietHandler)
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
