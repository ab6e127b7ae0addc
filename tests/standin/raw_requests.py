# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Requests signed by botocore's signer and sent as they are, to be spoiled on the way."""

import datetime
import http.client
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials

STS, IAM = "2011-06-15", "2010-05-08"
FORM = "application/x-www-form-urlencoded"
FORMAT = "%Y%m%dT%H%M%SZ"


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes
    code: str = None
    message: str = None


@dataclass
class Request:
    """A signed request as it goes over the wire; headers are a list of pairs."""
    url: str
    method: str
    target: str
    body: bytes
    headers: list = field(default_factory=list)

    def get(self, name):
        return next(value for key, value in self.headers if key == name)

    def change(self, name, value):
        self.headers = [(key, value if key == name else old) for key, old in self.headers]

    def replace(self, old, new):
        """Changes a piece of the Authorization header."""
        authorization = self.get("Authorization")
        assert old in authorization
        self.change("Authorization", authorization.replace(old, new))

    def remove(self, name):
        self.headers = [pair for pair in self.headers if pair[0] != name]

    def send(self):
        address = urlsplit(self.url)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=10)
        connection.putrequest(self.method, self.target, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers:
            connection.putheader(name, value)
        if self.body and not any(name.lower() == "content-length" for name, _ in self.headers):
            connection.putheader("Content-Length", str(len(self.body)))
        connection.endheaders(self.body or None)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        if answer.status != 200 and answer.headers["Content-Type"] == "text/xml":
            answer.code, answer.message = error_of(answer.body)
        return answer


def local(element):
    return element.tag.rpartition("}")[2]


def error_of(body):
    for element in ElementTree.fromstring(body).iter():
        if local(element) == "Error":
            parts = {local(child): child.text for child in element}
            return parts["Code"], parts["Message"]
    return None, None


class Signer(SigV4Auth):
    """Signs the headers that it is told to, at the moment that it is told."""

    def __init__(self, credentials, service, region, names):
        super().__init__(credentials, service, region)
        self.names = names

    def headers_to_sign(self, request):
        chosen = HTTPHeaders()
        for name, value in request.headers.items():
            if self.names is None or name.lower() in self.names:
                chosen[name.lower()] = value
        return chosen


def signed(standin, who, action="GetCallerIdentity", *, version=STS, service=None,
           region="us-east-1", date=None, headers=(), names=None, method="POST", content_type=FORM,
           **parameters):
    """`names` are the signed headers, by default all; `who` has keys and perhaps a token."""
    date = date or datetime.datetime.utcnow()
    date = date if isinstance(date, str) else date.strftime(FORMAT)
    pairs = {"Action": action, "Version": version, **parameters}
    text = urlencode({name: value for name, value in pairs.items() if value is not None})
    target, body = (f"/?{text}", b"") if method == "GET" else ("/", text.encode())
    request = AWSRequest(method, standin.url + target, data=body)
    request.headers["Host"] = urlsplit(standin.url).netloc
    request.headers["X-Amz-Date"] = date
    if method == "POST":
        request.headers["Content-Type"] = content_type
    token = getattr(who, "session_token", None)
    if token:
        request.headers["X-Amz-Security-Token"] = token
    for name, value in headers:
        request.headers[name] = value
    service = service or ("iam" if version == IAM else "sts")
    signer = Signer(Credentials(who.access_key_id, who.secret_access_key), service, region, names)
    request.context["timestamp"] = date
    signature = signer.signature(
        signer.string_to_sign(request, signer.canonical_request(request)), request)
    signer._inject_signature_to_request(request, signature)
    return Request(standin.url, method, target, body, list(request.headers.items()))
