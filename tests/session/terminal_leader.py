# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What a shell is to a terminal: opens it as its own and runs jobs in its foreground.

Standard input has one job a line, {"argv": […], "env": {…}, "count": 20}; standard
output tells each as JSON: {"pids": […], "stderr": [paths]}, then {"pid": …, "status": …, "stdout": …,
"stderr": …} as they end."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading


def join_foreground(terminal, group):
    """In the child: all of a job are one process group, and that is the foreground."""
    os.setpgid(0, group)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.tcsetpgrp(terminal, os.getpgrp())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)


def tell(lock, **message):
    with lock:
        print(json.dumps(message), flush=True)


def wait_for(lock, child, stdout, stderr):
    status = child.wait()
    with stdout, stderr:
        stdout.seek(0)
        stderr.seek(0)
        tell(lock, pid=child.pid, status=status, stdout=stdout.read(), stderr=stderr.read())


def run(lock, terminal, job):
    children = []
    for _ in range(job["count"]):
        group = children[0][0].pid if children else 0
        files = [tempfile.NamedTemporaryFile("w+", encoding="utf-8") for _ in range(2)]
        child = subprocess.Popen(job["argv"], env=job["env"], stdin=terminal, stdout=files[0], stderr=files[1],
                                 preexec_fn=lambda group=group: join_foreground(terminal, group))
        children.append((child, *files))
    tell(lock, pids=[child.pid for child, *_files in children], stderr=[stderr.name for *_child, stderr in children])
    for each in children:
        threading.Thread(target=wait_for, args=(lock, *each), daemon=True).start()


def main():
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    terminal = os.open(sys.argv[1], os.O_RDWR)
    lock = threading.Lock()
    for line in sys.stdin:
        run(lock, terminal, json.loads(line))


main()
