# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The tour: a first day with Daypass on real parts, with a local stand-in as AWS.

Started by build-aux/run --demo with the path of the daypass to show. The files, the session
bus and the keyring are throwaway; the person's own are not touched.
"""
import os
import pty
import re
import signal
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TOP / 'tests/standin'), str(TOP / 'tests/keyring')]

from private_session import PrivateSession  # noqa: E402
from standin import Standin  # noqa: E402

PROMPT = re.compile(r'[:：?？] ?$')
STEP_SECONDS = 60


def say(text):
    """What the tour itself says, told apart from what a terminal would show."""
    emphasis = ('\033[1m', '\033[0m') if sys.stdout.isatty() and 'NO_COLOR' not in os.environ else ('', '')
    print(f'\n{emphasis[0]}# {text}{emphasis[1]}', flush=True)


def as_shown(output, notes):
    """What is on the terminal in the end: rewritten lines once, what was typed noted at its
    question, and no secret whole, though these are only a stand-in's."""
    lines = [line.split('\r\033[K')[-1] for line in output.replace('\r\n', '\n').split('\n')]
    for number, line in enumerate(lines):
        if notes and PROMPT.search(line):
            lines[number] += f'[the tour types {notes.pop(0)}]'
    return re.sub(r'(aws_secret_access_key|aws_session_token)( *= *)(\S{4})\S*', r'\1\2\3…', '\n'.join(lines))


def type_command(command, environment, answers=()):
    """Runs a command line in a terminal of its own, shows it, and answers its questions:
    pairs of what the tour types and a function that gives it."""
    print(f'$ {command}', flush=True)
    child, terminal = pty.fork()
    if child == 0:
        signal.alarm(STEP_SECONDS)
        os.execve('/bin/sh', ['sh', '-c', f'exec {command}'], environment)

    output, answered, waiting = '', 0, list(answers)
    while piece := read_terminal(terminal):
        output += piece.decode(errors='replace')
        if waiting and PROMPT.search(output, answered):
            answered = len(output)
            os.write(terminal, waiting.pop(0)[1]().encode() + b'\n')
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.close(terminal)

    print(as_shown(output, [what for what, _ in answers]), end='', flush=True)
    if status != 0:
        sys.exit(f'The tour ends here: the command ended with status {status}.')


def read_terminal(terminal):
    """Some output, or nothing when the command has ended."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b''


def tour(environment, user):
    """The steps, in the order of a first day."""
    say('The first day: the access key goes into the keyring, after AWS has accepted it.')
    type_command(f'daypass add work --access-key-id {user.access_key_id} --region ap-northeast-1', environment,
                 [('the secret access key', lambda: user.secret_access_key)])
    say('The account is in the config file; the key is not.')
    type_command('cat ~/.aws/config', environment)

    say('Every morning: six digits.')
    type_command('daypass renew work', environment, [('the six digits', user.code)])
    say('The session is in the credentials file (secrets shortened here).')
    type_command('cat ~/.aws/credentials', environment)

    say('Every tool that reads the profile can use it: here the AWS CLI.')
    type_command('aws sts get-caller-identity --profile work --endpoint-url "$AWS_ENDPOINT_URL"', environment)
    say('Until when?')
    type_command('daypass status', environment)


def main():
    """Builds the throwaway surroundings and takes the tour in them."""
    program = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix='daypass-demo-') as folder, Standin() as aws, \
            PrivateSession(folder) as session:
        environment = session.env | {
            'PATH': f'{program.parent}:{session.env["PATH"]}',
            'LANG': os.environ.get('LANG', 'C.UTF-8'),
            'TERM': os.environ.get('TERM', 'dumb'),
            'AWS_ENDPOINT_URL': aws.url,
            'AWS_EC2_METADATA_DISABLED': 'true',
            'AWS_PAGER': '',
        }
        environment.pop('LC_ALL', None)
        if not sys.stdout.isatty():
            environment['NO_COLOR'] = '1'
        say(f'AWS is a stand-in on this machine ({aws.url}, in AWS_ENDPOINT_URL). Home and keyring are throwaway.')
        tour(environment, aws.taro)
    say('That was the tour. Nothing of it is left.')


if __name__ == '__main__':
    main()
