# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Signs the same requests as botocore and compares."""

import base64
import datetime
import os
import random
import subprocess
import urllib.parse

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

PROGRAM = os.path.join(os.environ['AWS_PROGRAMS'], 'sigv4-sign')
N_REQUESTS = 5000
SEED = int(os.environ.get('SIGV4_SEED', '20261124'))
FIELDS = ('access_key', 'secret_key', 'method', 'path', 'query', 'headers', 'body', 'date', 'region', 'service')


def sign_all(requests):
    lines = []
    for request in requests:
        fields = dict(request, headers='\n'.join(f'{name}: {value}' for name, value in request['headers']))
        lines.append('\t'.join(base64.b64encode(fields[name].encode()).decode() for name in FIELDS))
    result = subprocess.run([PROGRAM], input='\n'.join(lines) + '\n', capture_output=True, text=True, check=True)
    return result.stdout.splitlines()


class Oracle(botocore.auth.SigV4Auth):
    """Signs exactly the headers given, at the given moment."""

    def headers_to_sign(self, request):
        return request.signed_headers

    def sign(self, request):
        canonical_request = self.canonical_request(request)
        string_to_sign = self.string_to_sign(request, canonical_request)
        signature = self.signature(string_to_sign, request)
        headers = self.signed_headers(self.headers_to_sign(request))
        return (f'AWS4-HMAC-SHA256 Credential={self.scope(request)}, '
                f'SignedHeaders={headers}, Signature={signature}')


def sign_with_botocore(request):
    oracle = Oracle(Credentials(request['access_key'], request['secret_key']), request['service'], request['region'])
    url = 'http://host.example' + request['path'] + ('?' + request['query'] if request['query'] else '')
    aws_request = AWSRequest(method=request['method'], url=url, data=request['body'])
    aws_request.context['timestamp'] = request['date']
    headers = botocore.compat.HTTPHeaders()
    for name, value in request['headers']:
        headers[name.lower()] = value
    aws_request.signed_headers = headers
    return oracle.sign(aws_request)


def random_text(rng, alphabet, shortest, longest):
    return ''.join(rng.choice(alphabet) for _ in range(rng.randint(shortest, longest)))


LETTERS = 'abcdefghijklmnopqrstuvwxyz'
SECRET = LETTERS + LETTERS.upper() + '0123456789+/='
# Printable ASCII and some of everything else; no white space but blanks, which
# may not stand in a URL anyway.
ODD = ''.join(map(chr, range(33, 127))) + 'äß¢€あ漢😀'
URL_SAFE = SECRET + "-._~!$'()*,;:@%"


def random_request(rng):
    moment = datetime.datetime(2015, 8, 30) + datetime.timedelta(seconds=rng.randint(0, 10 ** 9))
    date = moment.strftime('%Y%m%dT%H%M%SZ')
    host = random_text(rng, LETTERS, 1, 20) + '.example.com'
    if rng.random() < 0.5:
        host += f':{rng.randint(1, 65535)}'
    headers = [('Host', host), ('X-Amz-Date', date)]
    if rng.random() < 0.5:
        headers.append(('X-Amz-Security-Token', random_text(rng, SECRET, 16, 3000)))
    if rng.random() < 0.7:
        headers.append(('Content-Type', 'application/x-www-form-urlencoded'))
    for number in range(rng.randint(0, 3)):
        value = random_text(rng, ODD.replace('\n', '') + '   ', 0, 30)
        headers.append((f'X-{random_text(rng, LETTERS + "-", 0, 8)}-{number}', value))
    rng.shuffle(headers)
    segments = [rng.choice(['', '.', '..', random_text(rng, URL_SAFE, 1, 10)]) for _ in range(rng.randint(0, 5))]
    parameters = [rng.choice([random_text(rng, URL_SAFE, 1, 6), 'a', 'a-', 'A'])
                  + rng.choice(['', '=', '=' + random_text(rng, URL_SAFE, 1, 6)])
                  for _ in range(rng.choice([0, 0, 1, 2, 5]))]
    form = {random_text(rng, ODD, 1, 8): random_text(rng, ODD, 0, 40) for _ in range(rng.randint(0, 4))}
    return {
        'access_key': 'AKIA' + random_text(rng, LETTERS.upper(), 16, 16),
        'secret_key': random_text(rng, SECRET, 1, 80),
        'method': rng.choice(['POST', 'GET']),
        'path': '/' + '/'.join(segments),
        'query': '&'.join(parameters),
        'headers': headers,
        'body': urllib.parse.urlencode(form),
        'date': date,
        'region': rng.choice(['us-east-1', 'cn-north-1', 'eusc-de-east-1']),
        'service': rng.choice(['sts', 'iam']),
    }


def test_thousands_of_requests():
    print('seed', SEED)
    rng = random.Random(SEED)
    requests = [random_request(rng) for _ in range(N_REQUESTS)]
    signed = sign_all(requests)
    assert len(signed) == N_REQUESTS
    for request, authorization in zip(requests, signed):
        assert authorization == sign_with_botocore(request), request


# The published test suite of Signature Version 4.
SUITE = {
    'access_key': 'AKIDEXAMPLE',
    'secret_key': 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    'method': 'GET', 'path': '/', 'query': '', 'body': '',
    'date': '20150830T123600Z', 'region': 'us-east-1', 'service': 'service',
    'headers': [('Host', 'example.amazonaws.com'), ('X-Amz-Date', '20150830T123600Z')],
}


def suite(headers=(), **changes):
    return dict(SUITE, headers=SUITE['headers'] + list(headers), **changes)


# The token of the documented examples of STS.
TOKEN = ('AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi'
         '/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==')

PUBLISHED = [
    ('get-vanilla', suite(), '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'),
    ('post-vanilla', suite(method='POST'), '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'),
    ('post-sts-header-before', suite(method='POST', headers=[('X-Amz-Security-Token', TOKEN)]),
     '85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead'),
    ('get-vanilla-query-order-key-case', suite(query='Param2=value2&Param1=value1'),
     'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500'),
    ('get-header-value-trim', suite(headers=[('My-Header1', ' value1'), ('My-Header2', ' "a   b   c"')]),
     'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736'),
    ('post-x-www-form-urlencoded',
     suite(method='POST', body='Param1=value1', headers=[('Content-Type', 'application/x-www-form-urlencoded')]),
     'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a'),
    # "Create a signed AWS API request" in the IAM User Guide
    ('documented ListUsers',
     dict(SUITE, access_key='AKIDEXAMPLE', query='Action=ListUsers&Version=2010-05-08', service='iam',
          headers=[('Content-Type', 'application/x-www-form-urlencoded; charset=utf-8'),
                   ('Host', 'iam.amazonaws.com'), ('X-Amz-Date', '20150830T123600Z')],
          secret_key='wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'),
     '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7'),
]


def test_published_signatures():
    signed = sign_all([request for _, request, _ in PUBLISHED])
    for (name, _, signature), authorization in zip(PUBLISHED, signed):
        assert authorization.endswith('Signature=' + signature), name
