#!/usr/bin/env python3
"""A manifest says of each file what it was and became; whatever is changed of it shows."""
import hashlib
import json
import os
import shutil
import unittest

from program import run, token
from scrub_tree import Scrub, secret


def sum_of(path):
    with open(path, "rb") as f:
        data = f.read()
    return {"size": len(data), "blake2b": hashlib.blake2b(data, digest_size=32).hexdigest()}


class Manifest(Scrub):
    def setUp(self):
        super().setUp()
        self.put("dirty.log", b"a line\n" + secret())
        self.put("clean.log", b"nothing\n")
        self.put("a.db", b"SQLite format 3\0")
        with open(self.path("key"), "wb") as f:
            f.write(bytes(range(32)))
        os.chmod(self.path("key"), 0o600)
        self.public = self.manifest("key", "key").decode().strip()

    def manifest(self, *args, code=0):
        done = run("manifest", *args, cwd=self.folder)
        self.assertEqual(code, done.returncode, done.stderr)
        self.words = done.stderr.decode()
        return done.stdout

    def made(self, *args, name="m", code=5):
        self.scrub("tree", *args, "--manifest", name, "--manifest-key", "key", code=code)
        with open(self.path(name)) as f:
            return [json.loads(line) for line in f]

    def test_in_place(self):
        before = {name: sum_of(self.path("tree/" + name)) for name in ("dirty.log", "clean.log")}
        rows = self.made("--in-place")
        self.assertEqual(1, rows[0]["manifest"])
        self.assertEqual(3, rows[-2]["files"])
        by_name = {row["file"]: row for row in rows[1:-2]}
        for name, sums in before.items():
            row = by_name["tree/" + name]
            self.assertEqual(sums, row["before"])
            self.assertEqual(sum_of(self.path("tree/" + name)), row["after"])
        self.assertEqual("redacted", by_name["tree/dirty.log"]["outcome"])
        self.assertNotEqual(by_name["tree/dirty.log"]["before"], by_name["tree/dirty.log"]["after"])
        self.assertEqual("unhandled", by_name["tree/a.db"]["outcome"])
        self.assertNotIn("after", by_name["tree/a.db"])
        said = self.manifest("verify", "m", "--public-key", self.public, "--files").decode()
        self.assertIn(self.public, said)
        self.assertIn("2 of 2 as they were left", said)

    def test_aside_and_a_second_run(self):
        rows = self.made("--out", "out")
        self.assertEqual({"out/tree/dirty.log", "out/tree/clean.log"},
                         {row["to"] for row in rows if "to" in row})
        self.manifest("verify", "m", "--files")
        again = self.made("--out", "out", name="again")
        unchanged = [row for row in again if row.get("outcome") == "unchanged"]
        self.assertEqual(2, len(unchanged))
        for row in unchanged:
            self.assertEqual(sum_of(self.path(row["to"])), row["after"])
        self.manifest("verify", "again", "--files")

    def test_what_it_was_done_by(self):
        with open(self.path("rules.toml"), "w") as f:
            f.write('provider = "Acme"\n[[rule]]\nid = "acme-key"\ndescription = "a key"\n'
                    'severity = "high"\npattern = "acme_[a-z]{20}"\nhead = "acme_[a-z]{8}"\n'
                    'keywords = ["acme_"]\nsample = "acme_{lower:20}"\n')
        heads = []
        for i, args in enumerate(([], ["--style", "mask"], ["--rules", "rules.toml"])):
            rows = self.made("--out", "out%d" % i, *args, name="m%d" % i)
            heads.append((rows[0]["pack"], rows[0]["configuration"]))
        self.assertEqual(heads[0][0], heads[1][0])
        self.assertNotEqual(heads[0][1], heads[1][1])
        self.assertNotEqual(heads[0][0], heads[2][0])

    def test_a_file_that_was_changed_since(self):
        self.made("--in-place")
        self.put("clean.log", b"something\n")
        os.unlink(self.path("tree/dirty.log"))
        said = self.manifest("verify", "m", "--files", code=4).decode()
        self.assertIn("0 of 2 as they were left", said)
        self.assertIn("tree/clean.log", self.words)

    def test_every_change_of_a_byte_shows(self):
        self.made("--in-place")
        with open(self.path("m"), "rb") as f:
            good = f.read()
        places = [*range(0, len(good), 23), *range(len(good) - 230, len(good))]
        for at in places:
            with open(self.path("bad"), "wb") as f:
                f.write(good[:at] + bytes([good[at] ^ 1]) + good[at + 1:])
            self.manifest("verify", "bad", "--public-key", self.public, code=4)
        lines = good.splitlines(keepends=True)
        for bad in (b"", good[:-1], b"".join(lines[:-1]), b"".join(lines[:2] + lines[3:]),
                    good + lines[1], good + good, lines[0] + lines[-1], b"no JSON\n"):
            with open(self.path("bad"), "wb") as f:
                f.write(bad)
            self.manifest("verify", "bad", code=4)
        self.manifest("verify", "m")

    def test_another_key(self):
        self.made("--in-place")
        self.manifest("verify", "m", "--public-key", "00" * 32, code=4)
        self.assertIn(self.public, self.words)

    def test_what_is_wrong_with_the_words(self):
        for args in (("--in-place", "--manifest", "m"), ("--in-place", "--manifest-key", "key"),
                     ("--dry-run", "--manifest", "m", "--manifest-key", "key"),
                     ("--in-place", "--manifest", "key", "--manifest-key", "key"),
                     ("--in-place", "--manifest", "-", "--manifest-key", "key")):
            self.scrub("tree", *args, code=2)
        with open(self.path("key"), "rb") as f:
            self.assertEqual(bytes(range(32)), f.read())
        self.manifest("verify", "none", code=3)
        self.manifest("verify", code=2)
        self.manifest("key", "tree/clean.log", code=2)

    def test_names_hold_no_secret(self):
        shutil.copy(self.path("tree/dirty.log"), self.path("tree/" + token().decode()))
        self.made("--in-place")
        with open(self.path("m"), "rb") as f:
            self.assertNotIn(token(), f.read())
        self.manifest("verify", "m")

    def test_a_full_disk_is_told(self):
        done = run("scrub", "tree", "--in-place", "--min-age", "0", "--journal", "j", "--manifest",
                   "/dev/full", "--manifest-key", "key", cwd=self.folder)
        self.assertIn(b"manifest could not be written", done.stderr)
        self.assertNotEqual(0, done.returncode)


if __name__ == "__main__":
    unittest.main()
