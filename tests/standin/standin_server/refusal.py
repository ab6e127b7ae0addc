# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What AWS answers when it refuses a request."""

ACCESS_DENIED = "AccessDenied"
INVALID_TOKEN = "InvalidClientTokenId"
INVALID_TOKEN_TEXT = "The security token included in the request is invalid."


class Refusal(Exception):
    """An error answer: HTTP status, AWS's code, AWS's own words."""

    def __init__(self, status, code, message):
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def access_denied(message):
    return Refusal(403, ACCESS_DENIED, message)


def invalid_token():
    return Refusal(403, INVALID_TOKEN, INVALID_TOKEN_TEXT)


def validation_error(message):
    return Refusal(400, "ValidationError", message)


def bad_signature(message):
    return Refusal(403, "SignatureDoesNotMatch", message)


def incomplete_signature(message):
    return Refusal(403, "IncompleteSignature", message)


def mfa_code_refused():
    return access_denied("MultiFactorAuthentication failed with invalid MFA one time pass code.")


def mfa_device_refused():
    # The two spaces are AWS's.
    return access_denied(
        "MultiFactorAuthentication failed, unable to validate MFA code.  "
        "Please verify your MFA serial number is valid and associated with this user.")


def mfa_incomplete():
    return access_denied(
        "MultiFactorAuthentication failed, must provide both MFA serial number and "
        "one time pass code.")


def region_disabled(account_id):
    return Refusal(403, "RegionDisabledException", (
        f"STS is not activated in this region for account:{account_id}. Your account "
        "administrator can activate STS in this region using the IAM Console."))
