#!/usr/bin/env python3
"""A report as a page and as SARIF says what its rows say, and no more."""
import json
import re
import shutil
import subprocess
import unittest

from program import Case, run, token
from scrub_tree import Scrub, secret

NAMES = ["plain.log", "sp ace/\u00e9.log", "</script><img src=x onerror=alert(1)>.log"]


def rows_of(path):
    with open(path) as f:
        return [json.loads(line) for line in f]


class Forms(Scrub):
    def setUp(self):
        super().setUp()
        for i, name in enumerate(NAMES):
            self.put(name.replace("</", "<"), secret() * (i + 1))
        self.put(token().decode() + ".log", secret())
        self.put("a.db", b"SQLite format 3\0")
        self.scrub("tree", "--dry-run", "--report", "r.jsonl", code=5)
        self.rows = rows_of(self.path("r.jsonl"))
        self.found = [row for row in self.rows if "rule" in row]

    def made(self, *args, code=0, **more):
        done = run("report", *args, cwd=self.folder, **more)
        self.assertEqual(code, done.returncode, done.stderr)
        self.assertNotIn(token(), done.stdout + done.stderr)
        return done.stdout.decode()

    def test_sarif(self):
        log = json.loads(self.made("r.jsonl", "--to", "sarif"))
        self.assertEqual("2.1.0", log["version"])
        (ran,) = log["runs"]
        driver = ran["tool"]["driver"]
        self.assertEqual("inkblot", driver["name"])
        self.assertEqual(len(self.found), len(ran["results"]))
        for row, result in zip(self.found, ran["results"]):
            self.assertEqual(row["rule"], result["ruleId"])
            self.assertEqual(row["rule"], driver["rules"][result["ruleIndex"]]["id"])
            self.assertIn(result["level"], ("none", "note", "warning", "error"))
            self.assertTrue(result["message"]["text"])
            place = result["locations"][0]["physicalLocation"]
            self.assertEqual((row["line"], row["input"][0], row["length"]),
                             tuple(place["region"][k]
                                   for k in ("startLine", "byteOffset", "byteLength")))
            self.assertRegex(place["artifactLocation"]["uri"], r"\A[A-Za-z0-9._~/%-]+\Z")
        (invocation,) = ran["invocations"]
        self.assertFalse(invocation["executionSuccessful"])
        self.assertIn("SQLite", invocation["toolExecutionNotifications"][0]["message"]["text"])

    def test_what_the_page_is_made_of(self):
        page = self.made("r.jsonl")
        self.assertEqual(2, page.count("</script>"))
        self.assertNotIn("<img", page)
        self.assertNotRegex(page.split("<script")[0], r"(?:src|href)=")
        data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.S).group(1))
        self.assertEqual(len(self.found), len(data["rows"]))
        self.assertEqual(sorted((r["rule"], r["file"], r["line"]) for r in self.found),
                         sorted((data["rules"][r[0]][0], data["files"][r[1]][0], r[2])
                                for r in data["rows"]))
        self.assertEqual({r["file"]: r["outcome"] for r in self.rows if "outcome" in r},
                         {f[0]: f[1] for f in data["files"]})

    @unittest.skipUnless(shutil.which("chromium"), "SKIPPED: there is no chromium here")
    def test_what_the_page_shows(self):
        with open(self.path("r.html"), "w") as f:
            f.write(self.made("r.jsonl"))
        shown = subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
             "--virtual-time-budget=5000", "--user-data-dir=" + self.path("chromium"),
             "file://" + self.path("r.html")], capture_output=True, timeout=120)
        page = shown.stdout.decode()
        count = len(self.found)
        self.assertIn('<p id="count" role="status">%d of %d findings</p>' % (count, count), page)
        self.assertIn("<dt>findings</dt><dd>%d</dd>" % count, page)
        self.assertEqual(count, page.split('id="rows"')[1].split("<script")[0].count("<tr>") - 1)
        self.assertIn("SQLite database", page)
        self.assertNotIn("<img", page)


class Mistakes(Case):
    def test_what_is_no_report(self):
        for text, says in ((b"{}\n", b"line 1"), (b'{"rule":"x"}\nnothing\n', b"line 2"),
                           (b"[1]\n", b"no row of a report")):
            done = run("report", "-", stdin=text)
            self.assertEqual(2, done.returncode)
            self.assertIn(says, done.stderr)
        self.assertEqual(2, run("report").returncode)
        self.assertEqual(2, run("report", "none.jsonl").returncode)
        self.assertEqual(2, run("report", "-", "--to", "pdf", stdin=b"").returncode)


if __name__ == "__main__":
    unittest.main()
