#!/usr/bin/env python3
"""Runs the program as its users do and checks streams, exit codes and what never leaks."""
import gzip
import os
import select
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1)


def run(*args, stdin=b"", **more):
    return subprocess.run([PROGRAM, *args], input=stdin, capture_output=True, timeout=60, **more)


def token():
    return run("rules", "sample", "github-pat").stdout.strip()


class Filter(unittest.TestCase):
    def test_redacts_stdin(self):
        done = run(stdin=b"a=" + token() + b"\n")
        self.assertEqual((0, b"a=REDACTED_github-pat\n", b""),
                         (done.returncode, done.stdout, done.stderr))

    def test_exit_code_says_that_something_was_redacted(self):
        self.assertEqual(1, run("--exit-code", stdin=token()).returncode)
        self.assertEqual(0, run("--exit-code", stdin=b"clean").returncode)

    def test_bad_usage_writes_nothing(self):
        for args in (["--no-such"], ["--style", "bogus"], ["--rules", "/no/such.toml"],
                     ["--only", "no-such-rule"], ["--style", "pseudonym"], ["/no/such/file"]):
            done = run(*args, stdin=b"text")
            self.assertEqual((2, b""), (done.returncode, done.stdout), args)
            self.assertTrue(done.stderr.startswith(b"inkblot: "), args)

    def test_a_bad_rule_file_is_named_with_its_line(self):
        with tempfile.NamedTemporaryFile("w", suffix=".toml") as f:
            f.write('[[rule]]\nid = "a"\nhead = "abc"\nbogus = 1\n')
            f.flush()
            done = run("--rules", f.name, stdin=b"text")
        self.assertEqual((2, b""), (done.returncode, done.stdout))
        self.assertIn((f.name + ":4").encode(), done.stderr)

    def test_full_disk_and_closed_pipe(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM], input=b"x\n" * 9, stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(3, done.returncode)
        piped = subprocess.run(["bash", "-c", 'yes | "$0" | head -1; echo ${PIPESTATUS[1]}', PROGRAM],
                               capture_output=True, timeout=60)
        self.assertEqual(b"y\n0\n", piped.stdout)

    def test_compressed_input_is_refused_or_read(self):
        data = gzip.compress(b"k=" + token() + b"\n")
        refused = run(stdin=data)
        self.assertEqual((2, b""), (refused.returncode, refused.stdout))
        self.assertIn(b"-z", refused.stderr)
        self.assertEqual(b"k=REDACTED_github-pat\n", run("-z", stdin=data).stdout)
        cut = run("-z", stdin=data[:-12])
        self.assertEqual(3, cut.returncode)

    def test_report_holds_no_value(self):
        with tempfile.TemporaryDirectory() as folder:
            report = os.path.join(folder, "report.jsonl")
            secret = token()
            run("--report", report, stdin=b"1\n2 " + secret + b"\n")
            with open(report, "rb") as f:
                text = f.read()
        self.assertIn(b'"rule":"github-pat"', text)
        self.assertIn(b'"line":2', text)
        self.assertNotIn(secret[4:20], text)


    def test_a_line_is_readable_before_anything_else_is_written(self):
        secret = token()
        with subprocess.Popen([PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              bufsize=0) as child:
            for line, expected in ((b"first\n", b"first\n"), (b"Buzz\n", b"Buzz\n"),
                                   (b"k=" + secret + b"\n", b"k=REDACTED_github-pat\n"),
                                   (b"\x1b[1mbold\x1b[0m\n", b"\x1b[1mbold\x1b[0m\n")):
                child.stdin.write(line)
                self.assertEqual(expected, os.read(child.stdout.fileno(), 4096))
            child.stdin.write(secret[:12])
            self.assertEqual([], select.select([child.stdout], [], [], 0.2)[0])
            child.stdin.write(secret[12:])
            child.stdin.close()
            self.assertEqual(b"REDACTED_github-pat", child.stdout.read())

    def test_a_million_lines_come_in_order(self):
        data = b"".join(b"line %d\n" % i for i in range(1000000))
        self.assertEqual(data, run(stdin=data).stdout)

    def test_a_magic_number_in_pieces(self):
        data = gzip.compress(b"k=" + token() + b"\n")
        with subprocess.Popen([PROGRAM, "-z"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              bufsize=0) as child:
            for byte in data:
                child.stdin.write(bytes([byte]))
            child.stdin.close()
            self.assertEqual(b"k=REDACTED_github-pat\n", child.stdout.read())


class Run(unittest.TestCase):
    def test_filters_both_streams_and_keeps_the_exit_code(self):
        script = 'echo "$1"; echo "$1" >&2; exit 7'
        done = run("run", "--", "sh", "-c", script, "x", token().decode())
        self.assertEqual(7, done.returncode)
        self.assertEqual(b"REDACTED_github-pat\n", done.stdout)
        self.assertEqual(b"REDACTED_github-pat\n", done.stderr)

    def test_a_missing_program_is_127(self):
        self.assertEqual(127, run("run", "--", "/no/such/program").returncode)

    def test_a_killed_program_is_128_and_the_signal(self):
        self.assertEqual(143, run("run", "--", "sh", "-c", "kill -TERM $$").returncode)


class Rules(unittest.TestCase):
    def test_compile_and_use(self):
        with tempfile.TemporaryDirectory() as folder:
            rules, database = os.path.join(folder, "r.toml"), os.path.join(folder, "r.inkdb")
            with open(rules, "w") as f:
                f.write("[[rule]]\nid = 'acme-key'\npattern = 'acme_[a-z]{8}'\n"
                        "head = 'acme_[a-z]{4}'\nkeywords = ['acme_']\nsample = 'acme_{lower:8}'\n")
            self.assertEqual(0, run("rules", "compile", rules, "-o", database).returncode)
            done = run("--rules", database, stdin=b"acme_qwkzrtyp\n")
            self.assertEqual(b"REDACTED_acme-key\n", done.stdout)
            with open(database, "r+b") as f:
                f.seek(200)
                byte = f.read(1)[0]
                f.seek(200)
                f.write(bytes([byte ^ 1]))
            damaged = run("--rules", database, stdin=b"text")
            self.assertEqual((2, b""), (damaged.returncode, damaged.stdout))
            self.assertIn(b"damaged", damaged.stderr)


if __name__ == "__main__":
    unittest.main()
