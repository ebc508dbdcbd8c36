#!/usr/bin/env python3
"""Measures the whole program: through a pipe, starting up, and its memory on endless inputs.

    program.py                  prints the figures
    program.py --check          fails when one misses its bar
    program.py --full           10 GB of transcripts, one line and one key block of 2 GB each

Needs build/release/inkblot and, for the raw scan, build/bench/bench/inkblot_bench.  gitleaks is
taken from where bench/run_peers.py puts it, or from PATH.
"""
import argparse
import base64
import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache"))
MB = 1_000_000
MIB = 1 << 20
RESIDENT_MIB_MAX = 48
PIPE_TO_RAW_MIN = 0.4
TO_GITLEAKS_MAX = 0.5
TO_JQ_MAX = 1.0

results = []


def report(good, words):
    """One figure with its verdict; None is a figure that could not be measured."""
    verdict = "SKIPPED" if good is None else "PASS" if good else "FAIL"
    results.append(verdict)
    print(f"{verdict}: {words}", flush=True)


def transcript_block(corpus):
    """About 1 MB of whole JSON lines."""
    if (corpus / "agents").is_dir():
        return b"".join(f.read_bytes() for f in sorted((corpus / "agents").iterdir()))
    line = {"role": "tool", "content": "$ make test\nok 12 passed in 3.4 s\n" * 20}
    return (json.dumps(line) + "\n").encode() * 1000


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def through_pipe(binary, bench, corpus):
    """cat FILE | inkblot > /dev/null against the bare scan of the same database."""
    if not os.access(bench, os.X_OK):
        report(None, f"pipe: no raw figure, {bench} is not built (cmake --preset bench)")
        return
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "transcripts"
        block = transcript_block(corpus)
        file.write_bytes(block * (256 * MB // len(block)))
        best, raw = float("inf"), 0.0
        command = f"cat '{file}' | '{binary}' > /dev/null"
        # In turns, so that a noisy neighbour disturbs both.
        for _ in range(3):
            for _ in range(2):
                best = min(best, seconds(lambda: subprocess.run(["bash", "-o", "pipefail", "-c",
                                                                 command], check=True)))
            done = subprocess.run([bench, "--benchmark_filter=^line/", "--benchmark_format=json"],
                                  env={**os.environ, "INKBLOT_BENCH_TEXTS": str(file)}, check=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            rows = json.loads(done.stdout)["benchmarks"]
            raw = max([raw] + [row["raw_MBps"] for row in rows if "raw_MBps" in row])
        if raw == 0:
            report(False, "pipe: the benchmark gave no raw figure")
            return
        speed = file.stat().st_size / MB / best
        report(speed >= PIPE_TO_RAW_MIN * raw,
               f"pipe: {speed:.0f} MB/s, {speed / raw:.2f} of the raw scan ({raw:.0f} MB/s); "
               f"the bar is {PIPE_TO_RAW_MIN}")


def start_up(binary, runs):
    """Medians of interleaved runs on a tiny input."""
    gitleaks = CACHE / "inkblot-peers" / "gitleaks" / "gitleaks"
    programs = {
        "inkblot": ([binary], b"x"),
        "gitleaks": ([str(gitleaks) if gitleaks.exists() else "gitleaks", "stdin", "--no-banner"],
                     b"x"),
        "jq": (["jq", "."], b"1"),
    }
    programs = {name: p for name, p in programs.items() if shutil.which(p[0][0])}
    times = {name: [] for name in programs}
    for _ in range(runs):
        for name, (command, data) in programs.items():
            times[name].append(seconds(lambda c=command, d=data: subprocess.run(
                c, input=d, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)))
    ours = statistics.median(times["inkblot"])
    for name, limit in (("gitleaks", TO_GITLEAKS_MAX), ("jq", TO_JQ_MAX)):
        if name not in times:
            report(None, f"start-up: {name} is not installed")
            continue
        theirs = statistics.median(times[name])
        report(ours <= limit * theirs,
               f"start-up: {ours * 1e3:.1f} ms, {ours / theirs:.2f} of {name}'s "
               f"{theirs * 1e3:.1f} ms; the bar is {limit}")


def peak_resident(pid):
    """Bytes, or 0 once the process is gone.  wait4's figure would count the parent before exec."""
    try:
        for line in pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except (FileNotFoundError, ProcessLookupError):
        pass
    return 0


def memory(binary, what, blocks, size):
    """Feeds `size` bytes, the first of blocks once and the second again and again."""
    process = subprocess.Popen([binary, "--stats"], stdin=subprocess.PIPE,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    head, body = blocks
    peak, written, turn = 0, 0, 0
    start = time.perf_counter()
    piece = head
    while written < size:
        for at in range(0, len(piece), MIB):
            process.stdin.write(piece[at:at + MIB])
        written += len(piece)
        piece = body
        turn += 1
        if turn % 16 == 0:
            peak = max(peak, peak_resident(process.pid))
    process.stdin.flush()
    time.sleep(0.05)
    peak = max(peak, peak_resident(process.pid))
    _, words = process.communicate()
    taken = time.perf_counter() - start
    if process.returncode != 0 or peak == 0:
        report(False, f"memory, {what}: exit status {process.returncode}")
        return
    report(peak <= RESIDENT_MIB_MAX * MIB,
           f"memory, {what}: {peak / MIB:.1f} MiB after {written / 1e9:.1f} GB "
           f"({written / MB / taken:.0f} MB/s; {words.decode().splitlines()[0]}); "
           f"the bar is {RESIDENT_MIB_MAX}")


def memories(binary, corpus, transcripts, one):
    block = transcript_block(corpus)
    memory(binary, "transcripts", (block, block * max(1, 8 * MB // len(block))), transcripts)
    line = block.replace(b"\n", b" ")
    memory(binary, "one line", (line, line * max(1, 8 * MB // len(line))), one)
    noise = base64.b64encode(random.Random(1).randbytes(48 * 100_000))
    lines = b"".join(noise[at:at + 64] + b"\n" for at in range(0, len(noise), 64))
    # In two halves, so that no key block stands in this file.
    head = b"-----BEGIN " + b"RSA PRIVATE KEY-----\n"
    memory(binary, "one key block", (head, lines), one)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=str(ROOT / "build" / "release" / "inkblot"))
    parser.add_argument("--bench", default=str(ROOT / "build/bench/bench/inkblot_bench"))
    parser.add_argument("--check", action="store_true", help="fail when a bar is missed")
    parser.add_argument("--full", action="store_true", help="10 GB and 2 GB of input")
    parser.add_argument("--gb", type=float, help="of transcripts")
    parser.add_argument("--one-gb", type=float, help="of one line, and of one key block")
    parser.add_argument("--runs", type=int, default=20, help="of each start-up")
    args = parser.parse_args()
    if not os.access(args.binary, os.X_OK):
        sys.exit(f"program: {args.binary} is no program; cmake --preset release first")
    corpus = pathlib.Path(os.environ.get("INKBLOT_CORPUS", ROOT.parent / "shared" / "corpus"))
    binary = str(pathlib.Path(args.binary).resolve())
    through_pipe(binary, args.bench, corpus)
    start_up(binary, args.runs)
    transcripts = args.gb or (10 if args.full else 0.5)
    one = args.one_gb or (2 if args.full else 0.25)
    memories(binary, corpus, int(transcripts * 1e9), int(one * 1e9))
    return 1 if args.check and "FAIL" in results else 0


if __name__ == "__main__":
    sys.exit(main())
