# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The way to AWS: proxies, pages in between, TLS, refused and slow connections."""

import os
import socket
import threading

import pytest

from fake_aws import FakeAws
from test_calls import CODE_WARNING, SESSION, SESSION_KEY, identity, session, text

PAGE = '<!DOCTYPE html><html><head><title>Login</title></head><body><p>Welcome to our wireless network</p></body></html>'


@pytest.fixture(scope='module', autouse=True)
def stalled():
    """An answer that never comes. It takes the whole 30 seconds, so it is asked
    for before the other tests and looked at after them."""
    from fake_aws import Client
    aws = FakeAws()
    is_over = threading.Event()
    aws.play(lambda request: is_over.wait() and request.hang_up())
    client = Client(aws.url)
    client.send(*SESSION)
    yield client, aws
    is_over.set()
    client.close()
    aws.close()


# Answers of something else

@pytest.mark.parametrize('status, content_type, page, error, says', [
    (200, 'text/html', PAGE, 'unreadable', 'a page of something else'),
    (200, 'text/html; charset=utf-8', '<html><br><p>Login', 'unreadable', 'a page of something else'),
    (200, 'text/xml', PAGE, 'unreadable', 'a page of something else'),
    (403, 'text/html', PAGE, 'unreadable', 'a page of something else'),
    (407, 'text/html', PAGE, 'proxy', 'https_proxy'),
    (429, 'text/html', PAGE, 'throttled', 'on the way'),
    (503, 'text/html', PAGE, 'server', 'HTTP status 503'),
    (200, 'text/xml', '', 'unreadable', 'empty, cut off'),
    (400, 'text/xml', '', 'unreadable', 'empty, cut off'),
    (200, 'text/xml', '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>a', 'unreadable', 'cut off'),
    (200, 'text/xml', '<GetUserResponse/>', 'unreadable', 'a page of something else'),
    (403, 'text/xml', '<GetCallerIdentityResponse/>', 'unreadable', 'a page of something else'),
    (200, 'application/json', '{"GetCallerIdentityResponse": {}}', 'unreadable', 'a page of something else'),
    (403, 'application/json; charset=utf-8', '{"message": "Forbidden"}', 'unreadable', 'a page of something else'),
    (403, 'text/plain', 'Blocked by policy', 'unreadable', 'a page of something else'),
    (403, 'text/plain', '', 'unreadable', 'empty, cut off'),
    (200, 'text/xml', b'\x00\xff\xfe', 'unreadable', 'cut off'),
])
def test_foreign_answer(aws, client, status, content_type, page, error, says):
    aws.play(*[text(page, status=status, content_type=content_type)] * 3)
    answer = client.ask('identity')
    assert answer['error'] == error
    assert answer['refusal'] == '0'
    assert says in answer['message']


@pytest.mark.parametrize('status', [301, 302, 307, 308])
def test_redirect_is_not_followed(aws, make_aws, client, status):
    elsewhere = make_aws()
    elsewhere.play(identity())
    aws.play(text('', status=status, headers=[('Location', elsewhere.url + '/')]))
    answer = client.ask('identity')
    assert answer['error'] == 'unreadable'
    assert 'points to another address' in answer['message']
    assert elsewhere.requests == []


def test_too_large_answer(aws, client):
    aws.play(text('<a>' + 'x' * (2 * 1024 * 1024) + '</a>'))
    answer = client.ask('identity')
    assert answer['error'] == 'unreadable'
    assert 'too large' in answer['message']


def test_cut_off_body(aws, client):
    def play(request):
        request.send_response_only(200)
        request.send_header('Content-Length', '1000')
        request.end_headers()
        request.wfile.write(b'<GetCallerIdentityResponse>')
        request.hang_up()
    aws.play(play)
    answer = client.ask('identity')
    assert answer['error'] == 'unreadable'
    assert 'cut off' in answer['message']


def test_client_works_on_after_a_failure(aws, client):
    aws.play(text('<a>' + 'x' * (2 * 1024 * 1024) + '</a>'), identity())
    client.ask('identity')
    assert 'arn' in client.ask('identity')


# Connections

def refusing_port():
    """A port that answers "connection refused" until listen () is called."""
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    return listener, listener.getsockname()[1]


def test_connection_refused(make_client):
    listener, port = refusing_port()
    answer = make_client(f'http://127.0.0.1:{port}').ask(*SESSION)
    listener.close()
    assert answer['error'] == 'connect'
    assert 'does not accept connections' in answer['message']
    assert CODE_WARNING not in answer['message']


def test_code_is_sent_once_the_server_is_up(make_aws, make_client):
    aws = make_aws()
    aws.play(session)
    listener, port = refusing_port()
    client = make_client(f'http://127.0.0.1:{port}', G_MESSAGES_DEBUG='daypass')
    client.send(*SESSION)
    read_until(client.process.stdout, 'Trying again')
    listener.listen()
    aws.server.process_request(*listener.accept())
    assert read_until(client.process.stdout, 'access_key_id=').startswith('access_key_id=' + SESSION_KEY)
    assert aws.count('GetSessionToken') == 1
    listener.close()


def read_until(stream, part):
    for line in stream:
        if part in line:
            return line
        assert not line.startswith('error='), line
    raise AssertionError(f'“{part}” did not come')


def test_unknown_name(make_client):
    # A label may have 63 characters at most, so no name server is asked.
    answer = make_client('https://' + 'a' * 64 + '.example').ask('identity')
    assert answer['error'] == 'offline'


def test_cancel_ends_a_slow_call(aws, client):
    asked = threading.Event()
    release = threading.Event()
    gave_up = threading.Event()

    def stall(request):
        asked.set()
        if not release.wait(10):
            gave_up.set()
        request.hang_up()
    # On a kept connection nothing else wakes the client up.
    aws.play(identity(), stall)
    client.ask('identity')
    client.send('identity')
    asked.wait()
    client.send('cancel')
    assert client.receive() == {'error': 'cancelled'}
    assert not gave_up.is_set()
    release.set()


