#!/usr/bin/env python3
"""--report, --stats and what they never hold."""
import gzip
import json
import os
import signal
import stat
import subprocess
import unittest

from program import ACME, ACME_TOKEN, PROGRAM, TAG, Case, run, shell, start, token


class Reports(Case):
    def report(self, *args, stdin=b"", **more):
        path = self.path("report.jsonl")
        done = run("--report", path, *args, stdin=stdin, **more)
        text = self.read("report.jsonl")
        self.assertNotIn(token()[4:20], text)
        return done, [json.loads(line) for line in text.splitlines()]

    def test_offsets_lead_to_the_value_and_to_its_tag(self):
        text = b"one\n2 " + token() + b" x\n" + token()
        done, rows = self.report(stdin=text)
        self.assertEqual([2, 3], [row["line"] for row in rows])
        for row in rows:
            self.assertEqual(("github-pat", "GitHub"), (row["rule"], row["provider"]))
            begin, end = row["input"]
            self.assertEqual(token(), text[begin:end])
            self.assertEqual(row["length"], end - begin)
            begin, end = row["output"]
            self.assertEqual(TAG, done.stdout[begin:end])
            self.assertIn(row["severity"], ("low", "medium", "high", "critical"))
            self.assertNotIn("fingerprint", row)
            self.assertNotIn("file", row)

    def test_fingerprints_are_keyed(self):
        prints = []
        for key in (b"a" * 32, b"b" * 32, b"a" * 32):
            _, rows = self.report("--key-file", self.file("key", key), stdin=token())
            prints.append(rows[0]["fingerprint"])
        self.assertEqual(prints[0], prints[2])
        self.assertNotEqual(prints[0], prints[1])

    def test_a_file_name_is_escaped_and_redacted(self):
        name = "\x1b[2J" + token().decode() + ".log"
        self.file(name, token())
        _, rows = self.report(name, cwd=self.folder)
        self.assertEqual("\\x1b[2J" + TAG.decode() + ".log", rows[0]["file"])

    def test_rules_of_ones_own_hide_in_names_too(self):
        name = ACME_TOKEN.decode() + ".log"
        self.file(name, ACME_TOKEN)
        rules = self.file("r.toml", ACME)
        _, rows = self.report("--rules", rules, name, cwd=self.folder)
        self.assertEqual("REDACTED_acme-key.log", rows[0]["file"])
        self.assertNotIn(ACME_TOKEN, self.refused("--rules", rules, name + "x").stderr)

    def test_it_is_for_its_owner_alone(self):
        shell('umask 0; "$0" --report "$1"', self.path("r"), stdin=token())
        self.assertEqual(0o600, stat.S_IMODE(os.stat(self.path("r")).st_mode))

    def test_it_never_overwrites_what_is_read_or_written(self):
        text, key = self.file("in", token()), self.file("key", b"k" * 32)
        rules = self.file("r.toml", ACME)
        for args in (["--report", text, text], ["--report", key, "--key-file", key],
                     ["--report", rules, "--rules", rules],
                     ["run", "--report", rules, "--rules", rules, "--", "true"]):
            self.refused(*args, says=b"one of the files that are read")
        self.assertEqual((token(), b"k" * 32, ACME.encode()),
                         (self.read("in"), self.read("key"), self.read("r.toml")))
        os.link(text, self.path("link"))
        self.refused("--report", self.path("link"), text)
        done = shell('"$0" --report "$1" < "$1"', text)
        self.assertEqual((2, b""), (done.returncode, done.stdout))
        self.assertEqual(token(), self.read("in"))
        done = shell('"$0" --report "$1" >> "$1"', self.path("out"), stdin=token())
        self.assertEqual((2, b""), (done.returncode, self.read("out")))

    def test_it_never_lands_on_standard_output(self):
        self.refused("--report", "-", says=b"/dev/stderr")
        self.refused("--report", "/dev/stdout", says=b"the output as well")
        done = run("--report", "/dev/stderr", stdin=token())
        self.assertEqual(TAG, done.stdout)
        self.assertEqual("github-pat", json.loads(done.stderr)["rule"])

    def test_a_report_that_cannot_be_written_is_an_error(self):
        self.refused("--report", self.path("none/r"), says=b"cannot write the report")
        done = run("--report", "/dev/full", stdin=token())
        self.assertEqual((3, TAG), (done.returncode, done.stdout))
        self.assertIn(b"report", done.stderr)
        done = run("run", "--report", "/dev/full", "--", "echo", token().decode())
        self.assertEqual((3, TAG + b"\n"), (done.returncode, done.stdout))

    def test_run_starts_nothing_when_the_report_cannot_be_opened(self):
        self.refused("run", "--report", self.path("none/r"), "--", "touch", self.path("ran"))
        self.assertFalse(os.path.exists(self.path("ran")))

    def test_run_says_which_stream(self):
        path = self.path("r")
        run("run", "--report", path, "--", "sh", "-c", 'echo "$0"; echo "$0" >&2', token().decode())
        rows = [json.loads(line) for line in self.read("r").splitlines()]
        self.assertEqual(["stderr", "stdout"], sorted(row["stream"] for row in rows))


