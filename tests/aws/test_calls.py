# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Calls of the library to a server that behaves as AWS does, good and bad."""

import datetime
import email.utils
import hashlib
import itertools
import threading
import time

import pytest

SERIAL = 'arn:aws:iam::111122223333:mfa/phone'
SESSION = ('session', SERIAL, '123456', '28800')
SESSION_KEY = 'ASIAIOSFODNN7EXAMPLE'
SESSION_SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYSESSIONKEY'
SESSION_TOKEN = 'FwoGZXIvYXdzEXAMPLE' * 120 + '=='
CODE_WARNING = 'The code may be used up all the same: take the next one'


def iso(moment):
    return datetime.datetime.utcfromtimestamp(moment).strftime('%Y-%m-%dT%H:%M:%SZ')


def basic(moment):
    return datetime.datetime.utcfromtimestamp(moment).strftime('%Y%m%dT%H%M%SZ')


def identity(arn='arn:aws:iam::111122223333:user/team/mary', account='111122223333'):
    def play(request):
        request.answer('<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">'
                       f'<GetCallerIdentityResult><Arn>{arn}</Arn><UserId>AIDA</UserId><Account>{account}</Account>'
                       '</GetCallerIdentityResult></GetCallerIdentityResponse>')
    return play


def credentials_xml(fields, action='GetSessionToken'):
    inner = ''.join(f'<{name}>{value}</{name}>' for name, value in fields)
    return (f'<?xml version="1.0"?>\n<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\n'
            f'<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata><{action}Result>'
            f'<SessionTokenSize>812</SessionTokenSize><Credentials><Unknown><Deep/></Unknown>{inner}</Credentials>'
            f'</{action}Result></{action}Response>')


def fields_of_session(now, seconds=28800):
    return [('AccessKeyId', SESSION_KEY), ('SecretAccessKey', SESSION_SECRET),
            ('SessionToken', SESSION_TOKEN), ('Expiration', iso(now + seconds))]


def session(request):
    request.answer(credentials_xml(fields_of_session(request.moment)))


def text(body, **options):
    return lambda request: request.answer(body, **options)


def refusal(status, code, message=''):
    return text(f'<ErrorResponse xmlns="u">\n <Error>\n <Type>Sender</Type>\n <Code>{code}</Code>\n '
                f'<Message>{message}</Message>\n </Error>\n <RequestId>r</RequestId>\n</ErrorResponse>', status=status)


def check_date(then, **options):
    """Refuses a wrong time as STS does, else goes on with `then`."""
    def play(request):
        now = request.server.aws.now()
        sent = datetime.datetime.strptime(request.headers['X-Amz-Date'] + '+0000', '%Y%m%dT%H%M%SZ%z').timestamp()
        if abs(sent - now) <= 900:
            then(request)
        elif sent < now:
            request.answer(clock_error(f'Signature expired: {basic(sent)} is now earlier than {basic(now - 900)} ({basic(now)} - 15 min.)'),
                           status=403, **options)
        else:
            request.answer(clock_error(f'Signature not yet current: {basic(sent)} is still later than {basic(now + 900)} ({basic(now)} + 15 min.)'),
                           status=403, **options)
    return play


def clock_error(message):
    return f'<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>{message}</Message></Error></ErrorResponse>'


# Good answers

def test_session(aws, client):
    aws.play(session)
    answer = client.ask(*SESSION)
    assert answer['access_key_id'] == SESSION_KEY
    assert answer['secret_hash'] == hashlib.sha256(SESSION_SECRET.encode()).hexdigest()
    assert answer['token_hash'] == hashlib.sha256(SESSION_TOKEN.encode()).hexdigest()
    assert answer['lifetime'] == '28800'
    assert aws.requests[0].form == {'Action': 'GetSessionToken', 'Version': '2011-06-15', 'DurationSeconds': '28800',
                                    'SerialNumber': SERIAL, 'TokenCode': '123456'}
    assert aws.requests[0].headers['Host'] == f'127.0.0.1:{aws.port}'
    assert aws.requests[0].headers['Content-Type'] == 'application/x-www-form-urlencoded'


def test_element_order_does_not_matter(aws, client):
    for fields in itertools.permutations(fields_of_session(aws.now())):
        aws.play(text(credentials_xml(fields)))
        assert client.ask(*SESSION)['access_key_id'] == SESSION_KEY


