# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Files as people have them: what is read is what most SDKs read, an edit leaves
the rest as it is, and what botocore refuses is found before anything is edited.

The rows are those of the measurements that the design rests on: botocore, JS v3,
Go v2 (2022 and 2024), Rust.
"""

import os

import botocore.configloader
import botocore.exceptions
import pytest

from conftest import UNREADABLE, edit, get, run

ID, SECRET, TOKEN = "aws_access_key_id = AK\n", "aws_secret_access_key = SK\n", "aws_session_token = TK==\n"
KEYS = ID + SECRET + TOKEN
OK = ("AK", "SK", "TK==")
NONE = (None, None, None)
OTHER = "[other]\nregion = eu-west-1\n"

# name: (bytes, what most SDKs read of profile p; None where no two agree)
CASES = {
    "01_basic": ("[p]\n" + KEYS, OK),
    "02_comment_lines": ("# one\n; two\n[p]\n# three\n" + ID + "; four\n" + SECRET + TOKEN, OK),
    "03_indented_comment": ("[p]\n" + ID + SECRET + "  # indented comment\n" + TOKEN, OK),
    "04_inline_comment_sp_hash": ("[p]\naws_access_key_id = AK # note\naws_secret_access_key = SK ; note\n" + TOKEN, OK),
    "05_inline_nospace": ("[p]\naws_access_key_id = AK#note\naws_secret_access_key = SK;note\n" + TOKEN, ("AK#note", "SK;note", "TK==")),
    "06_crlf": (("[p]\n" + KEYS).replace("\n", "\r\n"), OK),
    "07_bom": ("\ufeff[p]\n" + KEYS, None),
    "08_bom_comment_first": ("\ufeff# note\n[p]\n" + KEYS, OK),
    "09_nospaces": ("[p]\n" + KEYS.replace(" = ", "="), OK),
    "10_indented_keys": ("[p]\n  " + ID + "  " + SECRET + "  " + TOKEN, OK),
    "11_dup_sections": ("[p]\n" + ID + "[p]\n" + SECRET + TOKEN, OK),
    "12_dup_keys": ("[p]\naws_access_key_id = OLD\n" + KEYS, OK),
    "13_dup_other_section": (OTHER + "[other]\noutput = json\n[p]\n" + KEYS, OK),
    "14_dup_key_other_section": (OTHER + "Region = eu-west-2\n[p]\n" + KEYS, OK),
    "15_empty_token": ("[p]\n" + ID + SECRET + "aws_session_token =\n", ("AK", "SK", "")),
    "16_empty_token_then_keys": ("[p]\naws_session_token =\n" + ID + SECRET, ("AK", "SK", "")),
    "17_colon_sep": ("[p]\n" + KEYS.replace(" = ", ": "), OK),
    "18_upper_keys": ("[p]\nAWS_ACCESS_KEY_ID = AK\nAWS_SECRET_ACCESS_KEY = SK\nAWS_SESSION_TOKEN = TK==\n", OK),
    "19_section_spaces": ("[ p ]\n" + KEYS, OK),
    "20_section_quoted": ('["p"]\n' + KEYS, NONE),
    "21_profile_prefix_in_creds": ("[profile p]\n" + KEYS, NONE),
    "22_case_section": ("[P]\n" + KEYS, NONE),
    "23_unknown_keys": ("[p]\nx_note = a = b\n" + KEYS + "aws_account_id = 1\n", OK),
    "24_tabs": ("[p]\naws_access_key_id\t=\tAK\naws_secret_access_key\t=\tSK\t\naws_session_token\t=\tTK==\n", OK),
    "25_no_final_newline": ("[p]\n" + KEYS[:-1], OK),
    "26_key_without_value": ("[p]\n" + KEYS + "region\n", OK),
    "27_global_key": ("region = eu-west-1\n[p]\n" + KEYS, OK),
    "28_section_comment": ("[p] # mine\n" + KEYS, OK),
    "29_section_comment_adjacent": ("[p]#mine\n" + KEYS, OK),
    "30_latin1_comment": (b"# caf\xe9\n[p]\n" + KEYS.encode(), OK),
    "31_nested_other": ("[other]\ns3 =\n  max_queue_size = 1\n  addressing_style = path\nregion = x\n[p]\n" + KEYS, OK),
    "32_DEFAULT_upper": ("[DEFAULT]\nregion = x\n[p]\n" + KEYS, OK),
    "33_quoted_values": ('[p]\naws_access_key_id = "AK"\naws_secret_access_key = \'SK\'\naws_session_token = "TK=="\n', ('"AK"', "'SK'", '"TK=="')),
    "34_blank_lines": ("\n\n[p]\n\n" + ID + "\n \t\n" + SECRET + "\n" + TOKEN + "\n\n", OK),
    "35_section_with_space": ("[my other]\nregion = x\n[p]\n" + KEYS, OK),
    "36_junk_line_other": ("[other]\njunk\n[p]\n" + KEYS, OK),
    "37_long_token": ("[p]\n" + ID + SECRET + "aws_session_token = " + "T" * 20000 + "\n", ("AK", "SK", "T" * 20000)),
    "38_unclosed_section_other": ("[other\nregion = x\n[p]\n" + KEYS, OK),
    "39_indented_section": (OTHER + "  [p]\n" + KEYS, OK),
    "40_plus_at_dot": ("[p+a@b.c]\nregion = x\n[p]\n" + KEYS, OK),
    "41_lone_cr_eol": (("[p]\n" + KEYS).replace("\n", "\r"), None),
    "42_ff_nbsp": ("[p]\naws_access_key_id = AK\u00a0\naws_secret_access_key = SK\f\n" + TOKEN, OK),
    "43_security_token_alias": ("[p]\n" + ID + SECRET + "aws_security_token = TK==\n", ("AK", "SK", None)),
    "44_partial": ("[p]\n" + ID, ("AK", None, None)),
    "45_empty_keys": ("[p]\naws_access_key_id =\naws_secret_access_key =\naws_session_token =\n", ("", "", "")),
    "46_backslash": ("[p]\n" + ID + "aws_secret_access_key = S\\nK\n" + TOKEN, ("AK", "S\\nK", "TK==")),
    "47_percent": ("[p]\n" + ID + "aws_secret_access_key = S%K$HOME\n" + TOKEN, ("AK", "S%K$HOME", "TK==")),
    "48_empty_file": ("", NONE),
    "49_nul": ("# a\0b\n[other]\nx\0y = z\0\n[p]\n" + KEYS, OK),
}
# Refused though botocore gets through: the others read something else, and a
# line that is added would change what botocore reads.
AMBIGUOUS = {"39_indented_section", "41_lone_cr_eol"}
# Refused by the measurements' botocore run though its parser alone takes it.
ZERO_BYTE = {"49_nul"}


def to_bytes(text):
    return text if isinstance(text, bytes) else text.encode()


@pytest.fixture(params=CASES, ids=str)
def case(request, folder):
    path = folder / "credentials"
    path.write_bytes(to_bytes(CASES[request.param][0]))
    # Not of the last second, or each run waits for a writer to finish.
    os.utime(path, (1, 1))
    return request.param, path


def botocore_reads(path):
    """All sections, or None when botocore refuses the file."""
    try:
        return botocore.configloader.raw_config_parse(str(path), parse_subsections=False)
    except botocore.exceptions.ConfigParseError:
        return None


def is_fatal(path):
    return " fatal " in (run("credentials", path, "problems").text or "")


def test_reads_what_most_sdks_read(case):
    name, path = case
    if CASES[name][1] is None:
        assert is_fatal(path)
        return
    read = tuple(get(path, "p", key) for key in ("aws_access_key_id", "aws_secret_access_key", "aws_session_token"))
    assert read == CASES[name][1]


def test_finds_what_botocore_refuses(case):
    name, path = case
    refused = botocore_reads(path) is None
    assert is_fatal(path) == (refused or name in AMBIGUOUS | ZERO_BYTE)


def test_edit_of_another_profile_changes_no_byte(case):
    name, path = case
    before = path.read_bytes()
    fatal = is_fatal(path)
    result = run("credentials", path, "set", "new", "region", "x")
    after = path.read_bytes()
    if fatal:
        assert (result.code, after) == (UNREADABLE, before)
        assert str(path) in result.message and " Line " in result.message
        assert "SK" not in result.message and not result.message.endswith(".")
        return
    assert result.status == 0
    assert after.startswith(before)
    added = after[len(before):].replace(b"\r\n", b"\n").lstrip(b"\n")
    assert added == b"[new]\nregion = x\n"
    assert (b"\r\n" in before) == (b"\r\n" in after)
    assert botocore_reads(path)["new"] == {"region": "x"}


def without(lines, *keys):
    return [line for line in lines if not line.strip().lower().startswith(keys)]


def test_edit_of_the_same_profile_changes_its_line_only(case):
    name, path = case
    before = path.read_bytes()
    if is_fatal(path):
        assert run("credentials", path, "set", "p", "aws_session_token", "NEW").code == UNREADABLE
        assert path.read_bytes() == before
        return
    edit(path, "set", "p", "aws_session_token", "NEW==")
    after = path.read_bytes()
    assert get(path, "p", "aws_session_token") == "NEW=="
    assert botocore_reads(path)["p"]["aws_session_token"].splitlines()[0] == "NEW=="
    if CASES[name][1] == NONE:
        assert after.startswith(before)
        return
    token = b"aws_session_token"
    kept = [line.rstrip(b"\r\n") for line in without(after.splitlines(True), token)]
    was = [line.rstrip(b"\r\n") for line in without(before.splitlines(True), token)]
    if name == "19_section_spaces":
        assert was[0] == b"[ p ]" and kept[0] == b"[p]"
        del was[0], kept[0]
    if name == "29_section_comment_adjacent":
        assert was[0] == b"[p]#mine" and kept[:2] == [b"#mine", b"[p]"]
        del was[0], kept[:2]
    assert kept == was
    assert after.endswith(b"\n") == before.endswith(b"\n")


def test_removed_profile_leaves_the_others(case):
    name, path = case
    if is_fatal(path) or CASES[name][1] == NONE:
        assert run("credentials", path, "remove", "p").code == (UNREADABLE if is_fatal(path) else None)
        return
    before = botocore_reads(path)
    edit(path, "remove", "p")
    after = botocore_reads(path)
    assert get(path, "p", "aws_access_key_id") is None
    before.pop("p", None)
    before.pop(" p ", None)
    assert after == before


@pytest.mark.parametrize(("header", "section"), [
    ("[profile p]", "profile p"), ("[profile\tp]", "profile\tp"), ("[profile  p]", "profile  p"),
    ('[profile "p"]', 'profile "p"'), ("[profile 'p']", "profile 'p'"), ("[profile p] # mine", "profile p"),
])
def test_config_headers(folder, header, section):
    path = folder / "config"
    path.write_text(f"[default]\nregion = one\n{header}\nregion = two\n[p]\nregion = none\n[profile P]\nregion = three\n")
    assert run("config", path, "list").text.split("\n") == ["default", "p", "P"]
    assert get(path, "p", "region", kind="config") == "two"
    edit(path, "set", "p", "region", "new", kind="config")
    profiles = botocore.configloader.load_config(str(path))["profiles"]
    assert profiles["p"]["region"] == "new"
    assert profiles["default"]["region"] == "one"


def test_new_config_sections_are_found_by_botocore(folder):
    path = folder / "config"
    for profile in ("default", "work", "a b", "x.y/z%1@2:3+4"):
        edit(path, "set", profile, "region", "here", kind="config")
    assert path.read_text().startswith("[default]\nregion = here\n\n[profile work]\nregion = here\n\n[profile \"a b\"]\n")
    profiles = botocore.configloader.load_config(str(path))["profiles"]
    assert {name: values["region"] for name, values in profiles.items()} == dict.fromkeys(
        ("default", "work", "a b", "x.y/z%1@2:3+4"), "here")


@pytest.mark.parametrize("kind", ["config", "credentials"])
@pytest.mark.parametrize("line", ["junk", "key: value"])
def test_nested_line_without_equals_makes_the_file_unreadable(folder, kind, line):
    path = folder / kind
    path.write_text(f"[default]\ns3 =\n  {line}\n")
    with pytest.raises(botocore.exceptions.ConfigParseError):
        botocore.configloader.raw_config_parse(str(path))
    assert run(kind, path, "problems").text.startswith("3 fatal ")
    assert run(kind, path, "set", "new", "region", "x").code == UNREADABLE


@pytest.mark.parametrize("header", ["[p]#mine", "[p] mine", "[p] # see [q]", "[p ]", "[p]]"])
def test_session_goes_where_all_look_for_it(folder, header):
    """By some of these JS and Go take the lines below for those of the section before,
    others are another name to botocore."""
    path = folder / "credentials"
    path.write_text(f"[other]\nregion = one\n{header}\nregion = two\n")
    assert run("credentials", path, "problems").text.startswith("3 note ")
    edit(path, "set", "p", "aws_session_token", "NEW==")
    assert botocore_reads(path) == {"other": {"region": "one"}, "p": {"region": "two", "aws_session_token": "NEW=="}}
    assert "\n[p]\n" in path.read_text() and run("credentials", path, "problems").text == ""
