#!/usr/bin/env python3
"""Measures what known secrets cost and whether they are told rightly, on much text.

    known.py                    import, start-up, false confirmations and reloads, on little text
    known.py --full             10 GB without a known secret, and 1,000 reloads over 5 GB
    known.py --check            fails when a figure misses its bar

Needs build/release/inkblot.  Text that is installed on this machine comes first, each file once;
what is missing is made up, and no piece of it is made twice.
"""
import argparse
import base64
import json
import os
import pathlib
import queue
import random
import shutil
import stat
import statistics
import subprocess
import sys
import tempfile
import threading

from program import MB, MIB, ROOT, report, results, seconds

IMPORT_SECONDS_MAX = 60
ADDED_MS_MAX = {1_000: 20, 100_000: 1000}
LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
INSTALLED = ("/usr/include", "/usr/share", "/usr/lib", "/usr/src", "/etc", "/usr/bin")
LINE_BYTES = 1000


def values(count, seed):
    choose = random.Random(seed)
    return [bytes(choose.choices(LETTERS, k=choose.randint(16, 48))) for _ in range(count)]


class Store:
    """A store in a folder of its own, with its key beside it."""

    def __init__(self, binary, folder, name):
        self.binary = binary
        self.path = os.path.join(folder, name)
        self.args = ["--vault", self.path, "--vault-key", self.path + ".key"]
        self.call("init")

    def call(self, command, *args, data=b""):
        subprocess.run([self.binary, "vault", command, *self.args, *args], input=data, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def fill(self, secrets):
        self.call("import", "--format", "lines", "--label", "known", "--insist",
                  data=b"\n".join(secrets))
        return self


def start_ups(binary, folder, runs):
    """Import, size, and what loading adds to the start of the program."""
    stores = {}
    for count, limit in ADDED_MS_MAX.items():
        stores[count] = Store(binary, folder, f"of{count}")
        taken = seconds(lambda c=count: stores[c].fill(values(c, c)))
        size = os.path.getsize(stores[count].path) / count
        report(taken <= IMPORT_SECONDS_MAX,
               f"import: {count:,} values in {taken:.1f} s, {size:.0f} bytes each; "
               f"the bar is {IMPORT_SECONDS_MAX} s")
    for count, limit in ADDED_MS_MAX.items():
        times = {(): [], tuple(stores[count].args): []}
        for _ in range(runs):
            for args, taken in times.items():
                taken.append(seconds(lambda a=args: subprocess.run(
                    [binary, *a], input=b"x", check=True, stdout=subprocess.DEVNULL)))
        without, with_store = (statistics.median(taken) for taken in times.values())
        added = (with_store - without) * 1e3
        report(added <= limit, f"start-up: {count:,} values add {added:.1f} ms; the bar is {limit}")
    return stores


def installed_text(size):
    """Up to `size` bytes of the files of this machine, each of them once."""
    seen, left = set(), size
    for top in INSTALLED:
        for folder, folders, names in os.walk(top):
            folders.sort()
            for name in sorted(names):
                try:
                    about = os.lstat(os.path.join(folder, name))
                    if not stat.S_ISREG(about.st_mode) or about.st_ino in seen:
                        continue
                    seen.add(about.st_ino)
                    piece = pathlib.Path(folder, name).read_bytes()[:left]
                except OSError:
                    continue
                left -= len(piece)
                yield piece
                if left <= 0:
                    return


def made_up_text(size, seed):
    """Random words, base64, hexadecimal, JSON and UTF-16, a megabyte of each in turn."""
    choose = random.Random(seed)
    words = bytes((LETTERS * 3 + b" " * 70)[i] for i in range(256))
    left = size
    while left > 0:
        raw = choose.randbytes(MIB)
        lines = b"\n".join(raw[at:at + 120].translate(words) for at in range(0, MIB, 120))
        raw = choose.randbytes(MIB)
        for piece in (lines, base64.encodebytes(raw[:MIB // 2]), raw[MIB // 2:].hex().encode(),
                      b'{"text":"' + lines[::-1].replace(b"\n", b'\\n\\"') + b'"}\n',
                      lines[:MIB // 4].decode().encode("utf-16-le")):
            left -= len(piece)
            yield piece + b"\n"


def drained(process):
    """Its output's last bytes, once it has ended."""
    last = b""
    while piece := process.stdout.read(MIB):
        last = (last + piece)[-200:]
    return last


def false_confirmations(binary, store, folder, size):
    """No byte is taken for a known secret; one that is planted at the end is."""
    rows = os.path.join(folder, "rows")
    # One rule alone, so that what is reported is known.
    process = subprocess.Popen([binary, *store.args, "--only", "age-secret-key", "--report", rows],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    written, tail = [0, 0], []
    reader = threading.Thread(target=lambda: tail.append(drained(process)))
    reader.start()

    def feed():
        for kind, pieces in enumerate((installed_text(size * 7 // 10), None)):
            pieces = pieces or made_up_text(size - written[0], 7)
            for piece in pieces:
                process.stdin.write(piece)
                written[kind] += len(piece)
        process.stdin.write(b"\nplanted " + values(100_000, 100_000)[77_777] + b".\n")
        process.stdin.close()

    taken = seconds(lambda: (feed(), reader.join(), process.wait()))
    found = [json.loads(row) for row in pathlib.Path(rows).read_text(encoding="ascii").splitlines()]
    known = sum(row.get("evidence") == "known" for row in found)
    good = (process.returncode == 0 and known == 1
            and b"\nplanted REDACTED_known" in tail[0])
    report(good, f"false confirmations: {known - 1} in {written[0] / 1e9:.2f} GB installed and "
                 f"{written[1] / 1e9:.2f} GB made up, with 100,000 values "
                 f"({sum(written) / MB / taken:.0f} MB/s); the one planted was found")


class Reloads:
    """Lines of one size, each with one of `count` values, of which more and more become known."""

    def __init__(self, binary, folder, count):
        self.values = [v[:16] for v in values(count, 3)]
        self.stores = []
        store = Store(binary, folder, "more")
        for number, value in enumerate(self.values):
            store.call("add", "--label", f"n{number}", data=value)
            self.stores.append(f"{store.path}.{number}")
            shutil.copy(store.path, self.stores[-1])
        words = b" the quick brown fox jumps over the lazy dog" * 30
        room = LINE_BYTES - 12 - 1 - 16 - 1
        self.rest = words[:room]
        self.current = Store(binary, folder, "current")
        shutil.copy(store.path + ".key", self.current.path + ".key")
        self.replace(0)

    def replace(self, number):
        draft = self.current.path + ".next"
        shutil.copy(self.stores[number], draft)
        os.rename(draft, self.current.path)

    def index_of(self, number):
        return number * 7919 % len(self.values)

    def line(self, number):
        return b"%012d %b%b\n" % (number, self.values[self.index_of(number)], self.rest)


def check_lines(lines, process, seen):
    """Counts the lines that are in their places, hidden or not; notes for each which."""
    number = 0
    while line := process.stdout.read(LINE_BYTES):
        plain = lines.line(number)
        hidden = plain[:13] + b"X" * 16 + plain[29:]
        if line not in (plain, hidden):
            break
        seen.append(line == hidden)
        number += 1
    while process.stdout.read(MIB):  # Whoever writes must not wait for ever.
        pass


def feed_and_replace(lines, process, total):
    """Another store each time that a part of the text was written."""
    changes = len(lines.stores) - 1
    every = total // (changes + 1)
    block = queue.Queue(maxsize=4)

    def make():
        for first in range(0, total, 500):
            block.put(b"".join(lines.line(n) for n in range(first, min(total, first + 500))))
        block.put(None)

    threading.Thread(target=make, daemon=True).start()
    written = done = 0
    while (piece := block.get()) is not None:
        process.stdin.write(piece)
        written += len(piece) // LINE_BYTES
        while done < changes and written >= (done + 1) * every:
            done += 1
            lines.replace(done)
    process.stdin.close()


def reloads(binary, folder, size, count):
    lines = Reloads(binary, folder, count + 1)
    total = size // LINE_BYTES
    rows = os.path.join(folder, "reloads")
    process = subprocess.Popen(
        [binary, *lines.current.args, "--only", "age-secret-key", "--style", "mask", "--report",
         rows], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    seen = []
    reader = threading.Thread(target=check_lines, args=(lines, process, seen))
    reader.start()
    taken = seconds(lambda: (feed_and_replace(lines, process, total), reader.join(),
                             process.wait()))
    changes = []
    with open(rows, encoding="ascii") as file:
        changes = [row["from"] for row in map(json.loads, file) if "vault" in row]
    wrong = force = 0
    for number, hidden in enumerate(seen):
        at = number * LINE_BYTES + 13
        while force < len(changes) and changes[force] <= at:
            force += 1
        wrong += hidden != (lines.index_of(number) <= force)
    good = process.returncode == 0 and len(seen) == total and wrong == 0 and len(changes) == count
    report(good, f"reloads: {len(changes):,} of {count:,} over {total * LINE_BYTES / 1e9:.1f} GB "
                 f"({total * LINE_BYTES / MB / taken:.0f} MB/s): {total - len(seen)} lines lost or "
                 f"altered, {wrong} of {sum(seen):,} hidden ones on the wrong side of an offset")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=str(ROOT / "build" / "release" / "inkblot"))
    parser.add_argument("--check", action="store_true", help="fail when a bar is missed")
    parser.add_argument("--full", action="store_true", help="10 GB, and 1,000 reloads over 5 GB")
    parser.add_argument("--runs", type=int, default=20, help="of each start-up")
    args = parser.parse_args()
    if not os.access(args.binary, os.X_OK):
        sys.exit(f"known: {args.binary} is no program; cmake --preset release first")
    binary = str(pathlib.Path(args.binary).resolve())
    with tempfile.TemporaryDirectory() as folder:
        stores = start_ups(binary, folder, args.runs)
        size, flow, count = (10**10, 5 * 10**9, 1000) if args.full else (10**8, 10**8, 20)
        false_confirmations(binary, stores[100_000], folder, size)
        reloads(binary, folder, flow, count)
    return 1 if args.check and "FAIL" in results else 0


if __name__ == "__main__":
    sys.exit(main())
