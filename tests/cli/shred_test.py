#!/usr/bin/env python3
"""--shred: what a replaced file held is zeros for whoever has it open; what cannot be is told."""
import os
import unittest

from program import TAG, token
from scrub_tree import CODECS, Scrub, secret


class Shred(Scrub):
    def test_the_old_bytes_are_zeros(self):
        old = {}
        for name, content in (("a.log", secret(50_000)), ("clean.log", b"nothing\n"),
                              ("b.gz", CODECS["gz"][0](secret(100)))):
            old[name] = open(self.put(name, content), "rb")
            self.addCleanup(old[name].close)
        before = {name: os.fstat(f.fileno()).st_size for name, f in old.items()}
        done = self.scrub("tree", "--in-place", "--shred")
        for name in ("a.log", "b.gz"):
            held = old[name].read()
            self.assertEqual(bytes(before[name]), held, name)
        self.assertEqual(b"nothing\n", old["clean.log"].read())
        self.assertIn(TAG, self.now("a.log"))
        self.assertIn(b"written over once", done.stderr)

    def test_without_it_they_are_not(self):
        with open(self.put("a.log", secret()), "rb") as old:
            done = self.scrub("tree", "--in-place")
            self.assertIn(token(), old.read())
        self.assertNotIn(b"written over", done.stderr)

    def test_of_all_names_of_a_file(self):
        path = self.put("a.log", secret())
        os.link(path, self.path("tree/b.log"))
        with open(path, "rb") as old:
            size = os.fstat(old.fileno()).st_size
            self.scrub("tree", "--in-place", "--shred")
            self.assertEqual(bytes(size), old.read())
        self.assertIn(TAG, self.now("a.log"))
        self.assertIn(TAG, self.now("b.log"))

    def test_it_goes_with_in_place(self):
        self.put("a.log", secret())
        self.scrub("tree", "--out", "out", "--shred", code=2)
        self.scrub("tree", "--in-place", "--dry-run", "--shred", code=2)


if __name__ == "__main__":
    unittest.main()
