#!/usr/bin/env python3
"""Enrols random canaries; no eight bytes of one may be in the store, in words or in a core dump."""
import fcntl
import os
import random
import re
import shutil
import string
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = sys.argv.pop(1)
RUN = 8


def text_canary(size=24):
    return "".join(random.choices(string.ascii_letters + string.digits, k=size)).encode()


def binary_canary(size=24):
    return bytes(random.choice(range(1, 256)) for _ in range(size)).replace(b"\n", b"\x01")


def runs_of(canary):
    """All of a short one, some of a long one: a core is searched for each."""
    places = range(len(canary) - RUN + 1)
    return {canary[i:i + RUN] for i in (places if len(places) < 50 else random.sample(places, 30))}


def dump(pid, folder):
    """The core of a process that waits, as root or its own user can take it."""
    done = subprocess.run(["gcore", "-o", os.path.join(folder, "core"), str(pid)], timeout=120,
                          stdin=subprocess.DEVNULL, capture_output=True)
    path = os.path.join(folder, f"core.{pid}")
    if done.returncode != 0 or not os.path.exists(path):
        raise unittest.SkipTest("gcore may not look into a process that forbids it")
    with open(path, "rb") as f:
        core = f.read()
    os.unlink(path)
    return core


def without_symbols(folder):
    """A copy of the program that gdb does not take minutes to read."""
    copy = os.path.join(folder, "inkblot")
    done = subprocess.run(["strip", "-o", copy, PROGRAM], capture_output=True)
    return copy if done.returncode == 0 else PROGRAM


class Waiting:
    """The program with a pipe for its input, stopped wherever it waits."""

    def __init__(self, program, *args):
        self.child = subprocess.Popen([program, "vault", *args], stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)

    def waits_in(self, *numbers):
        """Until all of the process is in one of these system calls, and has read its pipe."""
        for _ in range(600):
            calls = set()
            for task in os.listdir(f"/proc/{self.child.pid}/task"):
                try:
                    with open(f"/proc/{self.child.pid}/task/{task}/syscall") as f:
                        calls.add(f.read().split()[0])
                except (FileNotFoundError, ProcessLookupError):
                    pass  # A thread that has ended since it was listed.
            if calls & set(numbers):
                return
            time.sleep(0.05)
        raise AssertionError(f"it is in {calls}")

    def end(self):
        self.child.stdin.close()
        out, err = self.child.stdout.read(), self.child.stderr.read()
        self.child.stdout.close()
        self.child.stderr.close()
        return self.child.wait(60), out, err


READ, FLOCK = "0", "73"  # System calls of x86-64.
# A sanitizer's shadow memory would be part of the core.
DUMPS = shutil.which("gcore") and not {"ASAN_OPTIONS", "TSAN_OPTIONS"} & set(os.environ)


class VaultLeak(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = holder.name
        self.store = os.path.join(self.folder, "known.vault")
        self.names = ["--vault", self.store, "--vault-key", os.path.join(self.folder, "key")]
        self.run_vault("init")

    def run_vault(self, command, *args, stdin=b"", code=0):
        done = subprocess.run([PROGRAM, "vault", command, *self.names, *args], input=stdin,
                              capture_output=True, timeout=60)
        self.assertEqual(code, done.returncode, done.stderr)
        return done

    def clean(self, data, canaries, where):
        for canary in canaries:
            found = [run for run in runs_of(canary) if run in data]
            self.assertEqual([], found, where)

    def test_the_search_for_canaries_finds_them(self):
        canary = text_canary()
        with self.assertRaises(AssertionError):
            self.clean(b"x" + canary[3:11] + b"y", [canary], "itself")

    def test_stores_and_words(self):
        canaries = [text_canary(), binary_canary(), text_canary(300)]
        for i, canary in enumerate(canaries):
            done = self.run_vault("add", "--label", f"name-{i}", stdin=canary)
            self.clean(done.stdout + done.stderr, canaries, "add")
        for command in ("list", "check", "due"):
            done = self.run_vault(command, stdin=canaries[0])
            self.clean(done.stdout + done.stderr, canaries, command)
        done = self.run_vault("list", "--json")
        self.clean(done.stdout, canaries, "list --json")
        with open(self.store, "rb") as f:
            self.clean(f.read(), canaries, "store")

    def test_errors_of_an_import(self):
        canary = text_canary().decode()
        texts = (f'{{"a": "{canary}" x', f"A='{canary}\n",
                 f"apiVersion: v1\nkind: Secret\n{canary}\n",
                 f"machine a password b\n{canary}\n", f"[default]\n{canary}\n",
                 f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\ndata:\n  b: '{canary}*'\n")
        for text in texts:
            done = self.run_vault("import", stdin=text.encode(), code=2)
            self.clean(done.stdout + done.stderr, [canary.encode()], text[:9])
        # A label that would show the value.
        done = self.run_vault("add", "--label", canary, stdin=canary.encode(), code=2)
        self.clean(done.stdout + done.stderr, [canary.encode()], "label")

    @unittest.skipUnless(DUMPS, "gcore is not installed, or the program is sanitized")
    def test_cores_while_more_is_awaited(self):
        program = without_symbols(self.folder)
        canaries = [text_canary(), binary_canary()]
        dotenv = b"".join(b"K%d=%s\n" % (i, text_canary(64)) for i in range(5000))
        json = b'{"a": "' + canaries[0] + b'", "b": "'
        for args, text in ((("add", "--label", "a"), canaries[0]),
                           (("add", "--label", "b"), canaries[1]), (("check",), canaries[0]),
                           (("import",), dotenv + b"Z=" + canaries[0]), (("import",), json)):
            child = Waiting(program, args[0], *self.names, *args[1:])
            child.child.stdin.write(text)
            time.sleep(0.2)
            child.waits_in(READ)
            core = dump(child.child.pid, self.folder)
            self.assertGreater(len(core), 100_000)
            child.end()
            some = [line[-20:] for line in dotenv.split(b"\n")[:8]] if args[0] == "import" else []
            self.clean(core, canaries + some, ("core", args))

    @unittest.skipUnless(DUMPS, "gcore is not installed, or the program is sanitized")
    def test_cores_while_the_store_is_locked(self):
        """All values have been read, judged and hashed."""
        program = without_symbols(self.folder)
        canaries = [text_canary(), text_canary(200), text_canary(4000)]
        dotenv = b"".join(b'NAME_OF_ONE_%d="%s"\n' % pair for pair in enumerate(canaries))
        kubernetes = b"apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n"
        kubernetes += b"".join(b"  k%d: |\n    %s\n" % pair for pair in enumerate(canaries))
        for args, text in ((("add", "--label", "a"), canaries[0]), (("import",), dotenv),
                           (("import",), kubernetes)):
            with open(self.store + ".lock", "a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                child = Waiting(program, args[0], *self.names, *args[1:])
                child.child.stdin.write(text)
                child.child.stdin.close()
                child.waits_in(FLOCK)
                core = dump(child.child.pid, self.folder)
            code, out, err = child.end()
            self.assertEqual(0, code, err)
            self.clean(core + out + err, canaries, ("core", args))
            if text is dotenv:  # What may be on the heap is there to be found.
                self.assertIn(b"NAME_OF_ONE_2", core)

    def test_no_word_of_a_value_in_arguments(self):
        text = subprocess.run([PROGRAM, "vault", "add", "--help"], capture_output=True).stdout
        self.assertEqual(None, re.search(rb"--(?:value|secret|password)", text))


if __name__ == "__main__":
    unittest.main()
