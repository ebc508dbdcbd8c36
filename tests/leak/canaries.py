#!/usr/bin/env python3
"""Runs every command and error path on canary secrets; none may come out anywhere."""
import gzip
import os
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = sys.argv.pop(1)
RULES = ("github-pat", "slack-bot-token", "jwt", "private-key", "url-password")


def run(*args, stdin=b"", **more):
    return subprocess.run([PROGRAM, *args], input=stdin, capture_output=True, timeout=60, **more)


CANARIES = [run("rules", "sample", rule).stdout.strip() for rule in RULES]
TEXT = b"\n".join(b"k: " + canary for canary in CANARIES) + b"\n"
# A URL's user and host may stay, a tag replaces the rest; what must not stay is each middle.
MIDDLES = [c[len(c) // 2 - 5:len(c) // 2 + 5] for c in CANARIES[:4]] + [
    CANARIES[4].split(b":")[2].split(b"@")[0]]


class Leak(unittest.TestCase):
    def clean(self, text, where):
        for middle in MIDDLES:
            self.assertNotIn(middle, text, where)

    def check(self, *args, stdin=TEXT, code=None, **more):
        done = run(*args, stdin=stdin, **more)
        self.clean(done.stdout, ("stdout", args))
        self.clean(done.stderr, ("stderr", args))
        if code is not None:
            self.assertEqual(code, done.returncode, args)
        return done

    def test_the_canaries_are_found_where_nothing_hides_them(self):
        for middle in MIDDLES:
            self.assertIn(middle, TEXT)
        self.assertTrue(all(len(middle) >= 8 for middle in MIDDLES), MIDDLES)

    def test_every_style(self):
        with tempfile.NamedTemporaryFile() as key:
            key.write(bytes(range(32)))
            key.flush()
            for style in ("tag", "pseudonym", "mask", "partial", "[REDACTED {rule} {length}]"):
                self.check("--style", style, "--key-file", key.name, "--stats", code=0)

    def test_report(self):
        with tempfile.TemporaryDirectory() as folder:
            name = os.path.join(folder, CANARIES[0].decode() + ".txt")
            report = os.path.join(folder, "report")
            with open(name, "wb") as f:
                f.write(TEXT)
            self.check("--report", report, name, code=0)
            with open(report, "rb") as f:
                text = f.read()
            self.assertGreaterEqual(text.count(b"\n"), len(RULES))
            self.clean(text, "report")

    def test_arguments_that_are_secrets(self):
        secret = CANARIES[0].decode()
        self.check("/no/such/" + secret, code=2)

    def test_bad_rules_and_keys(self):
        with tempfile.TemporaryDirectory() as folder:
            bad = os.path.join(folder, "bad.inkdb")
            with open(bad, "wb") as f:
                f.write(TEXT)
            self.check("--rules", bad, code=2)
            self.check("--style", "pseudonym", "--key-file", bad, code=2)

    def test_lists_and_configurations(self):
        secret = CANARIES[0].decode()
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "f.toml")
            for text in (f"patterns = ['{secret}(']", f"{secret} = 1", f"values = ['{secret}'",
                         f"style = '{secret}'", f"only = ['{secret}']", f"rules = '{secret}'",
                         f"key-file = '{secret}'", f"profile = '{secret}'",
                         f"report = '{secret}/x'"):
                with open(path, "w", encoding="utf-8") as f:
                    f.write(text)
                self.check("--allow", path, code=2)
                self.check("--config", path, code=2)
                self.check("--config", path, "--print-config")

    def test_broken_compression(self):
        self.check(stdin=gzip.compress(TEXT), code=2)
        self.check("-z", stdin=gzip.compress(TEXT), code=0)
        self.check("-z", stdin=gzip.compress(TEXT)[:-9], code=3)

    def test_files_that_are_scrubbed(self):
        with tempfile.TemporaryDirectory() as folder:
            tree = os.path.join(folder, "tree")
            os.mkdir(tree)
            for name, data in (("a.log", TEXT), ("a.gz", gzip.compress(TEXT)),
                               ("cut.gz", gzip.compress(TEXT)[:-9]), ("a.zip", b"PK\3\4" + TEXT),
                               (CANARIES[0].decode(), TEXT)):
                with open(os.path.join(tree, name), "wb") as f:
                    f.write(data)
            out = os.path.join(folder, "out")
            report, journal = os.path.join(folder, "report"), os.path.join(folder, "journal")
            self.check("scrub", tree, "--dry-run", code=6)
            self.check("scrub", tree, "--out", out, "--min-age", "0", "--report", report,
                       "--journal", journal, code=5)
            for path in (report, journal, os.path.join(out, "tree", "a.log")):
                with open(path, "rb") as f:
                    self.clean(f.read(), path)

    def test_full_disk(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM], input=TEXT * 99, stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(3, done.returncode)
        self.clean(done.stderr, "stderr")

    def test_a_program_and_its_failures(self):
        self.check("run", "--", "sh", "-c", 'cat; echo "$1" >&2; exit 3', "x",
                   CANARIES[0].decode(), code=3)
        self.check("run", "--", "sh", "-c", "cat; kill -SEGV $$", code=139)

    def test_no_core_can_hold_it(self):
        with subprocess.Popen([PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as child:
            child.stdin.write(TEXT[:-20])
            child.stdin.flush()
            time.sleep(0.2)
            with open(f"/proc/{child.pid}/limits") as limits:
                core = [line for line in limits if line.startswith("Max core file size")]
            # The soft limit is the one that counts; the hard one is left for the programs we run.
            self.assertEqual("0", core[0].split()[4])
            # What may not be dumped belongs to root in /proc, whoever runs it.
            if os.getuid() != 0:
                self.assertEqual(0, os.stat(f"/proc/{child.pid}/mem").st_uid)
            child.send_signal(11)
            child.stdin.close()
            child.wait(10)
        self.assertFalse(os.path.exists("core"), "a core file was written")


if __name__ == "__main__":
    unittest.main()
