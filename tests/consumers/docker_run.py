#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What `docker run` makes of -e and -v, without an engine: the command gets these variables
alone, and a variable that names a file in a mounted folder leads to it."""

import os
import sys

environment = {name: os.environ[name] for name in ("PATH", "AWS_ENDPOINT_URL_STS")}
mounts = {}
arguments = iter(sys.argv[1:])
for argument in arguments:
    if argument == "-e":
        name, given, value = next(arguments).partition("=")
        environment[name] = value if given else os.environ[name]
    elif argument == "-v":
        outside, inside = next(arguments).split(":")[:2]
        mounts[f"{inside}/"] = f"{outside}/"
    elif argument == "-w":
        next(arguments)
    elif argument not in ("run", "--rm"):
        break  # The image.
for name, value in environment.items():
    for inside, outside in mounts.items():
        if value.startswith(inside):
            environment[name] = value.replace(inside, outside, 1)
os.execvpe("terraform", ["terraform", *arguments], environment | {"HOME": "/nonexistent"})
