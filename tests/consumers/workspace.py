# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Terraform (or OpenTofu) on a copy of one of the configurations in terraform/."""

import json
import shutil
from pathlib import Path

import loopback
from profiles import DAYPASS

HERE = Path(__file__).resolve().parent


def words(output):
    """What terraform printed, without its line breaks, which are where the width puts them."""
    return " ".join(output.split())


class Terraform:
    """The command, and a command-line configuration that knows our mirror alone."""

    def __init__(self, program, mirror, folder):
        self.program = program
        self.name = "opentofu" if program.name == "tofu" else "terraform"
        self.config_file = folder / "terraform.rc"
        plugin_cache = folder / "plugins"
        plugin_cache.mkdir()
        self.config_file.write_text(f"""\
plugin_cache_dir = "{plugin_cache}"
provider_installation {{
  filesystem_mirror {{
    path = "{mirror}"
  }}
}}
""")

    def workspace(self, configuration, day, **variables):
        """A copy of terraform/CONFIGURATION in DAY's home, with its VARIABLES."""
        folder = day.home / configuration
        shutil.copytree(HERE / "terraform" / configuration, folder)
        return Workspace(self, folder, day.environment, variables)


class Workspace:
    """A folder that terraform is run in."""

    def __init__(self, terraform, folder, environment, variables):
        self.terraform = terraform
        self.folder = folder
        self.environment = environment | {
            "TF_CLI_CONFIG_FILE": str(terraform.config_file),
            "TF_IN_AUTOMATION": "1",
            "TF_INPUT": "0",
        }
        self.set(**variables)

    def set(self, **variables):
        for name, value in variables.items():
            self.environment[f"TF_VAR_{name}"] = value

    def run(self, subcommand, *arguments, **variables):
        command = [self.terraform.program, subcommand, *arguments]
        return loopback.run(command, env=self.environment | variables, cwd=self.folder)

    def run_by_exec(self, profile, account_id, *arguments, **variables):
        """terraform, which `daypass exec` starts if PROFILE reaches ACCOUNT_ID."""
        gate = [DAYPASS, "exec", "--min", "1h", "--account-id", account_id, profile, "--"]
        command = [*gate, self.terraform.program, *arguments]
        return loopback.run(command, env=self.environment | variables, cwd=self.folder)

    def init(self, *arguments):
        return self.run("init", "-no-color", "-lockfile=readonly", *arguments)

    def lock_provider(self):
        """The committed lock file, so that `init` takes the official provider alone."""
        lock_file = HERE / "locks" / f"{self.terraform.name}.lock.hcl"
        shutil.copy(lock_file, self.folder / ".terraform.lock.hcl")

    def plan(self):
        return self.run("plan", "-no-color", "-out=plan")

    def apply(self, *arguments):
        return self.run("apply", "-no-color", "-auto-approve", *arguments)

    def destroy(self):
        return self.run("destroy", "-no-color", "-auto-approve")

    def show(self, *arguments):
        """The state, or a plan file, as terraform shows it to scripts."""
        result = self.run("show", "-json", *arguments)
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    def check_status(self, *arguments):
        """What became of the configuration's check block, in the state or a plan file."""
        (check,) = self.show(*arguments)["checks"]
        return check["status"]
