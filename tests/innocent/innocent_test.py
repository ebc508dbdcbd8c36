#!/usr/bin/env python3
"""Lines that hold no secret must come out as they are: almost all at the default, all at precise.

innocent_test.py PROGRAM    prints each changed line with the rule that changed it

A text beside this file is read line by line.  `## ` begins a comment.  `~~` is taken out of a line:
it stands where a well-known sample would else be a token in the tree.  What contested.txt holds
is innocent, but has all marks of a secret: it counts at the default and is not asked at precise.
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
LINES_MIN = 500
SHARE_MIN = 0.99


def read(path):
    lines = path.read_text("ascii").splitlines()
    return [line.replace("~~", "") for line in lines if line and not line.startswith("## ")]


def changed(program, lines, *options):
    """The rules that changed a line, by its number: what is redacted is told by the report."""
    data = "".join(line + "\n" for line in lines).encode()
    with tempfile.NamedTemporaryFile() as report:
        done = subprocess.run([program, "--report", report.name, *options], input=data,
                              capture_output=True, timeout=60, check=True)
        findings = [json.loads(row) for row in report.read().splitlines()]
    if (done.stdout != data) != bool(findings):
        raise ValueError("the report and the output do not agree")
    rules = {}
    for finding in findings:
        begin, end = finding["input"]
        first, last = (data.count(b"\n", 0, at) for at in (begin, end - 1))
        rules.update((number, finding["rule"]) for number in range(first, last + 1))
    return rules


def in_json(lines):
    return [json.dumps({"text": line}) for line in lines]


def problems(program, texts, share_min, *options):
    """Prints what is changed; says what is wrong with the share that is not."""
    total = sum(len(lines) for lines in texts.values())
    if total < LINES_MIN:
        yield f"{total} lines; {LINES_MIN} are wanted"
    for form, wrap in (("text", list), ("json", in_json)):
        count = 0
        for name, lines in texts.items():
            rules = changed(program, wrap(lines), *options)
            count += len(rules)
            for number, rule in sorted(rules.items()):
                print(f"{form} {' '.join(options)} {name}: {rule}: {lines[number]}")
        share = 1 - count / max(total, 1)
        print(f"{form} {' '.join(options)}: {total} lines, {count} changed, {share:.2%} unchanged")
        if share < share_min:
            yield f"{form} {' '.join(options)}: {share:.2%} unchanged; {share_min:.0%} are wanted"


def self_test(program):
    token = subprocess.run([program, "rules", "sample", "github-pat"], capture_output=True,
                           timeout=60, check=True).stdout.decode().strip()
    lines = ["a line", "k: " + token, "another"]
    for form in (lines, in_json(lines)):
        if changed(program, form) != {1: "github-pat"}:
            yield "self test: a token is not told, or told on the wrong line"
    if len(list(problems(program, {"self test": lines}, SHARE_MIN))) != 3:
        yield "self test: too few lines or a changed one are let through"


def main(program):
    found = list(self_test(program))
    texts = {path.name: read(path) for path in sorted(HERE.glob("*.txt"))}
    found += problems(program, texts, SHARE_MIN)
    helped = subprocess.run([program, "--help"], capture_output=True, timeout=60, check=True)
    if b"--profile" in helped.stdout:
        del texts["contested.txt"]
        found += problems(program, texts, 1, "--profile", "precise")
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
