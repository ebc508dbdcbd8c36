#!/usr/bin/env python3
"""Files and folders are redacted in place or aside, and everything else about them is kept."""
import base64
import bz2
import codecs
import gzip
import json
import os
import re
import shutil
import socket
import stat
import struct
import subprocess
import time
import unittest

from program import PROGRAM, TAG, pseudo_terminal, run, token
from scrub_tree import CODECS, NOBODY, OLD, Scrub, log, needs_attributes, redacted, secret


class InPlace(Scrub):
    def test_a_secret_goes_and_all_else_stays(self):
        self.put("a.log", secret(20_000))
        path = self.put("clean.log", log(20_000))
        before = os.stat(path)
        self.scrub("tree", "--in-place", says=b"1 redacted, 1 clean")
        self.assertEqual(redacted(20_000), self.now("a.log"))
        after = os.stat(path)
        self.assertEqual((before.st_ino, before.st_mtime_ns, before.st_ctime_ns),
                         (after.st_ino, after.st_mtime_ns, after.st_ctime_ns))
        self.assertEqual([], self.drafts())

    def test_a_clean_file_is_not_even_opened_for_writing(self):
        path = self.put("clean.log", log(10), mode=0o400)
        os.chmod(self.path("tree"), 0o500)
        self.addCleanup(os.chmod, self.path("tree"), 0o700)
        self.scrub("tree", "--in-place", **self.as_nobody())
        self.assertEqual(log(10), self.now(path))

    def test_every_format_comes_back_in_its_own(self):
        for suffix, (pack, unpack) in CODECS.items():
            for content in (secret(), secret(20_000)):
                self.put("a." + suffix, pack(content))
                self.put("many." + suffix, pack(log(3000)) + pack(b"") + pack(content))
                self.put("clean." + suffix, pack(log(3000)))
                clean = self.now("clean." + suffix)
                self.scrub("tree", "--in-place", "--verify", says=b"2 redacted")
                wanted = content.replace(token(), TAG)
                self.assertEqual(wanted, unpack(self.now("a." + suffix)))
                self.assertEqual(log(3000) + wanted, unpack(self.now("many." + suffix)))
                self.assertEqual(clean, self.now("clean." + suffix))

    def test_levels_are_kept_where_a_format_tells_them(self):
        for level, flags in ((1, 4), (6, 0), (9, 2)):
            data = gzip.compress(secret(100), level)
            self.put("a.gz", data[:8] + bytes([flags]) + data[9:])
            self.scrub("tree", "--in-place")
            self.assertEqual(flags, self.now("a.gz")[8])

    def test_utf16_keeps_its_order(self):
        for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
            text = secret(3000).decode()
            self.put("a.txt", mark + text.encode(name))
            self.put("clean.txt", mark + log(3000).decode().encode(name))
            clean = os.stat(self.path("tree/clean.txt")).st_ctime_ns
            self.scrub("tree", "--in-place", "--verify", says=b"1 redacted, 1 clean")
            self.assertEqual(redacted(3000).decode(), self.now("a.txt")[2:].decode(name))
            self.assertEqual(clean, os.stat(self.path("tree/clean.txt")).st_ctime_ns)

    def test_what_cannot_be_taken_apart_is_named(self):
        for name, data, says in (
                ("a.gz.gz", gzip.compress(gzip.compress(b"x")), b"gzip in gzip"),
                ("a.zip", b"PK\x07\x08" + secret(), b"zip archive in parts"),
                ("a.lz4", b"\x04\x22\x4d\x18" + secret(), b"lz4 file"),
                ("a.db", b"SQLite format 3\0" + secret(), b"SQLite database"),
                ("utf32", codecs.BOM_UTF32_LE + "x".encode("utf-32-le"), b"UTF-32 text")):
            path = self.put(name, data)
            self.scrub(path, "--in-place", code=5, says=b"not handled")
            self.scrub(path, "--in-place", code=5, says=says)
            self.scrub(path, "--out", "out", code=5, says=says)
            self.assertEqual(data, self.now(name))
        self.assertEqual([".inkblot-scrub.journal"], os.listdir(self.path("out")))

    def test_what_is_no_text_is_skipped_and_counted(self):
        self.put("a.png", b"\x89PNG\r\n\x1a\n" + secret())
        self.put("a.pdf", b"%PDF-1.7\n" + secret())
        self.put("program", b"\x7fELF" + bytes(99) + secret())
        self.put("late.bin", log(1000)[:8200] + b"\0" + secret())  # Text, as far as one can see.
        os.mkfifo(self.path("tree/fifo"))
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.path("tree/socket"))
        os.symlink("late.bin", self.path("tree/link"))
        self.scrub("tree", "--in-place", says=b"1 redacted, 6 skipped")
        self.assertIn(TAG, self.now("late.bin"))

    def test_a_link_that_is_named_is_told_and_not_followed(self):
        path = self.put("a.log", secret())
        os.symlink("a.log", self.path("tree/link"))
        os.symlink("tree", self.path("folder"))
        self.scrub("tree/link", "folder", "--in-place", says=b"tree/link: a link")
        self.assertEqual(secret(), self.now(path))