@pytest.mark.parametrize('skew', [-600, 600])
def test_lifetime_is_by_the_servers_clock(aws, client, skew):
    aws.skew = skew
    aws.play(session)
    answer = client.ask(*SESSION)
    assert answer['lifetime'] == '28800'
    assert answer['offset'] == '0'


def test_lifetime_without_date(aws, client):
    expiration = aws.now() + 3600
    fields = [*fields_of_session(aws.now())[:3], ('Expiration', iso(expiration))]
    aws.play(text(credentials_xml(fields), date=False))
    answer = client.ask(*SESSION)
    assert answer['expires_at'] == str(expiration)
    assert 3600 - (time.time() - expiration + 3600) - 1 <= int(answer['lifetime']) <= 3600


@pytest.mark.parametrize('days', [-1, 1])
def test_a_date_that_the_accepted_signature_disproves(aws, client, days):
    # AWS takes no request that is more than fifteen minutes off its own clock.
    date = email.utils.formatdate(aws.now() + days * 86400, usegmt=True)
    aws.play(text(credentials_xml(fields_of_session(aws.now())), date=False, headers=[('Date', date)]))
    assert abs(int(client.ask(*SESSION)['lifetime']) - 28800) < 600


@pytest.mark.parametrize('missing', ['AccessKeyId', 'SecretAccessKey', 'SessionToken', 'Expiration'])
@pytest.mark.parametrize('value', [None, ''])
def test_incomplete_session(aws, client, missing, value):
    fields = [(name, value if name == missing else good) for name, good in fields_of_session(aws.now())]
    aws.play(text(credentials_xml([field for field in fields if field[1] is not None])))
    answer = client.ask(*SESSION)
    assert answer['error'] == 'unreadable'
    assert 'incomplete' in answer['message']


@pytest.mark.parametrize('damaged', ['AccessKeyId', 'SecretAccessKey', 'SessionToken'])
@pytest.mark.parametrize('end', ['&#10;x', ' #x', '&#233;'])
def test_session_that_no_file_could_hold(aws, client, damaged, end):
    fields = [(name, good + end if name == damaged else good) for name, good in fields_of_session(aws.now())]
    aws.play(text(credentials_xml(fields)))
    assert client.ask(*SESSION)['error'] == 'unreadable'


def test_session_that_is_over_already(aws, client):
    aws.play(text(credentials_xml(fields_of_session(aws.now(), seconds=-3600))))
    assert client.ask(*SESSION)['error'] == 'unreadable'


def test_unreadable_expiration(aws, client):
    fields = [*fields_of_session(aws.now())[:3], ('Expiration', '1.795509569E9')]
    aws.play(text(credentials_xml(fields)))
    assert client.ask(*SESSION)['error'] == 'unreadable'


ADMIN = 'arn:aws:iam::444455556666:role/admin'


@pytest.mark.parametrize('external_id, seconds, optional', [
    ('', '0', {}), ('ticket:7', '7200', {'ExternalId': 'ticket:7', 'DurationSeconds': '7200'})])
def test_role(aws, make_client, external_id, seconds, optional):
    client = make_client(aws.url, token=SESSION_TOKEN)
    aws.play(lambda request: request.answer(credentials_xml(fields_of_session(request.moment, 3600), 'AssumeRole')))
    answer = client.ask('role', ADMIN, 'taro', external_id, seconds)
    assert answer['access_key_id'] == SESSION_KEY
    assert answer['secret_hash'] == hashlib.sha256(SESSION_SECRET.encode()).hexdigest()
    assert answer['token_hash'] == hashlib.sha256(SESSION_TOKEN.encode()).hexdigest()
    assert answer['lifetime'] == '3600'
    assert aws.requests[0].form == {'Action': 'AssumeRole', 'Version': '2011-06-15', 'RoleArn': ADMIN,
                                    'RoleSessionName': 'taro'} | optional


def test_incomplete_role(aws, client):
    aws.play(text(credentials_xml(fields_of_session(aws.now())[:3], 'AssumeRole')))
    answer = client.ask('role', ADMIN, 'taro', '', '0')
    assert answer['error'] == 'unreadable'
    assert answer['message'] == ("The role’s credentials that came back are incomplete. "
                                 'Check the custom endpoint or the proxy')


