#!/usr/bin/env python3
"""Checks `inkblot scrub` on a large tree of all formats, and measures it.

    scrub.py                     2,000 files: everything planted is gone, and nothing else
    scrub.py --files 20000 --mb 2000
    scrub.py --kills 100         and of runs that are killed at random moments the end is the same
    scrub.py --faults 12         of runs whose calls fail, one in four, as well
    scrub.py --full-disk         and on a disk that is full, and then is not (for root)
    scrub.py --large 4000        one file of 4 GB in blocks is what it is in one scan
    scrub.py --speed             ratios to the filter, to zcat | gzip and to zstdcat | zstd

The tree is made from one seed in a folder of its own below --folder, and removed at the end.
"""
import argparse
import hashlib
import json
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time

from scrub_faults import check_faults, check_full_disk, check_kills
from scrub_tree import Tree, failures, report, scrub

ROOT = pathlib.Path(__file__).resolve().parent.parent


def check_tree(args, tree, folder):
    before = tree.state()
    begin = time.monotonic()
    child = scrub(args.binary, tree, folder + "/state", "--report", folder + "/report")
    words = child.communicate()[1].decode()
    seconds = time.monotonic() - begin
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    report(child.returncode == 5, "exit code %d; %s" % (child.returncode, words.split("\n")[-2]))
    wrong = tree.wrong(before)
    report(not wrong, "%d files of %d MB in %.1f s, %d MiB: %d are not what they should be %s" %
           (len(before), args.mb, seconds, peak, len(wrong), wrong[:5]))
    rows = [json.loads(line) for line in open(folder + "/report")]
    found = sum("rule" in row for row in rows)
    outcomes = [row["outcome"] for row in rows if "outcome" in row]
    for row in rows:
        if row.get("outcome") in ("failed", "busy", "unhandled"):
            print("      %s: %s, %s" % (row["file"][-40:], row["outcome"], row["why"]))
    # What could not be read to its end may have been told of.
    extra = found - sum(w[1] for w in tree.wanted.values() if isinstance(w, tuple))
    report(0 <= extra <= 3, "%d findings in the report, %d of them in files that stay" %
           (found, extra))
    report(outcomes.count("redacted") == tree.redacted,
           "%d files redacted, of %d" % (outcomes.count("redacted"), tree.redacted))
    report(all(tree.token not in line.encode() for line in open(folder + "/report")),
           "no secret in the report")


def best(runs, command, **more):
    times = []
    for _ in range(runs):
        begin = time.monotonic()
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL, **more)
        times.append(time.monotonic() - begin)
    return min(times)


