# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What the stand-in takes for a good signature, and what it refuses as AWS does."""

import datetime
import hashlib

import pytest
from awscrt.auth import (AwsCredentialsProvider, AwsSignatureType, AwsSigningAlgorithm,
                         AwsSigningConfig, aws_sign_request)
from awscrt.http import HttpHeaders, HttpRequest
from raw_requests import FORM, FORMAT, IAM, Request, signed

MISMATCH = ("SignatureDoesNotMatch", "The request signature we calculated does not match the "
            "signature you provided. Check your AWS Secret Access Key and signing method. "
            "Consult the service documentation for details.")
INVALID_TOKEN = ("InvalidClientTokenId", "The security token included in the request is invalid.")
BODY = b"Action=GetCallerIdentity&Version=2011-06-15"

GOOD = {
    "plain": {},
    "GET": {"method": "GET"},
    "only what must be signed": {"names": ["host", "x-amz-date"]},
    "user agent signed": {"headers": [("User-Agent", "some sdk/1.0")]},
    "length signed": {"headers": [("Content-Length", str(len(BODY)))]},
    "retry headers signed": {"headers": [("amz-sdk-request", "attempt=1; max=3"),
                                         ("amz-sdk-invocation-id", "7f")]},
    "retry headers unsigned": {"headers": [("amz-sdk-request", "attempt=1; max=3")],
                               "names": ["host", "x-amz-date"]},
    "white space is folded": {"headers": [("X-Amz-Note", "  two   words\t here ")]},
    "a header twice": {"headers": [("X-Amz-Note", "one"), ("X-Amz-Note", "two")]},
    "hash of the body": {"headers": [("X-Amz-Content-Sha256", hashlib.sha256(BODY).hexdigest())]},
    "charset": {"content_type": FORM + "; charset=utf-8"},
    "odd characters in unknown parameters": {"Odd": "ü + / = & ~ * % \u3042"},
    "odd characters in a query": {"method": "GET", "Odd": "ü+/=&~% \u3042"},
    "region of Europe": {"region": "eu-west-1"},
    "region of Mexico": {"region": "mx-central-1"},
}


@pytest.mark.parametrize("options", GOOD.values(), ids=GOOD.keys())
def test_good_request(standin, options):
    answer = signed(standin, standin.taro, **options).send()
    assert answer.status == 200, answer.message
    assert b"111122223333" in answer.body


def replaced(old, new):
    return lambda request: request.replace(old, new)


def other_signature(request):
    signature = request.get("Authorization").rpartition("=")[2]
    request.replace(signature, "0" * 64)


def shuffled(request):
    request.replace("host;x-amz-date", "x-amz-date;host")


def repeated_date(request):
    request.headers.append(("X-Amz-Date", request.get("X-Amz-Date")))


def tampered_body(request):
    request.body = request.body.replace(b"GetCallerIdentity", b"GetSessionToken")


def unsigned(request):
    request.remove("Authorization")


def twice_signed(request):
    request.headers.append(("Authorization", request.get("Authorization")))


def later_header(request):
    request.headers.append(("X-Amz-Note", "added on the way"))


def changed_host(request):
    request.change("Host", "sts.amazonaws.com")


def no_date(request):
    request.remove("X-Amz-Date")


def date_header_only(request):
    request.headers = [("Date" if name == "X-Amz-Date" else name, value)
                       for name, value in request.headers]


