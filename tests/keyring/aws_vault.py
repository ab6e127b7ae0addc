# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What aws-vault leaves in the keyring, in the form in which it writes it."""

import base64
import json

ZERO_TIME = "0001-01-01T00:00:00Z"


class AwsVault:
    """The collection of aws-vault 7 (99designs/keyring 1.2.2, Secret Service backend)."""

    def __init__(self, session, collection="awsvault"):
        self.session = session
        self.collection = session.create_collection(collection)

    def _store(self, key, label, data):
        item = {"Key": key, "Data": base64.b64encode(json.dumps(data, separators=(",", ":")).encode()).decode(), "Label": label,
                "Description": "", "KeychainNotTrustApplication": True, "KeychainNotSynchronizable": False}
        self.store_text(key, json.dumps(item, separators=(",", ":")))

    def store_text(self, key, text):
        self.session.store(key, {"profile": key}, text, self.collection)

    def add(self, name, access_key_id, secret_access_key, session_token=""):
        """`aws-vault add`."""
        self._store(name, f"aws-vault ({name})", {
            "AccessKeyID": access_key_id, "SecretAccessKey": secret_access_key, "SessionToken": session_token,
            "Source": "", "CanExpire": False, "Expires": ZERO_TIME})

    def add_session(self, name, mfa_serial):
        """What `aws-vault exec` keeps beside it."""
        encoded = [base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in (name, mfa_serial)]
        self._store(",".join(["sts.GetSessionToken", *encoded, "1795520189"]), f"aws-vault session for {name}", {
            "AccessKeyId": "ASIAIOSFODNN7EXAMPLE", "Expiration": "2026-11-24T12:16:29Z",
            "SecretAccessKey": "9drTJvcXLB89EXAMPLELB8923FB892xMFI", "SessionToken": "AQoXdzELDDY"})

    def items(self):
        """As aws-vault wrote them: gnome-keyring lists them in any order, and when it has read its own file again
        they have a schema, and can have another second of creation."""
        items = sorted(self.session.secrets(self.collection), key=lambda item: item["label"])
        return [(item["label"], item["attributes"]["profile"], item["secret"]) for item in items]

    def names(self):
        return [label for label, _profile, _secret in self.items()]