def test_cancel_ends_the_wait_between_tries(aws, make_client):
    client = make_client(aws.url, G_MESSAGES_DEBUG='daypass')
    aws.play(*[text('', status=503)] * 3)
    client.send('identity')
    read_until(client.process.stdout, 'Trying again')
    client.send('cancel')
    assert read_until(client.process.stdout, 'error=') == 'error=cancelled\n'
    assert len(aws.requests) == 1


@pytest.mark.parametrize('url', ['http://192.0.2.1', 'http://sts.example.com', 'http://127.0.0.1.example.com'])
def test_no_plain_http_beyond_this_computer(make_client, make_proxy, url):
    # A proxy would get the request whatever the host.
    proxy = make_proxy()
    answer = make_client(url, http_proxy=proxy.url, all_proxy=proxy.url).ask('identity')
    assert answer['error'] == 'endpoint'
    assert 'use https' in answer['message']
    assert proxy.targets == []


# TLS

@pytest.fixture
def secure_aws(make_aws, certificate):
    return make_aws(certificate=certificate)


def test_private_ca(secure_aws, make_client, certificate):
    secure_aws.play(identity(), session)
    client = make_client(secure_aws.url, AWS_CA_BUNDLE=certificate)
    assert 'arn' in client.ask('identity')
    assert client.ask(*SESSION)['access_key_id'] == SESSION_KEY


def test_untrusted_certificate(secure_aws, make_client):
    answer = make_client(secure_aws.url).ask('identity')
    assert answer['error'] == 'tls'
    assert 'AWS_CA_BUNDLE' in answer['message']
    assert secure_aws.requests == []


def test_certificate_of_another_host(secure_aws, make_client, certificate):
    answer = make_client(secure_aws.url.replace('127.0.0.1', 'localhost'), AWS_CA_BUNDLE=certificate).ask('identity')
    assert answer['error'] == 'tls'
    assert secure_aws.requests == []


def test_missing_ca_bundle(secure_aws, make_client):
    answer = make_client(secure_aws.url, AWS_CA_BUNDLE='/nonexistent/ca.pem').ask('identity')
    assert answer['error'] == 'tls'
    assert '/nonexistent/ca.pem' in answer['message']


def test_no_tls_on_the_other_side(aws, make_client):
    answer = make_client(aws.url.replace('http:', 'https:')).ask('identity')
    assert answer['error'] == 'tls'


def test_code_is_never_sent_twice_over_tls(secure_aws, make_client, certificate):
    client = make_client(secure_aws.url, AWS_CA_BUNDLE=certificate)
    secure_aws.play(identity(), lambda request: request.reset(), session)
    client.ask('identity')
    assert client.ask(*SESSION)['error'] == 'connect'
    assert secure_aws.count('GetSessionToken') == 1


def test_keys_of_connections_are_not_logged(secure_aws, make_client, certificate, tmp_path):
    log = tmp_path / 'keys'
    secure_aws.play(identity())
    client = make_client(secure_aws.url, AWS_CA_BUNDLE=certificate, SSLKEYLOGFILE=str(log))
    assert 'arn' in client.ask('identity')
    assert not log.exists()


# Proxies

@pytest.mark.parametrize('variable', ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'])
def test_proxy(secure_aws, make_client, make_proxy, certificate, variable):
    proxy = make_proxy()
    secure_aws.play(identity())
    client = make_client(secure_aws.url, AWS_CA_BUNDLE=certificate, **{variable: proxy.url})
    assert 'arn' in client.ask('identity')
    assert proxy.targets == [f'127.0.0.1:{secure_aws.port}']


@pytest.mark.parametrize('variable', ['no_proxy', 'NO_PROXY'])
def test_no_proxy(secure_aws, make_client, make_proxy, certificate, variable):
    proxy = make_proxy()
    secure_aws.play(identity())
    client = make_client(secure_aws.url, AWS_CA_BUNDLE=certificate, https_proxy=proxy.url, **{variable: '127.0.0.1'})
    assert 'arn' in client.ask('identity')
    assert proxy.targets == []


@pytest.mark.parametrize('status', [403, 407, 502])
def test_proxy_refuses(secure_aws, make_client, make_proxy, certificate, status):
    proxy = make_proxy(status=status)
    answer = make_client(secure_aws.url, AWS_CA_BUNDLE=certificate, https_proxy=proxy.url).ask(*SESSION)
    assert answer['error'] == 'proxy'
    assert 'https_proxy' in answer['message']
    assert CODE_WARNING not in answer['message']


def test_plain_http_never_leaves_through_a_proxy(aws, make_client, make_proxy):
    proxy = make_proxy()
    aws.play(identity())
    assert 'arn' in make_client(aws.url, http_proxy=proxy.url, all_proxy=proxy.url).ask('identity')
    assert proxy.targets == []


# Secrets, and the slowest of all

def test_no_secret_in_logs(aws, make_client):
    client = make_client(aws.url, G_MESSAGES_DEBUG='all', token='FwoGZXIvYXdzEXAMPLE')
    aws.play(text('', status=502), session)
    client.send('identity')
    client.send(*SESSION)
    output, errors = client.process.communicate()
    for secret in ('wJalrXUtnFEMI', 'FwoGZXIvYXdz', '123456', 'Signature='):
        assert secret not in output + errors
    client.close = lambda: None


def test_time_out(stalled):
    client, aws = stalled
    answer = client.receive()
    assert answer['error'] == 'timeout'
    assert CODE_WARNING in answer['message']
    assert len(aws.requests) == 1
