#!/usr/bin/env python3
"""Mistakes on the command line: refused before a byte is written, with what to do."""
import base64
import ctypes
import os
import struct
import unittest

from program import ACME, ACME_TOKEN, TAG, Case, run, shell, token


class Mistakes(Case):
    def test_unknown_words_suggest_the_nearest(self):
        for args, says in ((["--styel", "mask"], b"did you mean --style?"),
                           (["--only", "github-pta"], b"did you mean github-pat?"),
                           (["--except", "github"], b"did you mean github-"),
                           (["--style", "pseudonim"], b"did you mean pseudonym?"),
                           (["--profile", "stric"], b"did you mean strict?"),
                           (["--style", "x{rul}"], b"did you mean {rule}?"),
                           (["rules", "lst"], b"did you mean list?"),
                           (["run", "--report", "x", "--exit-cod"], b"did you mean --exit-code?"),
                           (["completions", "tcsh"], b"bash, zsh or fish"),
                           (["run"], b"behind --"),
                           (["--style", "pseudonym"], b"--key-file"),
                           (["--rules", "/no/such.toml"], b"/no/such.toml"),
                           (["rules", "show", "github-pta"], b"did you mean github-pat?")):
            self.refused(*args, says=says)

    def test_options_before_a_command_are_heeded_or_refused(self):
        echo = ["--", "echo", token().decode()]
        self.assertEqual(b"XXXX", run("--style", "mask", "run", *echo).stdout[:4])
        self.refused("--style", "mask", "rules", "list", says=b"behind the command")
        self.refused("-z", "run", "--", "echo", "x", says=b"behind the command")
        self.refused(self.file("f", b"x"), "run", "--", "echo", "x")

    def test_templates_that_would_break_what_they_stand_in(self):
        for style in ('{rule}"', "{rule}\\", "{rule}\n", "{rule}\x1b[1m", b"{rule}\xff",
                      "{rule}\u202e", "{rule}" + "x" * 200, b"{rule} " + token()):
            self.refused("--style", style, says=b"--style")
        rules = self.file("r.toml", "provider = 'a\"b'\n" + ACME)
        self.refused("--style", "<{provider}>", "--rules", rules, says=b"quote")
        done = run("--style", "<{rule}:{provider}:{length}>", stdin=token())
        self.assertEqual(b"<github-pat:GitHub:%d>" % len(token()), done.stdout)

    def test_a_bad_rule_file_is_named_with_its_line(self):
        path = self.file("bad.toml", '[[rule]]\nid = "a"\nhead = "abc"\nbogus = 1\n')
        self.refused("--rules", path, says=(path + ":4").encode())
        broken = self.file("broken.toml", "[[rule]]\nid = \n")
        self.refused("--rules", broken, says=(broken + ":2").encode())


class Keys(Case):
    def test_a_key_in_bytes_and_in_base64_gives_the_same_names(self):
        key = bytes(range(32))
        raw = self.file("raw", key)
        text = self.file("text", base64.b64encode(key) + b"\n")
        names = {run("--style", "pseudonym", "--key-file", p, stdin=token()).stdout
                 for p in (raw, text)}
        self.assertEqual(1, len(names))
        name = names.pop()
        self.assertRegex(name, rb"^REDACTED_github-pat_[a-z2-9]{8}$")
        piped = shell('"$0" --style pseudonym --key-file <(head -c 16 "$1"; sleep 0.1; '
                      'tail -c 16 "$1")', raw, stdin=token())
        self.assertEqual((name, b""), (piped.stdout, piped.stderr))

    def test_bad_keys_are_refused_and_never_shown(self):
        for content in (b"", b"short-key-material", base64.b64encode(b"x" * 30), b"x" * 33,
                        b"z" * 1000):
            done = self.refused("--key-file", self.file("key", content), says=b"32 bytes")
            if content:
                self.assertNotIn(content[:8], done.stderr)
        self.refused("--key-file", self.folder, says=b"directory")
        self.refused("--key-file", self.path("none"), says=b"No such file")

    def test_a_key_that_others_may_read_is_warned_about(self):
        for mode, warned in ((0o600, False), (0o400, False), (0o640, True), (0o604, True)):
            done = run("--key-file", self.file("key%o" % mode, b"k" * 32, mode), stdin=token())
            self.assertEqual((0, TAG), (done.returncode, done.stdout))
            self.assertEqual(warned, b"chmod 600" in done.stderr, oct(mode))


class Names(Case):
    """File names are anybody's text."""

    def test_messages_escape_and_redact_them(self):
        hostile = "\x1b[31m\n\u202e" + token().decode()
        for args in ([hostile], ["--rules", hostile + ".toml"], ["--rules", hostile + ".inkdb"],
                     ["--key-file", hostile], ["--report", hostile + "/x"], ["--" + hostile],
                     ["--only", hostile], ["--style", hostile], ["rules", "show", hostile],
                     ["rules", "compile", hostile, "-o", "x.inkdb"], ["rules", hostile]):
            done = self.refused(*args, cwd=self.folder)
            self.check_words(done.stderr, args)
        done = run("run", "--", hostile)
        self.assertEqual(127, done.returncode)
        self.check_words(done.stderr, "run")

    def test_a_rule_file_with_such_a_name(self):
        name = "\x1b]0;x\x07" + token().decode() + ".toml"
        self.file(name, "[[rule]]\nbogus = 1\n")
        self.check_words(self.refused("--rules", name, cwd=self.folder).stderr, name)

    def check_words(self, words, args):
        self.assertNotIn(token()[4:24], words, args)
        self.assertNotIn(b"\x1b", words, args)
        self.assertEqual(1, words.count(b"\n"), args)
        self.assertNotIn("\u202e".encode(), words, args)


class WorkingDirectory(Case):
    def test_nothing_is_opened_in_it_unasked(self):
        for name in ("inkblot.toml", ".inkblot.toml", "rules.toml", "default.inkdb", "CLI.ini",
                     "inkblot.ini", "config.ini", ".env"):
            self.file(name, ACME)
        libc = ctypes.CDLL(None, use_errno=True)
        watch = libc.inotify_init1(os.O_NONBLOCK)
        self.addCleanup(os.close, watch)
        opened, read = 0x20, 0x1
        self.assertGreater(libc.inotify_add_watch(watch, self.folder.encode(), opened | read), 0)
        for args in ([], ["run", "--", "/bin/echo"], ["rules", "list"]):
            done = run(*args, stdin=ACME_TOKEN, cwd=self.folder)
            self.assertEqual(0, done.returncode)
            self.assertNotIn(b"acme-key", done.stdout)
        with self.assertRaises(BlockingIOError):
            os.read(watch, 4096)
        self.read(".env")  # The watch does see what is opened.
        self.assertGreaterEqual(len(os.read(watch, 4096)), struct.calcsize("iIII"))


if __name__ == "__main__":
    unittest.main()
