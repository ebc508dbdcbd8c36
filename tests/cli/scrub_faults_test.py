#!/usr/bin/env python3
"""Whatever goes wrong, and whenever: every file is the old one or the new one."""
import bz2
import gzip
import json
import os
import random
import resource
import signal
import subprocess
import threading
import time
import unittest

from program import PROGRAM, run, token
from scrub_tree import CODECS, OLD, Scrub, log, redacted, secret

SEED = 20261127


class Left(Scrub):
    """One file stays as it was, is named, and the others are done."""

    def check(self, name, says, code=5, **more):
        before = self.now(name)
        about = os.stat(self.path("tree/" + name))
        self.put("z.log", secret())
        for args in (("--out", "out"), ("--in-place",)):
            self.scrub("tree", *args, code=code, says=says, **more)
        self.assertEqual(before, self.now(name))
        now = os.stat(self.path("tree/" + name))
        self.assertEqual((about.st_ino, about.st_mtime_ns), (now.st_ino, now.st_mtime_ns))
        self.assertFalse(os.path.exists(self.path("out/tree/" + name)))
        self.assertEqual(redacted(), self.now("z.log"))
        self.assertEqual([], self.drafts())

    def test_damaged_and_cut_short(self):
        for suffix, (pack, _) in CODECS.items():
            data = pack(secret(3000))
            name = "a." + suffix
            self.put(name, data[:len(data) * 3 // 4])
            self.check(name, b"input is cut short")
            self.put(name, data + b"rubbish!")
            self.check(name, b"input is ")
            os.unlink(self.path("tree/" + name))

    def test_any_bit(self):
        choice = random.Random(SEED)
        for suffix, (pack, unpack) in CODECS.items():
            good = pack(secret(300))
            for i in range(20):
                data = bytearray(good)
                data[choice.randrange(len(data))] ^= 1 << choice.randrange(8)
                self.put("%d.%s" % (i, suffix), bytes(data))
            before = {n: self.now(n) for n in os.listdir(self.path("tree"))}
            run("scrub", "tree", "--in-place", "--verify", cwd=self.folder, env=self.environment)
            for name, data in before.items():
                if self.now(name) != data:
                    self.assertNotIn(token(), unpack(self.now(name)))
                os.unlink(self.path("tree/" + name))

    def test_a_file_that_may_not_be_read(self):
        self.put("a.log", secret(), mode=0)
        more = self.as_nobody()
        done = self.scrub("tree", "--in-place", code=5, says=b"Permission denied", **more)
        self.assertIn(b"tree/a.log", done.stderr)
        os.chmod(self.path("tree/a.log"), 0o600)
        self.assertEqual(secret(), self.now("a.log"))

    def test_a_folder_that_may_not_be_entered_or_written(self):
        self.put("shut/a.log", secret())
        self.put("fixed/a.log", secret())
        self.put("z.log", secret())
        for name, mode in (("shut", 0), ("fixed", 0o500)):
            os.chmod(self.path("tree/" + name), mode)
            self.addCleanup(os.chmod, self.path("tree/" + name), 0o700)
        more = self.as_nobody()
        done = self.scrub("tree", "--in-place", code=5, **more)
        self.assertIn(b"left as it was: tree/shut: ", done.stderr)
        self.assertIn(b"left as it was: tree/fixed/a.log: ", done.stderr)
        self.assertEqual(redacted(), self.now("z.log"))
        self.assertEqual(secret(), self.now("fixed/a.log"))

    def test_a_full_disk(self):
        limit = 2 << 20  # Buffers are files, too.

        def limited():
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        noise = os.urandom(2 * limit).replace(b"\0", b"x")
        for name, data in (("a.log", secret(40_000)), ("a.gz", gzip.compress(noise + secret()))):
            self.put(name, data)
            self.check(name, b"File too large", preexec_fn=limited)
            os.unlink(self.path("tree/" + name))

    @unittest.skipUnless(os.geteuid() == 0, "only root can mount")
    def test_a_full_file_system(self):
        small = self.path("tree")
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", small],
                          capture_output=True).returncode:
            self.skipTest("cannot mount here")
        self.addCleanup(subprocess.run, ["umount", small], check=True)
        self.put("a.log", secret(9000))
        self.put("z.log", secret())
        # Of two at a time each may take the room of the other.
        self.scrub("tree", "--in-place", "--jobs", "1", code=5, says=b"No space left")
        self.assertEqual((secret(9000), redacted()), (self.now("a.log"), self.now("z.log")))
        self.assertEqual([], self.drafts())

    def test_a_journal_that_cannot_be_written(self):
        self.put("a.log", secret())
        self.scrub("tree", "--in-place", "--journal", "/dev/full", code=2, says=b"no journal")
        self.scrub("tree", "--in-place", "--journal", "none/j", code=3, says=b"journal")
        self.assertEqual(secret(), self.now("a.log"))


class Busy(Scrub):
    def test_a_file_that_was_just_changed(self):
        self.put("a.log", secret(), when=time.time_ns())
        self.put("z.log", secret())
        done = self.scrub("tree", "--in-place", code=6, says=b"left for later: tree/a.log")
        self.assertIn(b"being written to", done.stderr)
        self.assertEqual((secret(), redacted()), (self.now("a.log"), self.now("z.log")))
        self.scrub("tree", "--in-place", "--min-age", "0")
        self.assertEqual(redacted(), self.now("a.log"))

    def test_a_file_that_somebody_writes(self):
        path = self.put("a.log", secret())
        with open(path, "ab"):
            os.utime(path, ns=(OLD, OLD))
            for args in (("--out", "out"), ("--in-place",), ("--dry-run",)):
                self.scrub("tree", *args, code=6, says=b"left for later")
        self.assertEqual(secret(), self.now("a.log"))
        self.scrub("tree", "--in-place", says=b"1 redacted")

    def slow_run(self, *args):
        """A run that is in the middle of a file."""
        self.put("a.bz2", bz2.compress(secret(150_000)))
        self.put("z.log", secret())
        child = subprocess.Popen([PROGRAM, "scrub", "tree", *args], cwd=self.folder,
                                 env=self.environment, stderr=subprocess.PIPE)
        place = self.path("out/tree") if "--out" in args else self.path("tree")
        while child.poll() is None and not self.drafts():
            time.sleep(0.001)
        self.assertIsNone(child.poll(), place)
        return child

    def end(self, child, code):
        words = child.stderr.read()
        child.stderr.close()
        self.assertEqual(code, child.wait(), words)
        self.assertEqual([], self.drafts())
        return words

    def test_a_writer_that_comes_meanwhile_has_to_wait_a_moment_only(self):
        child = self.slow_run("--in-place")
        begin = time.monotonic()
        with open(self.path("tree/a.bz2"), "ab") as f:
            f.write(b"more")
        self.assertLess(time.monotonic() - begin, 5)
        words = self.end(child, 6)
        self.assertIn(b"left for later: tree/a.bz2: it is being written to", words)
        self.assertTrue(self.now("a.bz2").endswith(b"more"))
        self.assertEqual(redacted(), self.now("z.log"))

    def test_a_file_that_is_another_one_now(self):
        child = self.slow_run("--in-place")
        os.rename(self.put("new", b"another"), self.path("tree/a.bz2"))
        words = self.end(child, 5)
        self.assertIn(b"it changed while it was read", words)
        self.assertEqual(b"another", self.now("a.bz2"))

    def test_attributes_that_change_meanwhile(self):
        child = self.slow_run("--out", "out")
        os.chmod(self.path("tree/a.bz2"), 0o640)
        self.assertIn(b"it changed while it was read", self.end(child, 5))
        self.assertEqual(["z.log"], os.listdir(self.path("out/tree")))

    def test_signals(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            child = self.slow_run("--in-place", "--jobs", "1")
            before = self.now("a.bz2")
            child.send_signal(number)
            self.end(child, 128 + number)
            self.assertEqual((before, secret()), (self.now("a.bz2"), self.now("z.log")))


class Resumed(Scrub):
    def test_a_second_run_skips_what_is_done(self):
        for i in range(20):
            self.put("%d.log" % i, secret(100, i) if i % 2 else log(100))
        for args in (("--out", "out"), ("--in-place",)):
            self.scrub("tree", *args, says=b"10 redacted, 10 clean")
            before = self.state()
            self.scrub("tree", *args, says=b"20 unchanged")
            self.assertEqual(before, self.state())
        self.scrub("tree", "--in-place", "--profile", "strict", says=b"20 clean")
        self.put("3.log", secret())
        self.scrub("tree", "--in-place", says=b"1 redacted, 19 unchanged")
        os.unlink(self.path("out/tree/4.log"))
        self.scrub("tree", "--out", "out", says=b"unchanged")
        self.assertEqual(log(100), self.now("4.log", "out/tree"))

    def test_the_journal_holds_no_secret_and_no_name(self):
        self.put(token().decode() + ".log", secret())
        self.scrub("tree", "--in-place", "--journal", "journal")
        text = self.read("journal")
        self.assertNotIn(token()[4:24], text)
        self.assertNotIn(b"tree", text)
        rows = [json.loads(line) for line in text.splitlines()]
        self.assertEqual([["journal", "configuration", "key"], ["file", "from", "to"]],
                         [list(row) for row in rows])
        self.assertEqual(0o600, os.stat(self.path("journal")).st_mode & 0o777)

    def test_a_journal_that_was_cut_at_any_place(self):
        for name in ("a.log", "b.log"):
            self.put(name, secret())
        self.scrub("tree", "--in-place", "--journal", "journal")
        whole = self.read("journal")
        for size in range(0, len(whole), 7):
            self.file("journal", whole[:size])
            self.scrub("tree", "--in-place", "--journal", "journal")
        self.scrub("tree", "--in-place", "--journal", "journal", says=b"2 unchanged")

    def test_two_runs_do_not_meet(self):
        self.put("a.bz2", bz2.compress(secret(100_000)))
        results = []
        runs = [threading.Thread(target=lambda: results.append(
            run("scrub", "tree", "--in-place", cwd=self.folder, env=self.environment)))
                for _ in range(2)]
        for one in runs:
            one.start()
        for one in runs:
            one.join()
        self.assertEqual([0, 3], sorted(done.returncode for done in results))
        self.assertIn(b"another run", b"".join(done.stderr for done in results))

    def test_what_a_killed_run_left_beside_a_named_file_goes(self):
        path = self.put("a.log", secret())
        left = ".inkblot-0123456789abcdef.scrub"
        for args in (("tree",), ("tree/a.log",)):
            self.put(left, secret())
            self.put(".inkblot-x.scrub", b"somebody's own\n")
            self.scrub("tree", "--dry-run")
            self.assertEqual(secret(), self.now(left))
            self.scrub(*args, "--in-place")
            self.assertEqual([".inkblot-x.scrub", "a.log"], sorted(os.listdir(self.path("tree"))))
        self.assertEqual(redacted(), self.now(path))

    def plant(self):
        for i in range(6):
            for suffix, (pack, _) in CODECS.items():
                self.put("%d/a.%s" % (i, suffix), pack(secret(4000, i)))
            self.put("%d/a.log" % i, secret(20_000, i))
            self.put("%d/clean.log" % i, log(9000, i))
            for name in "bcd":
                os.link(self.path("tree/%d/a.log" % i), self.path("tree/%d/%s.log" % (i, name)))
        os.symlink("0", self.path("tree/link"))

    def killed(self, *args, times=30):
        """Runs that are killed at any moment, then one that is not; how many were."""
        choice = random.Random(SEED)
        began = time.monotonic()
        self.scrub("tree", "--dry-run")
        patience = 2 * (time.monotonic() - began)
        count = 0
        for _ in range(times):
            child = subprocess.Popen([PROGRAM, "scrub", "tree", *args], cwd=self.folder,
                                     env=self.environment, stderr=subprocess.DEVNULL)
            # Soon more often than late: a run behind the first one takes less time than that.
            time.sleep(patience * choice.random() ** 2)
            child.kill()
            count += child.wait() != 0
        self.scrub("tree", *args)
        self.assertEqual([], self.drafts())
        return count

    def test_kill_in_place(self):
        self.plant()
        os.rename(self.path("tree"), self.path("kept"))
        os.mkdir(self.path("tree"))
        self.plant()
        self.scrub("tree", "--in-place")
        wanted = self.state()
        os.rename(self.path("tree"), self.path("done"))
        os.rename(self.path("kept"), self.path("tree"))
        self.assertGreater(self.killed("--in-place"), 3)
        self.assertEqual(wanted, self.state())
        self.assertEqual(6, len(wanted[1]))

    def test_kill_aside(self):
        self.plant()
        self.scrub("tree", "--out", "wanted")
        self.assertGreater(self.killed("--out", "out"), 3)
        self.assertEqual(self.state("wanted"), self.state("out"))


class Verified(Scrub):
    def test_a_style_that_does_not_survive_is_refused(self):
        content = b"db_password=" + token() + b"\n"
        self.put("a.log", content)
        style = ("--style", "#REDACTED:aB3{length}")
        self.scrub("tree", "--in-place", "--verify", *style, code=5, says=b"redacted again")
        self.assertEqual(content, self.now("a.log"))
        self.scrub("tree", "--in-place", *style)

    def test_every_style_that_survives(self):
        key = self.file("key", bytes(range(32)))
        for style in ("tag", "pseudonym", "mask", "partial"):
            for suffix, (pack, _) in {**CODECS, "log": (bytes, bytes)}.items():
                self.put("a." + suffix, pack(secret(2000) * 3 + b'{"k":1,"' + token() + b'":2}\n'))
            self.scrub("tree", "--in-place", "--verify", "--style", style, "--key-file", key)


if __name__ == "__main__":
    unittest.main()
