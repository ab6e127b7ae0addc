# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Checks Signature Version 4 as strictly as AWS does, with botocore's signer."""

import calendar
import hmac
import re
import time

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials

from .refusal import Refusal, bad_signature, incomplete_signature, invalid_token
from .world import Caller

MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your "
    "AWS Secret Access Key and signing method. Consult the service documentation for details.")
SKEW_SECONDS = 15 * 60
REGION = re.compile(
    r"(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d|(cn|us-gov|us-iso[bf]?|eu-isoe|eusc-[a-z]+)-[a-z]+-\d")
IAM_REGIONS = {
    "aws": "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1",
    "aws-iso": "us-iso-east-1", "aws-iso-b": "us-isob-east-1", "aws-iso-e": "eu-isoe-west-1",
    "aws-iso-f": "us-isof-south-1", "aws-eusc": "eusc-de-east-1",
}


class ExactSigner(SigV4Auth):
    """Signs exactly the headers that the request says are signed."""

    def __init__(self, credentials, service, region, headers):
        super().__init__(credentials, service, region)
        self.exact_headers = headers

    def headers_to_sign(self, request):
        return self.exact_headers


def amz_date(seconds):
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(seconds))


def partition_of(region):
    if region.startswith("us-iso"):
        letter = region[6]
        return "aws-iso" if letter == "-" else f"aws-iso-{letter}"
    for prefix, partition in (("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"),
                              ("eu-isoe-", "aws-iso-e"), ("eusc-", "aws-eusc")):
        if region.startswith(prefix):
            return partition
    return "aws"


class Authorization:
    """The parts of one Authorization header."""

    def __init__(self, headers):
        values = headers.get_all("Authorization", [])
        if not values:
            raise Refusal(403, "MissingAuthenticationToken",
                          "Request is missing Authentication Token")
        algorithm, _, rest = values[0].partition(" ")
        if len(values) != 1 or algorithm != "AWS4-HMAC-SHA256":
            raise incomplete_signature("Unsupported AWS 'algorithm' in the Authorization header.")
        parts = dict(part.strip().partition("=")[::2] for part in rest.split(","))
        missing = [f"Authorization header requires '{name}' parameter."
                   for name in ("Credential", "Signature", "SignedHeaders") if not parts.get(name)]
        if missing:
            raise incomplete_signature(" ".join(missing))
        self.signature = parts["Signature"]
        self.signed_headers = parts["SignedHeaders"].split(";")
        scope = parts["Credential"].split("/")
        if len(scope) != 5:
            raise incomplete_signature(
                "Credential must have exactly 5 slash-delimited elements, e.g. "
                f"keyid/date/region/service/term, got {len(scope)}.")
        self.access_key_id, self.date, self.region, self.service, self.terminator = scope


class Verifier:
    """Tells who signed a request, or raises a Refusal."""

    def __init__(self, world):
        self.world = world
        self.regions = None
        # botocore signs for IAM with the client's region at a custom endpoint.
        self.strict_iam_region = False

    def caller(self, request, authorization, service):
        """`service` is the one that the action belongs to."""
        headers = request.headers
        date = self.request_date(headers)
        self.check_signed_headers(headers, authorization.signed_headers)
        caller, secret = self.find_caller(headers, authorization)
        self.check_scope(authorization, date, service, caller)
        self.check_skew(date)
        self.check_signature(request, authorization, date, secret)
        return caller

    @staticmethod
    def check_signed_headers(headers, names):
        if names != sorted(set(names)) or any(name != name.lower() for name in names):
            raise bad_signature(MISMATCH)
        if "host" not in names:
            raise bad_signature(
                "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
        sent = {name.lower() for name in headers.keys()}
        unsigned = sorted(name for name in sent - set(names) if name.startswith("x-amz-"))
        if unsigned:
            raise bad_signature(
                f"'{unsigned[0]}' must be a 'SignedHeader' in the AWS Authorization.")
        if set(names) - sent or len(headers.get_all("Host")) != 1:
            raise bad_signature(MISMATCH)

    @staticmethod
    def request_date(headers):
        dates = headers.get_all("X-Amz-Date", [])
        if not dates:
            raise incomplete_signature("Authorization header requires existence of either a "
                                       "'X-Amz-Date' or a 'Date' header.")
        if len(dates) > 1:
            raise bad_signature(MISMATCH)
        if not re.fullmatch(r"\d{8}T\d{6}Z", dates[0], re.ASCII):
            raise incomplete_signature(
                "Date must be in ISO-8601 'basic format'. "
                f"Got '{dates[0]}'. See http://en.wikipedia.org/wiki/ISO_8601")
        return dates[0]

    def find_caller(self, headers, authorization):
        tokens = headers.get_all("X-Amz-Security-Token", [])
        session = self.world.sessions.get(authorization.access_key_id)
        if session:
            if tokens != [session.token]:
                raise invalid_token()
            if session.expires_at <= self.world.now():
                raise Refusal(403, "ExpiredToken",
                              "The security token included in the request is expired")
            return Caller(session.user, session), session.secret
        user, key = self.world.find_key(authorization.access_key_id)
        if not key or key.status != "Active" or tokens:
            raise invalid_token()
        return Caller(user), key.secret

    def check_scope(self, authorization, date, service, caller):
        if authorization.date != date[:8]:
            raise bad_signature(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date "
                f"from HTTP: '{authorization.date}' != '{date[:8]}', from '{date}'.")
        region = authorization.region
        if not REGION.fullmatch(region) or (self.regions and region not in self.regions):
            raise bad_signature("Credential should be scoped to a valid region.")
        partition = self.world.partitions[caller.account_id]
        if partition != partition_of(region):
            raise invalid_token()
        if self.strict_iam_region and service == "iam" and region != IAM_REGIONS[partition]:
            raise bad_signature("Credential should be scoped to a valid region.")
        if authorization.service != service:
            raise bad_signature(f"Credential should be scoped to correct service: '{service}'.")
        if authorization.terminator != "aws4_request":
            raise bad_signature(
                "Credential should be scoped with a valid terminator: 'aws4_request', "
                f"not '{authorization.terminator}'.")

    def check_skew(self, date):
        try:
            sent = calendar.timegm(time.strptime(date, "%Y%m%dT%H%M%SZ"))
        except ValueError:
            raise incomplete_signature(f"'{date}' is not a date.") from None
        now = self.world.now()
        if sent < now - SKEW_SECONDS:
            raise bad_signature(f"Signature expired: {date} is now earlier than "
                                f"{amz_date(now - SKEW_SECONDS)} ({amz_date(now)} - 15 min.)")
        if sent > now + SKEW_SECONDS:
            raise bad_signature(f"Signature not yet current: {date} is still later than "
                                f"{amz_date(now + SKEW_SECONDS)} ({amz_date(now)} + 15 min.)")

    @staticmethod
    def check_signature(request, authorization, date, secret):
        """The hash is always that of the body: X-Amz-Content-Sha256 is just another header."""
        exact = HTTPHeaders()
        for name in authorization.signed_headers:
            for value in request.headers.get_all(name):
                exact[name] = value
        signer = ExactSigner(Credentials(authorization.access_key_id, secret),
                             authorization.service, authorization.region, exact)
        again = AWSRequest(request.method, f"http://stand-in{request.target}", data=request.body)
        again.context["timestamp"] = date
        expected = signer.signature(signer.string_to_sign(again, signer.canonical_request(again)),
                                    again)
        if not hmac.compare_digest(expected.encode(), authorization.signature.encode()):
            raise bad_signature(MISMATCH)
