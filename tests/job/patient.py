# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Somebody with an account and a session, whose files a test spoils and the next gets back."""

import json
import time

from person import Person


class Patient(Person):
    def enrol(self):
        self.add()
        self.renew()
        self._healthy = {path: path.read_bytes() for path in (self.config, self.credentials)}
        return self

    def recover(self):
        self.folder.chmod(0o700)
        for path, content in self._healthy.items():
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink(missing_ok=True)
            path.write_bytes(content)
            path.chmod(0o600)

    def append(self, path, text):
        """Beneath what is there: the last section of both files is the account's."""
        path.write_text(path.read_text() + text)

    def examine(self, *arguments, env=None, **options):
        """What “doctor --json” says, and its exit status fits it."""
        done = self.run("doctor", "--json", *arguments, env=env, **options)
        answer = json.loads(done.stdout)
        assert set(answer) == {"version", "checks"} and answer["version"] == 1
        for row in answer["checks"]:
            assert list(row) == ["id", "profile", "ok", "message", "mend", "fixable"]
            assert row["message"].endswith(".") and (row["mend"] is None) == row["ok"] and not (row["ok"] and row["fixable"])
        assert done.returncode == (0 if all(row["ok"] for row in answer["checks"]) else 1)
        return answer["checks"]

    def crosses(self, *arguments, env=None, **options):
        return [row for row in self.examine(*arguments, env=env, **options) if not row["ok"]]

    def only_cross(self, name, *arguments, env=None, **options):
        """The cross of the check `name`, which must be the only one there is."""
        found = self.crosses(*arguments, env=env, **options)
        assert [row["id"] for row in found] == [name], found
        return found[0]

    def tick(self, name, env=None, **options):
        """What the check `name` says, which found nothing wrong."""
        rows = [row for row in self.examine(env=env, **options) if row["id"] == name]
        assert rows and all(row["ok"] for row in rows), rows
        return " ".join(row["message"] for row in rows)

    def end_session(self, seconds_left):
        self.expire(to=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds_left)))