class Kept(Scrub):
    def test_mode_owner_and_times(self):
        for mode in (0o600, 0o644, 0o440, 0o4711):
            path = self.put("a.log", secret(), mode)
            if os.geteuid() == 0:
                os.chown(path, NOBODY, NOBODY)
                os.chmod(path, mode)
            os.utime(path, ns=(OLD - 5, OLD))
            before = os.stat(path)
            for args in (("--out", "out"), ("--in-place",)):
                self.scrub("tree", *args)
                after = os.stat(self.path("out/tree/a.log") if "--out" in args else path)
                for field in ("st_mode", "st_uid", "st_gid", "st_mtime_ns", "st_atime_ns"):
                    self.assertEqual(getattr(before, field), getattr(after, field), (field, args))

    @needs_attributes
    def test_attributes_and_acls(self):
        path = self.put("a.log", secret(), 0o640)
        # Version 2: owner rw, user 12 r, group r, mask r, others none.
        acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in (
            (1, 6, 2**32 - 1), (2, 4, 12), (4, 4, 2**32 - 1), (16, 4, 2**32 - 1),
            (32, 0, 2**32 - 1)))
        attributes = {"user.note": b"kept\0as it is", "user.empty": b""}
        try:
            for name, value in attributes.items():
                os.setxattr(path, name, value)
            os.setxattr(path, "system.posix_acl_access", acl)
            attributes["system.posix_acl_access"] = acl
        except OSError as error:
            self.skipTest(f"no attributes on this file system: {error}")
        before = os.stat(path)
        self.scrub("tree", "--out", "out")
        self.scrub("tree", "--in-place")
        for now in (path, self.path("out/tree/a.log")):
            self.assertEqual(attributes, {n: os.getxattr(now, n) for n in os.listxattr(now)})
            self.assertEqual(before.st_mode, os.stat(now).st_mode)

    def test_all_names_of_a_file_go_on_sharing_one(self):
        self.put("a.log", secret())
        os.mkdir(self.path("tree/sub"))
        for name in ("b.log", "sub/c.log"):
            os.link(self.path("tree/a.log"), self.path("tree/" + name))
        self.scrub("tree", "--out", "out", says=b"1 redacted, 2 linked")
        self.scrub("tree", "--out", "out", says=b"1 unchanged, 2 linked")
        self.scrub("tree", "tree/sub", "--in-place", says=b"1 redacted")
        for top in ("tree", "out/tree"):
            state, linked = self.state(top)
            self.assertEqual([["a.log", "b.log", "sub/c.log"]], linked)
            self.assertEqual(redacted(), self.now("a.log", top))
        self.assertEqual([], self.drafts())

    def test_a_file_with_a_name_elsewhere_stays(self):
        path = self.put("a.log", secret())
        os.link(path, self.path("elsewhere"))
        os.link(self.put("clean.log", log(9)), self.path("too"))
        for args in (("--in-place",), ("--dry-run",)):
            self.scrub("tree", *args, code=5, says=b"hard link")
        self.assertEqual(secret(), self.now("a.log"))
        self.scrub("tree", "elsewhere", "--in-place", says=b"1 redacted")
        self.assertEqual(redacted(), self.read("elsewhere"))
        self.assertEqual(os.stat(path).st_ino, os.stat(self.path("elsewhere")).st_ino)


