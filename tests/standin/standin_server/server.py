# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The HTTP server around the service and its control interface."""

import argparse
import json
import os
import random
import signal
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from .control import Control
from .service import Reply, Request, Service

CONTROL = "/_standin/"
LARGEST_BODY = 1024 * 1024
SLOW_BYTES = 16


class Handler(BaseHTTPRequestHandler):
    """One connection; requests come one after another on it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self):
        if self.server.tls:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def log_message(self, *_arguments):
        """Nothing is printed: a request line may hold a code."""

    def do_GET(self):
        if self.path.startswith(CONTROL):
            self.serve_control()
        else:
            self.serve_aws()

    do_POST = do_GET

    def read_body(self):
        """The body, or None if it is not told how long it is, or too long."""
        length = self.headers.get("Content-Length", "0")
        if self.headers.get("Transfer-Encoding") or not length.isdecimal():
            return None
        return self.rfile.read(int(length)) if int(length) <= LARGEST_BODY else None

    def serve_aws(self):
        service = self.server.service
        with service.world.lock:
            cut = service.misbehaviours.take(None, before_reading=True)
        if cut:
            service.journal_cut()
            self.cut()
            return
        body = self.read_body()
        if body is None:
            self.send(Reply(411, "text/plain", b"Content-Length is needed\n"))
            self.close_connection = True
            return
        reply, rule = service.answer(Request(self.command, self.path, self.headers, body))
        self.send(reply, rule.kind if rule else None, rule.delay_ms if rule else 0)

    def serve_control(self):
        parts = urlsplit(self.path)
        try:
            body = self.read_body()
            arguments = json.loads(body) if body else dict(parse_qsl(parts.query))
            answer = self.server.control.call(parts.path[len(CONTROL):] or "state", arguments)
            status = 200
        except (LookupError, TypeError, ValueError) as error:
            answer, status = {"error": str(error)}, 400
        self.send(Reply(status, "application/json", json.dumps(answer).encode() + b"\n"))

    def head(self, reply):
        lines = [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}",
                 f"Content-Type: {reply.content_type}",
                 f"Content-Length: {len(reply.body)}",
                 f"Date: {formatdate(self.server.service.world.now(), usegmt=True)}"]
        lines += [f"{name}: {value}" for name, value in reply.headers]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def send(self, reply, kind=None, delay_ms=0):
        """Sends the reply, or what the misbehaviour leaves of it."""
        data = self.head(reply) + reply.body
        try:
            if kind == "cut-after":
                self.cut()
            elif kind == "truncated":
                self.wfile.write(data[:-len(reply.body) // 2])
                self.close_connection = True
            elif kind == "slow":
                self.drip(data, delay_ms)
            else:
                self.wfile.write(data)
        except OSError:
            self.close_connection = True

    def drip(self, data, delay_ms):
        for start in range(0, len(data), SLOW_BYTES):
            self.wfile.write(data[start:start + SLOW_BYTES])
            time.sleep(delay_ms / 1000)

    def cut(self):
        """Closes so that the client sees a reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.rfile.close()
        self.connection.close()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, port, service, tls):
        super().__init__(("127.0.0.1", port), Handler)
        self.service = service
        self.control = Control(service)
        self.tls = tls

    def handle_error(self, request, client_address):
        """A client that goes away is nothing to report; anything else is a bug."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    def server_bind(self):
        # HTTPServer would look the host's name up, which can take seconds.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def tls_context(folder):
    """Uses ca.pem, server.pem and server.key of `folder`, and makes them if need be."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    authority, certificate, key = (str(folder / name)
                                   for name in ("ca.pem", "server.pem", "server.key"))
    if not os.path.exists(certificate):
        authority_key, request = str(folder / "ca.key"), str(folder / "server.csr")
        extensions = folder / "server.ext"
        extensions.write_text("subjectAltName=IP:127.0.0.1,DNS:localhost\n")
        new = ("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
        openssl(*new, "-x509", "-days", "30", "-subj", "/CN=Stand-in authority",
                "-keyout", authority_key, "-out", authority)
        openssl(*new, "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", request)
        openssl("x509", "-req", "-in", request, "-CA", authority, "-CAkey", authority_key,
                "-CAcreateserial", "-days", "30", "-extfile", str(extensions),
                "-out", certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def end_with_stdin():
    """The parent's end closes our standard input: nobody is left to serve."""
    while os.read(0, 4096):
        pass
    os._exit(0)


def options():
    parser = argparse.ArgumentParser(prog="standin", description="A local AWS STS and IAM.")
    parser.add_argument("--port", type=int, default=0, help="default: any free port")
    parser.add_argument("--seed", type=int, help="for everything that varies; default: by chance")
    parser.add_argument("--tls", metavar="DIR", help="serve HTTPS; DIR/ca.pem is the authority")
    parser.add_argument("--config", metavar="FILE",
                        help='JSON: control calls in order, [["user", {"user_name": "hanako"}]]')
    parser.add_argument("--until-stdin-closes", action="store_true")
    return parser.parse_args()


def main():
    chosen = options()
    seed = chosen.seed if chosen.seed is not None else random.SystemRandom().randrange(10**9)
    server = Server(chosen.port, Service(seed), tls_context(chosen.tls) if chosen.tls else None)
    if chosen.config:
        for name, arguments in json.loads(Path(chosen.config).read_text(encoding="utf-8")):
            server.control.call(name, arguments)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))
    if chosen.until_stdin_closes:
        threading.Thread(target=end_with_stdin, daemon=True).start()
    scheme = "https" if chosen.tls else "http"
    print(f"listening on {scheme}://127.0.0.1:{server.server_port}\nseed {seed}", flush=True)
    server.serve_forever(poll_interval=60)