def test_a_role_is_asked_for_again(aws, client):
    """Unlike a code, it is not used up."""
    aws.play(refusal(400, 'Throttling', 'Rate exceeded'), lambda request: request.reset(),
             text(credentials_xml(fields_of_session(aws.now()), 'AssumeRole')))
    assert client.ask('role', ADMIN, 'taro', '', '0')['access_key_id'] == SESSION_KEY
    assert aws.count('AssumeRole') == 3


@pytest.mark.parametrize('arn, user_name, is_root', [
    ('arn:aws:iam::111122223333:user/mary', 'mary', '0'),
    ('arn:aws-cn:iam::111122223333:user/team/a/mary@example.com', 'mary@example.com', '0'),
    ('arn:aws:iam::111122223333:root', '', '1'),
    ('arn:aws-us-gov:iam::111122223333:root', '', '1'),
    ('arn:aws:sts::111122223333:assumed-role/admin/mary', '', '0'),
    ('arn:aws:sts::111122223333:federated-user/root', '', '0'),
])
def test_caller_identity(aws, client, arn, user_name, is_root):
    aws.play(identity(arn))
    answer = client.ask('identity')
    assert answer == {'account_id': '111122223333', 'arn': arn, 'user_name': user_name, 'is_root': is_root, 'offset': '0'}


@pytest.mark.parametrize('arn, account', [('', '111122223333'), ('arn:aws:iam::111122223333:root', '')])
def test_incomplete_identity(aws, client, arn, account):
    aws.play(identity(arn, account))
    assert client.ask('identity')['error'] == 'unreadable'


def test_session_token_is_sent_and_signed(aws, make_client):
    aws.play(identity())
    assert make_client(aws.url, token=SESSION_TOKEN).ask('identity')['account_id'] == '111122223333'
    assert aws.requests[0].headers['X-Amz-Security-Token'] == SESSION_TOKEN


def test_path_of_the_endpoint_is_kept(make_aws, make_client):
    aws = make_aws(region='eu-west-1')
    aws.play(identity())
    assert 'arn' in make_client(aws.url + '/emulator/b%20c/', AWS_REGION='eu-west-1').ask('identity')
    assert aws.requests[0].path == '/emulator/b%20c/'


def test_connection_is_kept(aws, client):
    aws.play(identity(), session)
    client.ask('identity')
    client.ask(*SESSION)
    assert aws.requests[0].client_address == aws.requests[1].client_address


def devices_page(serials, marker=None):
    members = ''.join(f'<member><UserName>mary</UserName><SerialNumber>{serial}</SerialNumber></member>' for serial in serials)
    more = f'<Marker>{marker}</Marker>' if marker else ''
    return text(f'<ListMFADevicesResponse><ListMFADevicesResult><MFADevices>{members}</MFADevices>{more}'
                f'<IsTruncated>{"true" if marker else "false"}</IsTruncated></ListMFADevicesResult></ListMFADevicesResponse>')


def test_mfa_devices_on_two_pages(aws, client):
    aws.play(devices_page([SERIAL, 'GAHT12345678'], marker='a+b/='),
             devices_page(['arn:aws:iam::111122223333:u2f/user/mary/KEY']))
    assert client.ask('devices', 'mary')['devices'] == f'{SERIAL} 0,GAHT12345678 1,arn:aws:iam::111122223333:u2f/user/mary/KEY 2'
    assert aws.requests[0].form == {'Action': 'ListMFADevices', 'Version': '2010-05-08', 'UserName': 'mary'}
    assert aws.requests[1].form['Marker'] == 'a+b/='


def test_iam_is_signed_for_its_one_region(make_aws, make_client):
    aws = make_aws(region='eu-west-1')
    aws.play(devices_page([SERIAL]))
    assert make_client(aws.url, AWS_REGION='eu-west-1').ask('devices', 'mary')['devices'] == f'{SERIAL} 0'


def test_no_mfa_device(aws, client):
    aws.play(devices_page([]))
    assert client.ask('devices', 'mary')['devices'] == ''


