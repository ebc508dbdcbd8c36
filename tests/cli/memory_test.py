#!/usr/bin/env python3
"""Allocations that fail, at every place where one can."""
import gzip
import subprocess
import unittest

from program import PROGRAM, TAG, Case, run, token

STEPS = [*range(12000, 30000, 600), *range(30000, 90000, 6000)]


class Limits(Case):
    def sweep(self, args, data, expected):
        """Every limit gives the whole output, or a beginning of it and exit code 4."""
        codes = []
        for limit in STEPS:
            # The loader itself fails below some limit: 127, before anything of ours runs.
            script = 'ulimit -v %d; exec "$0" "$@"' % limit
            done = subprocess.run(["bash", "-c", script, PROGRAM, *args], input=data,
                                  capture_output=True, timeout=60)
            codes.append(done.returncode)
            self.assertTrue(expected.startswith(done.stdout), limit)
            if done.returncode == 0:
                self.assertEqual(expected, done.stdout, limit)
            elif done.returncode == 127:
                self.assertEqual(b"", done.stdout)
            else:
                self.assertEqual(4, done.returncode, (limit, done.stderr))
                self.assertIn(b"memory", done.stderr)
            self.assertNotIn(token()[4:24], done.stderr)
        self.assertIn(0, codes)
        self.assertIn(4, codes)

    def test_the_filter(self):
        data = (b"a line of words\n" * 3000 + b"k=" + token() + b"\n") * 4
        self.sweep([], data, data.replace(token(), TAG))

    def test_decompression(self):
        data = b"k=" + token() + b"\n"
        self.sweep(["-z"], gzip.compress(data), data.replace(token(), TAG))


if __name__ == "__main__":
    unittest.main()