class Aside(Scrub):
    def test_the_tree_is_there_as_far_as_it_was_scanned(self):
        self.put("a.log", secret())
        self.put("sub/deep/clean.gz", gzip.compress(log(500)))
        self.put("sub/x.png", b"\x89PNG\r\n\x1a\n")
        os.chmod(self.path("tree/sub"), 0o750)
        os.symlink("../a.log", self.path("tree/sub/link"))
        os.utime(self.path("tree/sub"), ns=(OLD, OLD))
        before = self.state()
        self.scrub("tree", "--out", "out", says=b"1 redacted, 1 clean, 2 skipped")
        self.assertEqual(before, self.state())
        self.assertEqual(redacted(), self.now("a.log", "out/tree"))
        self.assertEqual(self.now("sub/deep/clean.gz"), self.now("sub/deep/clean.gz", "out/tree"))
        self.assertEqual("../a.log", os.readlink(self.path("out/tree/sub/link")))
        self.assertFalse(os.path.exists(self.path("out/tree/sub/x.png")))
        about = os.stat(self.path("out/tree/sub"))
        self.assertEqual((0o750, OLD), (stat.S_IMODE(about.st_mode), about.st_mtime_ns))

    def test_an_output_within_what_is_read_is_not_read(self):
        self.put("a.log", secret())
        for _ in range(2):
            self.scrub("tree", "--out", "tree/out")
        self.assertEqual(["tree"], [n for n in os.listdir(self.path("tree/out")) if n[0] != "."])
        self.assertEqual(["a.log"], os.listdir(self.path("tree/out/tree")))

    def test_two_files_for_one_place(self):
        self.put("x/a.log", secret())
        self.put("y/a.log", log(3))
        self.scrub("tree/x/a.log", "tree/y/a.log", "--out", "out", code=5, says=b"has its place")
        self.assertEqual(redacted(), self.now("a.log", "out"))

    def test_nothing_is_written_through_a_link(self):
        self.put("sub/a.log", secret())
        os.makedirs(self.path("out/tree"))
        os.symlink(self.folder, self.path("out/tree/sub"))
        self.scrub("tree", "--out", "out", code=5)
        self.assertFalse(os.path.exists(self.path("a.log")))


class Chosen(Scrub):
    def setUp(self):
        super().setUp()
        for name in ("a.log", "b.txt", "sub/c.log", "sub/d.txt", "out.log/e.log"):
            self.put(name, secret())

    def check(self, *names):
        found = [n for n in ("a.log", "b.txt", "sub/c.log", "sub/d.txt", "out.log/e.log")
                 if self.now(n) == redacted()]
        self.assertEqual(sorted(names), sorted(found))

    def test_include_and_exclude(self):
        self.scrub("tree", "--in-place", "--include", "*.log", "--exclude", "sub/c*")
        self.check("a.log", "out.log/e.log")
        self.scrub("tree", "--in-place", "--exclude", "sub", "--exclude", "out.*")
        self.check("a.log", "out.log/e.log", "b.txt")

    def test_since(self):
        self.put("a.log", secret(), when=time.time_ns() - 10**9 * 7200)
        self.scrub("tree", "--in-place", "--since", "1d")
        self.check("a.log")
        self.scrub("tree", "--in-place", "--since", "2023-11-14")
        self.check("a.log", "b.txt", "sub/c.log", "sub/d.txt", "out.log/e.log")
        self.scrub("tree", "--in-place", "--since", "soon", code=2, says=b"--since")

    def test_lists(self):
        self.put("a\nb.log", secret())
        self.scrub("-", "--in-place", stdin=b"tree/a.log\0tree/a\nb.log\0")
        self.check("a.log")
        self.assertEqual(redacted(), self.now("a\nb.log"))
        self.scrub("-", "--out", "out", stdin=b"tree/b.txt\ntree/sub\n")
        self.assertEqual(redacted(), self.now("b.txt", "out/tree"))
        self.assertEqual(redacted(), self.now("sub/c.log", "out/tree"))
        self.scrub("-", "--out", "out", stdin=b"../x\n", code=2, says=b"has no place")
        self.scrub("-", "--in-place", stdin=b"", says=b"no files")

    def test_a_file_that_is_reached_twice_is_done_once(self):
        done = self.scrub("tree", "tree/a.log", "./tree/sub/..", "--in-place", "--verify")
        self.assertIn(b"5 redacted", done.stderr)

    def test_mistakes(self):
        for args in (("tree",), ("--in-place",), ("tree", "--in-place", "--out", "out"),
                     ("tree", "--dry-run", "--journal", "j"), ("tree", "--out", "tree"),
                     ("tree", "--in-place", "--only", "nothing"),
                     ("tree/a.log", "--in-place", "--report", "tree/a.log"),
                     ("tree", "--in-place", "--journal", "tree/a.log")):
            self.scrub(*args, code=2)
        self.check()
        self.scrub("none", "tree", "--in-place", code=5, says=b"left as it was: none: cannot read")
        self.check("a.log", "b.txt", "sub/c.log", "sub/d.txt", "out.log/e.log")