def test_mfa_devices_without_end(aws, client):
    aws.play(*[devices_page([SERIAL], marker='m')] * 50)
    assert client.ask('devices', 'mary')['error'] == 'unreadable'
    assert len(aws.requests) <= 10


# Refusals, with the texts that AWS sends

REFUSALS = [
    (403, 'AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code. ', 'mfa-code', 1),
    (403, 'AccessDenied', 'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial '
                          'number is valid and associated with this user. ', 'mfa-device', 1),
    (403, 'AccessDenied', 'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code. ', 'mfa-incomplete', 1),
    (403, 'AccessDenied', 'Cannot call GetSessionToken with session credentials', 'session-credentials', 1),
    (403, 'AccessDenied', 'User: arn:aws:iam::1:user/m is not authorized to perform: x with an explicit deny', 'access-denied', 1),
    (403, 'InvalidClientTokenId', 'The security token included in the request is invalid.', 'access-key', 1),
    (403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided. Check your '
                                   'AWS Secret Access Key and signing method.', 'secret-key', 1),
    (403, 'SignatureDoesNotMatch', 'Credential should be scoped to a valid region. ', 'refused', 1),
    (400, 'RequestExpired', 'Request has expired.', 'clock', 1),
    (403, 'RequestTimeTooSkewed', 'The difference is too large.', 'clock', 1),
    (400, 'InvalidSignatureException', 'Signature expired: now', 'clock', 1),
    (403, 'ExpiredToken', 'The security token included in the request is expired', 'expired-token', 1),
    (400, 'ExpiredToken', 'The provided token has expired.', 'expired-token', 1),
    (400, 'Throttling', 'Rate exceeded', 'throttled', 3),
    (403, 'RegionDisabledException', 'STS is not activated in this region for account:111122223333.', 'region-disabled', 1),
    (400, 'ValidationError', "1 validation error detected: Value '12345' at 'tokenCode' failed to satisfy constraint: "
                             'Member must have length greater than or equal to 6', 'invalid-input', 1),
    (403, 'IncompleteSignature', 'x', 'refused', 1),
    (403, 'MissingAuthenticationToken', 'x', 'refused', 1),
    (400, 'InvalidAction', 'x', 'refused', 1),
    (404, 'UnknownOperationException', '', 'refused', 1),
    (400, 'NotAuthorized', 'x', 'access-denied', 1),
    (408, 'RequestTimeoutException', 'x', 'server', 3),
    (400, 'RequestAbortedException', 'x', 'server', 3),
    (400, 'MissingParameter', 'x', 'refused', 1),
    (403, 'OptInRequired', 'x', 'opt-in-required', 1),
    (503, 'ServiceUnavailable', 'x', 'server', 3),
    (500, 'InternalFailure', 'x', 'server', 3),
    (409, 'LimitExceeded', 'Cannot exceed quota for AccessKeysPerUser: 2', 'limit-exceeded', 1),
    (404, 'NoSuchEntity', 'x', 'no-such-entity', 1),
    (409, 'EntityTemporarilyUnmodifiable', 'x', 'refused', 1),
    (403, 'InvalidAuthenticationCode', 'x', 'mfa-code', 1),
    (418, 'Teapot', 'Short and stout.', 'refused', 1),
]
WAY_TO_AWS = {'clock', 'throttled', 'server'}


@pytest.mark.parametrize('status, code, message, error, n_requests', REFUSALS)
def test_refusal(aws, client, status, code, message, error, n_requests):
    aws.play(*[refusal(status, code, message)] * n_requests)
    answer = client.ask('identity')
    assert answer['error'] == error
    assert answer['refusal'] == str(int(error not in WAY_TO_AWS))
    assert len(aws.requests) == n_requests
    assert not answer['message'].endswith('.')


def test_every_refusal_has_its_own_sentence(aws, client):
    sentences = {}
    for status, code, message, error, _ in REFUSALS:
        aws.play(refusal(status, code, message))
        sentences.setdefault(client.ask(*SESSION)['message'], set()).add(error)
    assert all(len(errors) == 1 for errors in sentences.values())


def test_other_error_shape(aws, client):
    aws.play(text('<?xml version="1.0"?><ErrorResponse><Errors><Error><Code>ExpiredToken</Code></Error></Errors></ErrorResponse>', status=403))
    assert client.ask('identity')['error'] == 'expired-token'


