# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What the tour says, and the commands that it types, on the terminal that it was started in."""
import os
import pty
import re
import signal
import sys

STEP_SECONDS = 60
SECRETS = re.compile(r'(aws_secret_access_key|aws_session_token)( *= *)(\S{4})\S*')


class TourError(Exception):
    """The tour cannot go on; the message says why."""


def say(text):
    """What the tour itself says, told apart from what a terminal would show."""
    emphasis = ('\033[1m', '\033[0m') if sys.stdout.isatty() and 'NO_COLOR' not in os.environ else ('', '')
    print(f'\n{emphasis[0]}# {text}{emphasis[1]}', flush=True)


def read_terminal(terminal):
    """Some output, or nothing when the command has ended."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b''


def type_command(command, environment):
    """Runs a command line in a terminal of its own and shows it, with no secret whole, though
    these are only a stand-in's."""
    print(f'$ {command}', flush=True)
    child, terminal = pty.fork()
    if child == 0:
        signal.alarm(STEP_SECONDS)
        os.execve('/bin/sh', ['sh', '-c', f'exec {command}'], environment)

    output = b''.join(iter(lambda: read_terminal(terminal), b'')).decode(errors='replace')
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.close(terminal)
    print(SECRETS.sub(r'\1\2\3…', output.replace('\r\n', '\n')), end='', flush=True)
    if status != 0:
        raise TourError(f'the command ended with status {status}')


def show_files_and_tools(environment):
    """After the first session: what is where, and who can use it."""
    say('The account is in the config file; the key is in the keyring and nowhere else.')
    type_command('cat ~/.aws/config', environment)
    say('The session is in the credentials file (secrets shortened here).')
    type_command('cat ~/.aws/credentials', environment)
    say('Every tool that reads the profile can use it: here the AWS CLI.')
    type_command('aws sts get-caller-identity --profile work --endpoint-url "$AWS_ENDPOINT_URL"', environment)
    say('Until when?')
    type_command('daypass status', environment)