class Statistics(Case):
    def check(self, words):
        self.assertRegex(words, rb"inkblot: \d+ bytes in, \d+ bytes out, [\d.]+ MB/s, "
                                rb"at most \d+ bytes held\n")
        self.assertRegex(words, rb"inkblot: 2 redactions of \d+ bytes, from \d+ candidates\n")
        self.assertRegex(words, rb"inkblot:   2  github-pat\n")

    def test_the_filter_and_run_say_what_was_done(self):
        text = token() + b"\n" + token() + b"\n"
        done = run("--stats", stdin=text)
        self.check(done.stderr)
        self.assertIn(b"%d bytes in, %d bytes out" % (len(text), len(done.stdout)), done.stderr)
        self.assertRegex(run("--stats", stdin=token()).stderr, rb"at most [1-9]\d* bytes held")
        two = run("run", "--stats", "--", "sh", "-c", 'echo "$0"; echo "$0" >&2', token().decode())
        self.check(two.stderr)

    def test_they_are_said_after_a_failure_too(self):
        good = self.file("good", token() + b"\n" + token() + b"\nplain\n")
        cut = self.file("cut.gz", gzip.compress(os.urandom(9999))[:-2000])
        last = r"inkblot:   2  github-pat\n\Z"
        full = shell('"$0" --stats "$1" > /dev/full', good)
        self.check(full.stderr)
        self.assertEqual(3, full.returncode)
        self.assertRegex(full.stderr.decode(), last)
        self.assertIn(b", 0 bytes out", full.stderr)
        damaged = run("--stats", "-z", self.file("good.gz", gzip.compress(self.read("good"))), cut)
        self.check(damaged.stderr)
        self.assertEqual(3, damaged.returncode)
        self.assertIn(b", %d bytes out" % len(damaged.stdout), damaged.stderr)
        self.assertRegex(damaged.stderr.decode(), last)
        child = start("--stats")
        child.stdin.write(self.read("good"))
        self.assertEqual(b"REDACTED", child.stdout.read(8))
        child.send_signal(signal.SIGTERM)
        self.check(child.stderr.read())
        child.communicate()
        self.assertEqual(143, child.returncode)

    def test_unlocked_memory_is_mentioned_once_and_works(self):
        # Root may lock whatever the limit says, so that right is dropped first.
        command = ["bash", "-c", 'ulimit -l 0; exec "$0" --stats - -', PROGRAM]
        if os.geteuid() == 0:
            command = ["setpriv", "--bounding-set", "-ipc_lock", *command]
        done = subprocess.run(command, input=token(), capture_output=True, timeout=60)
        self.assertEqual((0, TAG), (done.returncode, done.stdout), done.stderr)
        self.assertEqual(1, done.stderr.count(b"not locked in memory"))


if __name__ == "__main__":
    unittest.main()