def test_the_signature_check_can_fail(aws, make_client):
    # A region that the server does not expect.
    aws.play(identity())
    make_client(aws.url, AWS_REGION='eu-west-1').ask('identity')
    assert 'another scope' in aws.problems.pop()


# A wrong clock

@pytest.mark.parametrize('hours', [25, -25])
@pytest.mark.parametrize('call, good, action', [(('identity',), identity(), 'GetCallerIdentity'), (SESSION, session, 'GetSessionToken')])
def test_wrong_clock_is_corrected(aws, client, hours, call, good, action):
    aws.skew = hours * 3600
    aws.play(*[check_date(good)] * 3)
    answer = client.ask(*call)
    assert 'error' not in answer
    assert abs(int(answer['offset']) - hours * 3600) <= 20
    assert aws.count(action) == 2
    # The next call has it right at once.
    client.ask(*call)
    assert aws.count(action) == 3


def test_wrong_clock_is_corrected_without_date(aws, client):
    aws.skew = 3600
    aws.play(*[check_date(identity(), date=False)] * 2)
    assert abs(int(client.ask('identity')['offset']) - 3600) <= 20


def test_the_refusals_own_time_beats_the_date(aws, client):
    aws.skew = 3600
    date = email.utils.formatdate(aws.now() + 86400, usegmt=True)
    aws.play(*[check_date(identity(), date=False, headers=[('Date', date)])] * 2)
    assert abs(int(client.ask('identity')['offset']) - 3600) < 600


def test_lifetime_with_corrected_clock(aws, client):
    aws.skew = 90000
    aws.play(check_date(identity()), check_date(identity()))
    client.ask('identity')
    aws.play(lambda request: request.answer(credentials_xml(fields_of_session(aws.now())), date=False))
    assert abs(int(client.ask(*SESSION)['lifetime']) - 28800) <= 20


def test_clock_that_cannot_be_corrected(aws, client):
    aws.skew = 90000
    aws.play(*[refusal(400, 'RequestExpired')] * 3)
    answer = client.ask('identity')
    assert answer['error'] == 'clock'
    assert '25 hours slow' in answer['message']
    assert len(aws.requests) == 2


# Trying again

def test_throttled_twice(aws, client):
    aws.play(refusal(400, 'Throttling'), refusal(400, 'Throttling'), identity())
    assert 'arn' in client.ask('identity')
    assert len(aws.requests) == 3


def test_server_errors_then_success(aws, client):
    aws.play(text('', status=502), refusal(500, 'InternalFailure'), identity())
    assert 'arn' in client.ask('identity')


def test_reset_then_success(aws, client):
    aws.play(lambda request: request.reset(), identity())
    assert 'arn' in client.ask('identity')


BROKEN = {
    'reset': lambda request: request.reset(),
    'hung up': lambda request: request.hang_up(),
    'server error': refusal(500, 'InternalFailure'),
    'bad gateway': text('', status=502),
    'cut off': text('<GetSessionTokenResponse><GetSessionTokenResult>'),
}


@pytest.mark.parametrize('is_warm', [False, True])
@pytest.mark.parametrize('name', BROKEN)
def test_code_is_never_sent_twice(aws, client, name, is_warm):
    # On a kept connection libcurl itself would repeat the request.
    if is_warm:
        aws.play(identity())
        client.ask('identity')
    aws.play(BROKEN[name], session, session)
    answer = client.ask(*SESSION)
    assert answer['error'] in ('connect', 'server', 'unreadable')
    assert CODE_WARNING in answer['message']
    assert aws.count('GetSessionToken') == 1


def test_throttled_code_is_not_sent_again(aws, client):
    aws.play(refusal(400, 'Throttling'), session)
    assert client.ask(*SESSION)['error'] == 'throttled'
    assert len(aws.requests) == 1


def test_connection_closed_while_the_code_was_typed(aws, client):
    is_closed = threading.Event()

    def answer_then_close(request):
        identity()(request)
        request.hang_up()
        is_closed.set()
    aws.play(answer_then_close, session)
    client.ask('identity')
    is_closed.wait()
    assert client.ask(*SESSION)['access_key_id'] == SESSION_KEY
    assert aws.count('GetSessionToken') == 1
