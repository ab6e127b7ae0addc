# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Starts the S3 server of the tests and asks it: `with S3(python) as s3: …`."""

import json
import subprocess
import urllib.request
from pathlib import Path
from xml.etree import ElementTree

SERVER = Path(__file__).resolve().parent / "s3_server.py"


class S3:
    """A running S3 server at `url`."""

    def __init__(self, python):
        self.command = [str(python), str(SERVER)]
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split()[-1]
        return self

    def __exit__(self, *_details):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def call(self, path, method):
        request = urllib.request.Request(f"{self.url}{path}", method=method)
        with self.opener.open(request) as answer:
            return answer.read()

    def reset(self):
        self.call("/moto-api/reset", "POST")
        self.call("/_gate/reset", "POST")

    def make_bucket(self, name):
        self.call(f"/{name}", "PUT")

    def buckets(self):
        listing = ElementTree.fromstring(self.call("/", "GET"))
        return [element.text for element in listing.iterfind(".//{*}Bucket/{*}Name")]

    def objects(self, bucket):
        listing = ElementTree.fromstring(self.call(f"/{bucket}?list-type=2", "GET"))
        return [element.text for element in listing.iterfind(".//{*}Contents/{*}Key")]

    def requests(self):
        """The access key ids that signed the requests since the last reset, in their order."""
        return json.loads(self.call("/_gate/signers", "GET"))

    def signers(self):
        return set(self.requests())

    def end_session(self, access_key_id):
        """Lets S3 refuse this key from now on."""
        self.call(f"/_gate/end-sessions?{access_key_id}", "GET")

    @property
    def command_to_end_sessions(self):
        """A shell command after which S3 refuses every key that it has seen until then."""
        call = f"import urllib.request as u; u.urlopen('{self.url}/_gate/end-sessions')"
        return f'/usr/bin/python3 -c "{call}"'
