# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Says who it is, by boto3, for each line of standard input."""

import functools
import sys

import boto3
from botocore.exceptions import BotoCoreError, ClientError


@functools.cache
def client():
    # Fetches the keys already.
    return boto3.Session().client("sts")


for _line in sys.stdin:
    try:
        print("arn", client().get_caller_identity()["Arn"], flush=True)
    except (BotoCoreError, ClientError, RuntimeError) as error:
        print("error", str(error).replace("\n", " "), flush=True)