def check_speed(args, folder, token):
    chance = random.Random(args.seed + 2)
    text = b"".join(b"2026-01-02T03:04:05Z INFO request %d took %d us from %x\n" %
                    (i, chance.randrange(1 << 20), chance.randrange(1 << 32))
                    for i in range(args.speed_mb * 1_000_000 // 60))
    text = text[:len(text) // 2] + b"key: " + token + b"\n" + text[len(text) // 2:]
    base = pathlib.Path(folder, "speed")

    def timed(name, files, jobs):
        (base / "in").mkdir(parents=True)
        for i in range(files):
            shutil.copy(name, base / "in" / ("%d-%s" % (i, name.name)))
        out = base / "out"
        took = []
        for _ in range(args.runs):
            shutil.rmtree(out, ignore_errors=True)
            took.append(best(1, [args.binary, "scrub", str(base / "in"), "--out", str(out),
                                 "--jobs", str(jobs), "--min-age", "0"]))
        shutil.rmtree(base)
        return min(took)

    plain = pathlib.Path(folder, "plain")
    plain.write_bytes(text)
    target = folder + "/filtered"

    def filtered():  # Into a new file, as scrub writes one.
        pathlib.Path(target).unlink(missing_ok=True)
        with open(plain, "rb") as source, open(target, "wb") as to:
            return best(1, [args.binary], stdin=source, stdout=to)
    own = min(filtered() for _ in range(args.runs))
    one = timed(plain, 1, 1)
    report(own / one >= 0.8, "plain: %.2f times the filter's speed (%.2f s), bar 0.8" %
           (own / one, own))
    two, twice = timed(plain, 4, 1), timed(plain, 4, 2)
    report(two / twice >= 1.7, "two workers: %.2f times the speed of one, bar 1.7" % (two / twice))
    for name, pack, pipe in (("gz", ["gzip", "-6"], "zcat %s | gzip -6 > %s"),
                             ("zst", ["zstd", "-q", "-3"], "zstdcat %s | zstd -q -3 > %s")):
        packed = pathlib.Path(folder, "text." + name)
        with open(packed, "wb") as to:
            subprocess.run([*pack, "-c", str(plain)], stdout=to, check=True)
        other = best(args.runs, ["bash", "-c", pipe % (packed, target)])
        ours = timed(packed, 1, 1)
        report(ours / other <= 1.3, "%s: %.2f times the time of %s (%.2f s), bar 1.3" %
               (name, ours / other, pipe.split("%")[0].strip() + " | " + pack[0], other))


def sum_of(path):
    with open(path, "rb") as f:
        return hashlib.file_digest(f, "blake2b").hexdigest()


def check_large(args, folder, token):
    """One large file: with several threads the output and the report are those of one, and of the
    filter."""
    chance = random.Random(args.seed + 3)
    source = pathlib.Path(folder, "large/in.jsonl")
    source.parent.mkdir()
    key = b"-----BEGIN RSA " + b"PRIVATE KEY-----\n" + 20 * (64 * b"k" + b"\n") + b"end\n"
    row = b'{"type": "tool_result", "number": %d, "content": "line %x of it\\nand more"}\n'
    leak = b'{"content": "export TOKEN=' + token + b'\\nnext"}\n'
    with open(source, "wb") as out:
        written = number = 0
        while written < args.large * 1_000_000:
            rows = [row % (number + i, chance.randrange(1 << 60)) for i in range(2000)]
            number += 2000
            rows[chance.randrange(2000)] += chance.choice((leak, leak + leak, b"", key))
            written += out.write(b"".join(rows))
    sums = {}
    for jobs in (1, 2, 5):
        out, rows = folder + "/large-out", folder + "/large-report"
        begin = time.monotonic()
        subprocess.run([args.binary, "scrub", str(source), "--out", out, "--jobs", str(jobs),
                        "--min-age", "0", "--report", rows], check=True, stderr=subprocess.DEVNULL)
        seconds = time.monotonic() - begin
        sums[jobs] = (sum_of(pathlib.Path(out, "in.jsonl")), sum_of(rows))
        found = sum(1 for _ in open(rows, "rb")) - 1
        print("      %d threads: %.1f s, %d findings" % (jobs, seconds, found))
        shutil.rmtree(out)
    filtered = pathlib.Path(folder, "filtered-large")
    with open(source, "rb") as source_file, open(filtered, "wb") as to:
        subprocess.run([args.binary], stdin=source_file, stdout=to, check=True)
    same = len(set(sums.values())) == 1 and sum_of(filtered) == sums[1][0]
    report(same and found > 100, "one file of %d MB: output and report are the same" % args.large)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=str(ROOT / "build/release/inkblot"))
    parser.add_argument("--folder", default=None)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--mb", type=int, default=100)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--faults", type=int, default=0, help="runs in which calls fail")
    parser.add_argument("--full-disk", action="store_true", help="for root")
    parser.add_argument("--pause", type=float, default=0.2, help="seconds until a kill, at most")
    parser.add_argument("--large", type=int, default=0, help="MB of one file in blocks")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--speed-mb", type=int, default=100)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=20261127)
    args = parser.parse_args()
    token = subprocess.run([args.binary, "rules", "sample", "github-pat"], check=True,
                           stdout=subprocess.PIPE).stdout.strip()
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        if args.speed:
            check_speed(args, folder, token)
        elif args.large:
            check_large(args, folder, token)
        else:
            tree = Tree(folder + "/tree", args, token, b"REDACTED_github-pat")
            check_tree(args, tree, folder)
            if args.kills:
                check_kills(args, Tree(folder + "/again", args, token, b"REDACTED_github-pat"),
                            folder)
            if args.faults:
                check_faults(args, Tree(folder + "/third", args, token, b"REDACTED_github-pat"),
                             folder)
            if args.full_disk:
                check_full_disk(args, token, folder)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
