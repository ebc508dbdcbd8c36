#!/usr/bin/env python3
"""What is changed in ordinary text that packages install, each finding judged once.

    ordinary.py --binary build/dev/inkblot          findings of each kind of text
    ordinary.py --binary build/dev/inkblot --new    and a row for each that nobody has judged yet
    ordinary.py --binary build/dev/inkblot --check  fails when more than one in a thousand files of
                                                    the standard libraries is changed in error

Verdicts stand in bench/reviewed.tsv: a file, a line, a hash of the line, a rule, and `credential`
(the value has the shape of one: a test's key, a sample) or `error`.  No value does.  `--root` names
a folder that packages were unpacked in; what is not installed is named and not measured.
"""
import argparse
import collections
import gzip
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
REVIEWED = ROOT / "bench" / "reviewed.tsv"
FILE_BYTES_MAX = 4 << 20
# Kind of text: where it is, and which files of it.
KINDS = {
    "go": ("usr/share/go-1.19/src", r"\.go$"),
    "python": ("usr/lib/python3.11", r"\.py$"),
    "node": ("node", r"\.js$"),
    "node packages": ("usr/share/nodejs", r"(?<!\.min)\.(js|json|ts)$"),
    "rust": ("usr/src", r"\.rs$"),
    "erlang": ("usr/lib/erlang", r"\.[eh]rl$"),
    "perl": ("usr/share/perl", r"\.p[lm]$"),
    "ruby": ("usr/lib/ruby", r"\.rb$"),
    "headers": ("usr/include/linux", r"\.h$"),
    "doc": ("usr/share/doc", ""),
    "man": ("usr/share/man", r"\.gz$"),
    "minified": ("usr/share", r"\.min\.js$"),
    "lock files": ("usr", r"^((package|pkgjs)-lock\.json|(yarn|Cargo)\.lock|go\.sum)$"),
}
LIBRARIES = ("go", "python", "node")
NODE = ("const n = process.binding('natives'), fs = require('fs'), p = require('path');"
        "for (const k in n) { const f = p.join(process.argv[1], 'node', k + '.js');"
        "fs.mkdirSync(p.dirname(f), {recursive: true}); fs.writeFileSync(f, n[k]); }")


def unpack_node(folder):
    """The library that is inside of the program."""
    if shutil.which("node"):
        subprocess.run(["node", "-e", NODE, folder], stderr=subprocess.DEVNULL, check=False)


def files_of(roots, kind):
    where, pattern = KINDS[kind]
    seen = set()
    for root in roots:
        for path in sorted((root / where).rglob("*")):
            name = path.relative_to(root)
            if (re.search(pattern, path.name) and path.is_file() and not path.is_symlink()
                    and "site-packages" not in path.parts and name not in seen):
                seen.add(name)
                yield name, path


def text_of(path):
    try:
        opened = gzip.open(path) if path.suffix == ".gz" else path.open("rb")
        with opened:
            data = opened.read(FILE_BYTES_MAX)
    except OSError:
        return b""
    return b"" if b"\0" in data else data


def reviewed():
    rows = (line.split("\t") for line in REVIEWED.read_text(encoding="utf-8").splitlines()
            if line and not line.startswith("#"))
    return {tuple(row[:4]): row[4] for row in rows}


def findings_of(binary, profile, data, folder):
    """(line, hash of the line, rule) of each redaction in some files one behind the other."""
    text, report = pathlib.Path(folder, "text"), pathlib.Path(folder, "report")
    text.write_bytes(data)
    subprocess.run([binary, "--profile", profile, "--report", report, text],
                   stdout=subprocess.DEVNULL, check=True)
    for row in map(json.loads, report.open(encoding="utf-8")):
        yield row["input"][0], row["rule"]


def measure(args, kind, roots, verdicts, folder):
    """Files, changed files, bytes, and the findings of a kind of text."""
    begins, names, parts, size = [], [], [], 0
    for name, path in files_of(roots, kind):
        data = text_of(path) + b"\n\n"
        begins.append(size)
        names.append(str(name))
        parts.append(data)
        size += len(data)
    rows = []
    if parts:
        at = 0
        for offset, rule in findings_of(args.binary, args.profile, b"".join(parts), folder):
            while at + 1 < len(begins) and begins[at + 1] <= offset:
                at += 1
            number = parts[at].count(b"\n", 0, offset - begins[at])
            line = parts[at].split(b"\n")[number]
            key = (names[at], str(number + 1), hashlib.sha256(line).hexdigest()[:12], rule)
            rows.append((key, verdicts.get(key, "new")))
    return len(parts), size, rows


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=str(ROOT / "build" / "release" / "inkblot"))
    parser.add_argument("--root", action="append", default=[])
    parser.add_argument("--profile", default="balanced")
    parser.add_argument("--new", action="store_true", help="print what nobody has judged")
    parser.add_argument("--check", action="store_true", help="fail beyond the bar")
    args = parser.parse_args()
    args.binary = os.path.abspath(args.binary)
    verdicts = reviewed()
    library = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        unpack_node(folder)
        roots = [pathlib.Path(root) for root in (*args.root, "/", folder)]
        print("| text | files | MB | findings a MB | credentials | files changed in error |",
              "|---|--:|--:|--:|--:|--:|", sep="\n")
        for kind in KINDS:
            files, size, rows = measure(args, kind, roots, verdicts, folder)
            if not files:
                print(f"ordinary: no {kind} is installed: NOT MEASURED", file=sys.stderr)
                continue
            kinds = collections.Counter(verdict for _, verdict in rows)
            wrong = {key[0] for key, verdict in rows if verdict != "credential"}
            print(f"| {kind} | {files} | {size / 1e6:.1f} | {len(rows) * 1e6 / size:.2f} | "
                  f"{kinds['credential']} | {len(wrong)} |")
            if kind in LIBRARIES:
                library += collections.Counter(files=files, wrong=len(wrong))
            if args.new:
                for key, verdict in rows:
                    if verdict == "new":
                        print("\t".join(key))
    return 1 if args.check and library["wrong"] * 1000 > library["files"] else 0


if __name__ == "__main__":
    sys.exit(main())