NAMES = {"names": ["host", "x-amz-date"]}
BAD = {
    "signature": ({}, other_signature, MISMATCH),
    "upper-case signature": ({}, lambda r: r.replace(
        (s := r.get("Authorization").rpartition("=")[2]), s.upper()), MISMATCH),
    "body changed": ({}, tampered_body, MISMATCH),
    "host changed": ({}, changed_host, MISMATCH),
    "content type changed": ({}, lambda r: r.change("Content-Type", FORM + "; a=b"), MISMATCH),
    "signed headers not sorted": (NAMES, shuffled, MISMATCH),
    "signed headers in upper case": (NAMES, replaced("=host;", "=Host;"), MISMATCH),
    "signed header twice": (NAMES, replaced("=host;", "=host;host;"), MISMATCH),
    "signed header not sent": ({"headers": [("Accept", "")]},
                               lambda r: r.remove("Accept"), MISMATCH),
    "header signed but unknown": (NAMES, replaced("host;x", "expect;host;x"), MISMATCH),
    "host not signed": ({"names": ["x-amz-date"]}, None, (
        "SignatureDoesNotMatch",
        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")),
    "x-amz-date not signed": ({"names": ["host"]}, None, (
        "SignatureDoesNotMatch",
        "'x-amz-date' must be a 'SignedHeader' in the AWS Authorization.")),
    "x-amz header not signed": ({}, later_header, (
        "SignatureDoesNotMatch",
        "'x-amz-note' must be a 'SignedHeader' in the AWS Authorization.")),
    "two dates": ({}, repeated_date, MISMATCH),
    "two dates, both signed": ({"headers": [("X-Amz-Date", "20261124T090000Z")]}, None, MISMATCH),
    "no date": (NAMES, no_date, ("IncompleteSignature", None)),
    "Date alone": ({}, date_header_only, ("IncompleteSignature", None)),
    "date of another form": ({"date": "2026-11-24T09:00:00Z"}, None,
                             ("IncompleteSignature", None)),
    "no such date": ({"date": "20261341T090000Z"}, None, ("IncompleteSignature", None)),
    "hash of another body": ({"headers": [("X-Amz-Content-Sha256", "0" * 64)]}, None, MISMATCH),
    "body not hashed": ({"headers": [("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")]}, None,
                        MISMATCH),
    "not signed": ({}, unsigned, ("MissingAuthenticationToken",
                                  "Request is missing Authentication Token")),
    "signed twice": ({}, twice_signed, ("IncompleteSignature", None)),
    "algorithm": ({}, replaced("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512"),
                  ("IncompleteSignature", None)),
    "no signed headers": ({}, replaced("SignedHeaders=", "Headers="), (
        "IncompleteSignature", "Authorization header requires 'SignedHeaders' parameter.")),
    "scope too short": ({}, replaced("/aws4_request", ""), ("IncompleteSignature", None)),
    "scope's end": ({}, replaced("aws4_request", "aws3_request"), (
        "SignatureDoesNotMatch",
        "Credential should be scoped with a valid terminator: 'aws4_request', "
        "not 'aws3_request'.")),
    "region": ({"region": "mars-north-1"}, None, (
        "SignatureDoesNotMatch", "Credential should be scoped to a valid region.")),
    "no region": ({"region": ""}, None, (
        "SignatureDoesNotMatch", "Credential should be scoped to a valid region.")),
    "region of another partition": ({"region": "cn-north-1"}, None, INVALID_TOKEN),
    "service": ({"service": "iam"}, None, (
        "SignatureDoesNotMatch", "Credential should be scoped to correct service: 'sts'.")),
    "STS's service for IAM": ({"version": IAM, "action": "GetUser", "service": "sts"}, None, (
        "SignatureDoesNotMatch", "Credential should be scoped to correct service: 'iam'.")),
}


@pytest.mark.parametrize("options, spoil, expected", BAD.values(), ids=BAD.keys())
def test_bad_request(standin, options, spoil, expected):
    request = signed(standin, standin.taro, **options)
    if spoil:
        spoil(request)
    answer = request.send()
    code, message = expected
    assert (answer.status, answer.code) == (403, code)
    assert message in (None, answer.message)


def test_scope_of_another_day(standin):
    request = signed(standin, standin.taro)
    date = request.get("X-Amz-Date")
    request.replace(f"/{date[:8]}/", "/20200101/")
    answer = request.send()
    assert answer.code == "SignatureDoesNotMatch"
    assert answer.message == (
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
        f"'20200101' != '{date[:8]}', from '{date}'.")


@pytest.mark.parametrize("minutes, status", [(-16, 403), (-14, 200), (14, 200), (16, 403)])
def test_skew(standin, minutes, status):
    moment = datetime.datetime.utcnow() + datetime.timedelta(minutes=minutes)
    answer = signed(standin, standin.taro, date=moment).send()
    assert answer.status == status
    if status == 200:
        return
    assert answer.code == "SignatureDoesNotMatch"
    words = answer.message.split()
    late = minutes < 0
    assert answer.message.startswith("Signature expired: " if late
                                     else "Signature not yet current: ")
    now, limit = words[-4].strip("("), words[-5]
    assert words[-3:] == ["-" if late else "+", "15", "min.)"]
    apart = datetime.datetime.strptime(now, FORMAT) - datetime.datetime.strptime(limit, FORMAT)
    assert apart == datetime.timedelta(minutes=15 if late else -15)
    phrase = "is now earlier than" if late else "is still later than"
    assert f"{moment.strftime(FORMAT)} {phrase} {limit}" in answer.message


def test_skew_follows_the_clock_of_the_server(standin):
    standin.set(clock_offset=-25 * 3600)
    refused = signed(standin, standin.taro).send()
    assert refused.message.startswith("Signature not yet current: ")
    then = datetime.datetime.strptime(refused.headers["Date"], "%a, %d %b %Y %H:%M:%S GMT")
    assert signed(standin, standin.taro, date=then).send().status == 200


def test_keys(standin):
    taro = standin.user("hanako")
    taro.secret_access_key += "x"
    assert signed(standin, taro).send().code == "SignatureDoesNotMatch"
    taro.secret_access_key = taro.secret_access_key[:-1]
    taro.set_key_status("Inactive")
    assert signed(standin, taro).send().message == INVALID_TOKEN[1]
    taro.set_key_status("Active")
    assert signed(standin, taro).send().status == 200
    taro.delete_key()
    assert signed(standin, taro).send().code == "InvalidClientTokenId"


def test_regions_can_be_limited(standin):
    standin.set(regions=["eu-central-1"])
    assert signed(standin, standin.taro).send().code == "SignatureDoesNotMatch"
    assert signed(standin, standin.taro, region="eu-central-1").send().status == 200


def test_iam_region_can_be_strict(standin):
    ask = {"version": IAM, "action": "GetUser"}
    assert signed(standin, standin.taro, region="eu-west-1", **ask).send().status == 200
    standin.set(strict_iam_region=True)
    assert signed(standin, standin.taro, region="eu-west-1", **ask).send().status == 403
    assert signed(standin, standin.taro, **ask).send().status == 200


@pytest.mark.parametrize("partition, region", [
    ("aws-cn", "cn-northwest-1"), ("aws-us-gov", "us-gov-west-1"), ("aws-iso", "us-iso-east-1"),
    ("aws-iso-b", "us-isob-east-1"), ("aws-iso-f", "us-isof-south-1"),
    ("aws-iso-e", "eu-isoe-west-1"), ("aws-eusc", "eusc-de-east-1")])
def test_partitions(standin, partition, region):
    user = standin.user(partition=partition)
    assert user.mfa_serial.startswith(f"arn:{partition}:iam::")
    assert signed(standin, user, region=region).send().status == 200
    assert signed(standin, user).send().code == "InvalidClientTokenId"


@pytest.mark.parametrize("secret, status", [(None, 200), ("wrong", 403)])
def test_signer_that_is_not_botocore(standin, secret, status):
    """AWS's own C signer agrees with what botocore's recomputes."""
    taro, host = standin.taro, standin.url.rpartition("/")[2]
    provider = AwsCredentialsProvider.new_static(taro.access_key_id,
                                                 secret or taro.secret_access_key)
    headers = HttpHeaders([("Host", host), ("Content-Type", FORM), ("Content-Length", "43")])
    request = HttpRequest("POST", "/", headers)
    config = AwsSigningConfig(
        algorithm=AwsSigningAlgorithm.V4, signature_type=AwsSignatureType.HTTP_REQUEST_HEADERS,
        credentials_provider=provider, region="eu-north-1", service="sts",
        signed_body_value=hashlib.sha256(BODY).hexdigest())
    aws_sign_request(request, config).result(10)
    answer = Request(standin.url, "POST", "/", BODY, list(request.headers)).send()
    assert answer.status == status