class Told(Scrub):
    def test_dry_run_writes_nothing(self):
        self.put("a.log", secret() * 3)
        self.put("b.gz", gzip.compress(secret()))
        before = self.state()
        done = self.scrub("tree", "--dry-run", says=b"would be redacted: tree/a.log: 3 findings")
        self.assertIn(b"nothing was changed", done.stderr)
        self.scrub("tree", "--dry-run", "--out", "out", "--exit-code", code=1)
        self.assertEqual((before, ["tree"]), (self.state(), os.listdir(self.folder)))

    def test_what_an_agent_keeps(self):
        places = {"claude-code": (".claude", ["projects/p/s.jsonl", "projects/p/subagents/a.jsonl",
                                              "history.jsonl", "debug/d.txt"], ["settings.json"]),
                  "codex": (".codex", ["sessions/2026/01/01/r.jsonl", "archived_sessions/r.jsonl"],
                            ["auth.json", "config.toml"]),
                  "gemini": (".gemini", ["tmp/x/chats/c.json"], ["oauth_creds.json"])}
        for agent, (folder, inside, outside) in places.items():
            for home in ("home/" + folder, "elsewhere"):
                for name in inside + outside:
                    self.put("../" + home + "/" + name, secret())
                environment = dict(self.environment)
                if home == "elsewhere":
                    environment.update(CLAUDE_CONFIG_DIR=self.path(home),
                                       CODEX_HOME=self.path(home))
                if home != "elsewhere" or agent != "gemini":
                    self.scrub("--agent", agent, "--in-place", env=environment,
                               says=b"%d redacted" % len(inside))
                    for name in inside:
                        self.assertEqual(redacted(), self.now(name, home))
                    for name in outside:
                        self.assertEqual(secret(), self.now(name, home))
                shutil.rmtree(self.path(home))
            self.scrub("--agent", agent, "--in-place", code=2, says=b"nothing of " + agent.encode())
        self.scrub("--agent", "other", "--in-place", code=2)

    def test_known_only(self):
        key = self.put("../key", os.urandom(32), mode=0o600)
        run("vault", "init", "--vault", "v", "--vault-key", key, cwd=self.folder)
        value = b"Tr0ub4dor-and-3-staples"
        done = run("vault", "add", "--label", "leaked", "--vault", "v", "--vault-key", key,
                   stdin=value, cwd=self.folder)
        self.assertEqual(0, done.returncode, done.stderr)
        text = secret(3) + b"pass: " + value + b" " + base64.b64encode(value) + b"\n"
        self.put("a.log", text)
        self.scrub("tree", "--in-place", "--known-only", code=2, says=b"needs a --vault")
        self.scrub("tree", "--in-place", "--known-only", "--vault", "v", "--vault-key", key,
                   says=b"1 redacted")
        now = self.now("a.log")
        self.assertIn(token(), now)
        self.assertNotIn(value, now)
        self.assertNotIn(base64.b64encode(value), now)

    def test_several_at_a_time_do_what_one_does(self):
        files = {"broken.gz": gzip.compress(secret(500))[:-9]}
        for i in range(60):
            name = "%d/%d.log" % (i % 7, i)
            suffix, (pack, _) = list(CODECS.items())[i % len(CODECS)]
            files[name] = secret(i * 50, i) if i % 3 else log(i * 50)
            files[name + "." + suffix] = pack(files[name])
        results = []
        for jobs in ("1", "2", "7"):
            for name, content in files.items():
                self.put(name, content)
            os.link(self.path("tree/1/1.log"), self.path("tree/1/other.log"))
            done = self.scrub("tree", "--out", "out" + jobs, "--jobs", jobs, "--report", "report",
                              code=5, says=b"broken.gz")
            with open(self.path("report")) as f:
                rows = sorted(f)
            self.scrub("tree", "--in-place", "--jobs", jobs, code=5, says=b"broken.gz")
            words = re.sub(rb"[0-9.]+ s\n$", b"", done.stderr)
            results.append((self.state(), self.state("out" + jobs), rows, words))
            shutil.rmtree(self.path("tree"))
            os.mkdir(self.path("tree"))
        for result in results[1:]:
            self.assertEqual(results[0], result)

    def test_report_has_a_row_a_finding_and_a_row_a_file(self):
        name = "x%s\x1b.log" % token().decode()
        self.put(name, secret())
        self.put("b.gz", gzip.compress(secret() * 2))
        self.put("c.7z", b"7z\xbc\xaf\x27\x1c")
        self.scrub("tree", "--in-place", "--report", "report", code=5)
        text = self.read("report")
        self.assertNotIn(token()[4:24], text)
        rows = [json.loads(line) for line in text.splitlines()]
        self.assertEqual(3, sum("rule" in row for row in rows))
        shown = r"tree/xREDACTED_github-pat\x1b.log"
        files = {row.pop("file"): row for row in rows if "outcome" in row}
        self.assertEqual({"2023-11-14T22:13:20Z"}, {f.pop("modified") for f in files.values()})
        self.assertEqual({"tree/b.gz": {"outcome": "redacted", "format": "gzip", "redactions": 2},
                          "tree/c.7z": {"outcome": "unhandled", "format": "7z archive",
                                        "why": "7z archive", "redactions": 0},
                          shown: {"outcome": "redacted", "format": "text", "redactions": 1}},
                         files)

    def test_exit_code_and_stats(self):
        self.put("a.log", secret())
        done = self.scrub("tree", "--in-place", "--exit-code", "--stats", code=1)
        self.assertIn(b"1  github-pat", done.stderr)
        self.scrub("tree", "--in-place", "--exit-code")

    def test_a_terminal_sees_a_line_that_goes_away(self):
        packed = bz2.compress(log(150_000))  # Slow to read: all of them take seconds.
        for i in range(20):
            self.put("%d.bz2" % i, packed)
        ours, theirs = pseudo_terminal()
        child = subprocess.Popen([PROGRAM, "scrub", "tree", "--in-place"], stderr=theirs,
                                 cwd=self.folder, env=self.environment)
        os.close(theirs)
        words = b""
        try:
            while piece := os.read(ours, 9999):
                words += piece
        except OSError:  # Nobody is at the other end.
            pass
        os.close(ours)
        self.assertEqual(0, child.wait())
        self.assertRegex(words, rb"\rinkblot: [\d.]+ of [\d.]+ MB, \d+ of 20 files, 0 findings, "
                                rb"[\d.]+ MB/s, \d+:\d\d left\x1b\[K")
        self.assertIn(b"\r\x1b[Kinkblot: 20 clean", words)


if __name__ == "__main__":
    unittest.main()
