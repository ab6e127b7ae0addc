# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""A tiny AWS that plays one prepared answer per request, and the client."""

import email.utils
import http.server
import os
import socket
import ssl
import struct
import subprocess
import threading
import time
import types
import urllib.parse

import botocore.auth
import botocore.compat
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

ACCESS_KEY = 'AKIAIOSFODNN7EXAMPLE'
SECRET_KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
PROGRAM = os.path.join(os.environ['AWS_PROGRAMS'], 'aws-call')


class Verifier(botocore.auth.SigV4Auth):
    def headers_to_sign(self, request):
        return request.signed_headers


def find_signature_problem(url, headers, body, region, service):
    """Rebuilds the request from what arrived, as AWS does; None when it is right."""
    fields = dict(part.split('=', 1) for part in headers['authorization'].split(' ', 1)[1].split(', '))
    request = AWSRequest(method='POST', url=url, data=body)
    request.context['timestamp'] = headers['x-amz-date']
    request.signed_headers = botocore.compat.HTTPHeaders()
    for name in fields['SignedHeaders'].split(';'):
        if name not in headers:
            return f'{name} is signed but not sent'
        request.signed_headers[name] = headers[name]
    must_be_signed = {'host'} | {name for name in headers if name.startswith('x-amz-')}
    if not must_be_signed <= set(request.signed_headers.keys()):
        return 'a header is not signed'
    verifier = Verifier(Credentials(ACCESS_KEY, SECRET_KEY), service, region)
    if fields['Credential'] != verifier.scope(request):
        return 'another scope: ' + fields['Credential']
    string_to_sign = verifier.string_to_sign(request, verifier.canonical_request(request))
    return None if verifier.signature(string_to_sign, request) == fields['Signature'] else 'another signature'


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm = True

    def do_POST(self):
        aws = self.server.aws
        self.moment = aws.now()  # of all that the answer says
        body = self.rfile.read(int(self.headers['Content-Length']))
        self.form = dict(urllib.parse.parse_qsl(body.decode(), strict_parsing=True, keep_blank_values=True))
        headers = {name.lower(): value for name, value in self.headers.items()}
        url = f"{'https' if aws.is_tls else 'http'}://host{self.path}"
        service = 'iam' if self.form['Version'] == '2010-05-08' else 'sts'
        problem = find_signature_problem(url, headers, body, 'us-east-1' if service == 'iam' else aws.region, service)
        if len(headers) != len(self.headers.items()):
            problem = 'a header came twice'
        if problem:
            aws.problems.append(problem)
        aws.requests.append(types.SimpleNamespace(form=self.form, headers=self.headers, path=self.path,
                                                  client_address=self.client_address))
        aws.script.pop(0)(self)

    def answer(self, body, status=200, content_type='text/xml', headers=(), date=True):
        body = body.encode() if isinstance(body, str) else body
        self.send_response_only(status)
        self.send_header('Content-Type', content_type)
        self.send_header('Content-Length', str(len(body)))
        if date:
            self.send_header('Date', email.utils.formatdate(self.moment, usegmt=True))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        self.hang_up()

    def hang_up(self):
        self.close_connection = True
        sock = self.connection.unwrap() if isinstance(self.connection, ssl.SSLSocket) else self.connection
        os.close(sock.detach())

    def log_message(self, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


class FakeAws:
    def __init__(self, region='us-east-1', certificate=None):
        self.region = region
        self.is_tls = certificate is not None
        self.skew = 0
        self.script = []
        self.requests = []
        self.problems = []
        self.server = Server(('127.0.0.1', 0), Handler)
        self.server.aws = self
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self.port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={'poll_interval': 0.02})
        self.thread.start()

    def now(self):
        return int(time.time()) + self.skew

    def play(self, *behaviours):
        self.script += behaviours

    def count(self, action):
        return sum(request.form['Action'] == action for request in self.requests)

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class Client:
    """The library in a process of its own, made to call by its standard input."""

    def __init__(self, url=None, token='', **environment):
        clean = {name: value for name, value in os.environ.items()
                 if not name.upper().endswith('_PROXY') and not name.startswith('AWS_')}
        if url:
            clean['AWS_ENDPOINT_URL'] = url
        clean.update(environment)
        self.process = subprocess.Popen([PROGRAM], env=clean, text=True, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.send(ACCESS_KEY)
        self.send(SECRET_KEY)
        self.send(token)

    def send(self, *words):
        self.process.stdin.write('\t'.join(words) + '\n')
        self.process.stdin.flush()

    def receive(self):
        line = self.process.stdout.readline()
        assert line.endswith('\n'), 'the client died: ' + self.process.stderr.read()
        return dict(field.split('=', 1) for field in line.rstrip('\n').split('\t'))

    def ask(self, *words):
        self.send(*words)
        return self.receive()

    def close(self):
        _, errors = self.process.communicate()
        assert self.process.returncode == 0, errors
        return errors


class Proxy:
    """Understands CONNECT; status 200 lets through, any other refuses."""

    def __init__(self, status=200):
        self.status = status
        self.targets = []
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.url = 'http://127.0.0.1:%d' % self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.handle, args=(client,), daemon=True).start()

    def handle(self, client):
        head = b''
        while b'\r\n\r\n' not in head:
            head += client.recv(4096)
        target = head.split()[1].decode()
        self.targets.append(target)
        client.sendall(b'HTTP/1.1 %d Whatever\r\nContent-Length: 0\r\n\r\n' % self.status)
        if self.status != 200:
            client.close()
            return
        host, port = target.rsplit(':', 1)
        server = socket.create_connection((host, int(port)))
        threading.Thread(target=self.pump, args=(server, client), daemon=True).start()
        self.pump(client, server)

    @staticmethod
    def pump(source, sink):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
