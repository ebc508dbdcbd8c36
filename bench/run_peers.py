#!/usr/bin/env python3
"""Measures inkblot against its peers: bytes per second of processor time on the same inputs.

    run_peers.py                      installs the peers into the cache, measures, prints ratios
    run_peers.py --check              fails below 15 times kingfisher or 200 times gitleaks
    run_peers.py --only gitleaks --runs 3

Peers (bench/peers.toml) are kept in $XDG_CACHE_HOME/inkblot-peers.  Every text ends with generated
credentials: a peer that finds none of them has not read it, and counts as failed.  "net" is without
what a program needs for an empty input, so that start-up does not pass for slowness; the bars are
on whole runs.
"""
import argparse
import datetime
import itertools
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache"))
BARS = {"kingfisher": 15, "gitleaks": 200}  # On transcripts.
MB = 1_000_000
SAMPLES_MB = 8  # A credential in every kilobyte: slow for everybody.
CANARIES = ("github-pat", "stripe-secret-key-live", "slack-bot-token", "aws-access-key-id")


class Failed(Exception):
    """A peer that cannot be measured, with the reason."""


def fill(words, **values):
    return [word.format(**values) for word in words]


def install(name, peer, home):
    """Installs with the registry's own client, once."""
    stamp = home / ".installed"
    if stamp.exists():
        return
    print(f"installing {name}", file=sys.stderr)
    home.mkdir(parents=True, exist_ok=True)
    extra = {key: value.format(home=home) for key, value in peer.get("environment", {}).items()}
    for command in peer["install"]:
        done = subprocess.run(fill(command, home=home), env={**os.environ, **extra}, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode != 0:
            raise Failed("not installed: " + (done.stdout.strip().splitlines() or ["?"])[-1][:200])
    if config := peer.get("config"):
        (home / config["name"]).write_text(config["text"], encoding="utf-8")
    stamp.touch()


def processor_seconds(command, source, stdout, directory=None):
    """User and system time of the command with its children, and its exit status."""
    with open(source, "rb") as stdin, open(stdout, "wb") as out:
        process = subprocess.Popen(command, stdin=stdin, stdout=out, stderr=subprocess.DEVNULL,
                                   cwd=directory)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, process.returncode


def count(kind, text):
    if kind == "lines":
        return sum(1 for line in text.splitlines() if line.strip())
    if kind == "json":
        return len(json.loads(text)) if text.strip() else 0
    return len(re.findall(kind, text))


def run(peer, home, file, scratch):
    """One run: processor seconds and the number of findings."""
    out, stdout = scratch / "out", scratch / "stdout"
    out.unlink(missing_ok=True)
    source = file if peer.get("stdin") else os.devnull
    directory = peer.get("directory", str(scratch)).format(home=home)
    seconds, code = processor_seconds(fill(peer["run"], home=home, file=file, out=out), source,
                                      stdout, directory)
    where, kind = peer["answers"]
    answers = out if where == "out" else stdout
    text = answers.read_text(encoding="utf-8", errors="replace") if answers.exists() else ""
    try:
        found = count(kind, text)
    except ValueError as error:
        raise Failed(f"its answer cannot be read ({error})") from error
    if code < 0 or code in (126, 127) or (code != 0 and found == 0):
        raise Failed(f"exit status {code} and no finding")
    return seconds, found


def run_inkblot(binary, file):
    seconds, code = processor_seconds([binary], file, os.devnull)
    if code != 0:
        raise Failed(f"inkblot's exit status is {code}")
    return seconds, None


def redactions(binary, file):
    with tempfile.NamedTemporaryFile() as report, open(file, "rb") as stdin:
        subprocess.run([binary, "--report", report.name], stdin=stdin, check=True,
                       stdout=subprocess.DEVNULL)
        return sum(1 for _ in open(report.name, "rb"))


def median_run(measure, runs, empty):
    """Median processor seconds, those for an empty input, and the answer, which must not vary."""
    start = statistics.median(measure(empty)[0] for _ in range(runs))
    results = [measure(None) for _ in range(runs)]
    if len({found for _, found in results}) != 1:
        raise Failed("its answers differ from run to run")
    median = statistics.median(seconds for seconds, _ in results)
    return median, min(start, median * 0.99), results[0][1]


def repeated(pieces, size):
    data = b"".join(pieces)
    if not data:
        return b""
    return (data * (size // len(data) + 1))[:size]


def texts(corpus, size):
    """name -> bytes: logs, code, transcripts without credentials, transcripts full of them."""
    headers = sorted(pathlib.Path("/usr/include").rglob("*.h"))
    code = []
    for header in headers:
        if sum(map(len, code)) > 16 * MB:
            break
        code.append(header.read_bytes())
    out = {"code": repeated(code, size)}
    if corpus.is_dir():
        out["logs"] = repeated((f.read_bytes() for f in sorted((corpus / "logs").iterdir())), size)
        agents = sorted((corpus / "agents").iterdir())
        out["transcripts"] = repeated((f.read_bytes() for f in agents), size)
        with open(corpus / "transcripts.jsonl", encoding="utf-8") as rows:
            out["samples"] = repeated((json.loads(row)["line"].encode() + b"\n"
                                       for row in itertools.islice(rows, 6000)),
                                      min(size, SAMPLES_MB * MB))
    else:
        print(f"SKIPPED: logs and transcripts: there is no corpus at {corpus}", file=sys.stderr)
    return {name: data for name, data in out.items() if data}


def canary(binary):
    """A few lines with generated credentials."""
    samples = [subprocess.run([binary, "rules", "sample", rule], stdout=subprocess.PIPE, text=True,
                              check=True).stdout.strip() for rule in CANARIES]
    if not all(samples):
        sys.exit("run_peers: inkblot generated no sample")
    lines = [f'token_{number} = "{sample}"\n' for number, sample in enumerate(samples)]
    return "".join(lines).encode()


def measure_text(peer, home, args, place):
    """One text: sizes, seconds and answers of both programs, as a row of the table."""
    text, data, folder = place
    file = folder / f"{text}-piece.txt"
    size = min(len(data), peer["mb_max"] * MB)
    file.write_bytes(data[:data.rfind(b"\n", 0, size) + 1] + args.canary)
    whole = folder / f"{text}.txt"
    empty = folder / "empty.txt"
    theirs, start, found = median_run(lambda e: run(peer, home, e or file, folder), args.runs,
                                      empty)
    if found == 0:
        raise Failed("it misses the credentials at the text's end")
    # inkblot reads the text in full, however little of it the peer could be given.
    ours, our_start, _ = median_run(lambda e: run_inkblot(args.binary, e or whole), args.runs,
                                    empty)
    speed = whole.stat().st_size / MB / ours
    peer_speed = file.stat().st_size / MB / theirs
    net = (speed * ours / (ours - our_start)) / (peer_speed * theirs / max(theirs - start, 0.005))
    finds = redactions(args.binary, file)
    print(f"| {text} | {file.stat().st_size / MB:.0f} | {speed:.0f} | {peer_speed:.2f} | "
          f"{speed / peer_speed:.0f} | {net:.0f} | {start:.2f} s | {finds} | {found} |", flush=True)
    return speed / peer_speed


def measure_peer(name, peer, args, folder):
    """Prints the peer's table; the ratio per text."""
    home = CACHE / "inkblot-peers" / name
    install(name, peer, home)
    ratios = {}
    print(f"\n### {name}\n")
    print("| text | MB | inkblot MB/s | peer MB/s | ratio | net ratio | peer's start-up "
          "| inkblot finds | peer finds |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for text, data in args.texts.items():
        try:
            ratios[text] = measure_text(peer, home, args, (text, data, folder))
        except Failed as reason:
            print(f"| {text} | FAILED: {reason} | | | | | | | |", flush=True)
    return ratios


def judge(name, ratios):
    """The bar's verdict, printed; false when it is missed or was not measured."""
    ratio = ratios.get("transcripts", 0.0)
    good = ratio >= BARS[name]
    print(f"\n{'PASS' if good else 'FAIL'}: {ratio:.0f} times {name} on transcripts, "
          f"the bar is {BARS[name]}", flush=True)
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=str(ROOT / "build" / "release" / "inkblot"))
    parser.add_argument("--only", action="append", help="this peer; may be given again")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--mb", type=int, default=64, help="size of the inputs")
    parser.add_argument("--check", action="store_true", help="fail below the bars")
    args = parser.parse_args()
    peers = tomllib.loads((ROOT / "bench" / "peers.toml").read_text(encoding="utf-8"))
    if not os.access(args.binary, os.X_OK):
        sys.exit(f"run_peers: {args.binary} is no program; cmake --preset release first")
    args.binary = str(pathlib.Path(args.binary).resolve())
    corpus = pathlib.Path(os.environ.get("INKBLOT_CORPUS", ROOT.parent / "shared" / "corpus"))
    args.texts = texts(corpus, args.mb * MB)
    args.canary = canary(args.binary)
    good = True
    folder = pathlib.Path(tempfile.mkdtemp(prefix="inkblot-peers-"))
    try:
        (folder / "empty.txt").write_text("\n", encoding="utf-8")
        for text, data in args.texts.items():
            (folder / f"{text}.txt").write_bytes(data + b"\n" + args.canary)
        print(f"{datetime.date.today()}: per second of processor time, median of {args.runs}")
        for name in args.only or peers:
            try:
                ratios = measure_peer(name, peers[name], args, folder)
            except Failed as reason:
                print(f"\n### {name}\n\nFAILED: {reason}", flush=True)
                ratios = {}
            if name in BARS:
                good &= judge(name, ratios)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if args.check and not good else 0


if __name__ == "__main__":
    sys.exit(main())
