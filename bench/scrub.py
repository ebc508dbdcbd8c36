#!/usr/bin/env python3
"""Checks `inkblot scrub` on a large tree of all formats, and measures it.

    scrub.py                     2,000 files: everything planted is gone, and nothing else
    scrub.py --files 20000 --mb 2000
    scrub.py --kills 100         and of runs that are killed at random moments the end is the same
    scrub.py --faults 12         of runs whose calls fail, one in four, as well
    scrub.py --full-disk         and on a disk that is full, and then is not (for root)
    scrub.py --speed             ratios to the filter, to zcat | gzip and to zstdcat | zstd

The tree is made from one seed in a folder of its own below --folder, and removed at the end.
"""
import argparse
import bz2
import gzip
import hashlib
import io
import json
import lzma
import os
import pathlib
import random
import resource
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
OLD = 1_700_000_000_000_000_000
IMAGE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
failures = []


def report(good, words):
    print(("PASS: " if good else "FAIL: ") + words, flush=True)
    if not good:
        failures.append(words)


def zstd(data, *args):
    return subprocess.run(["zstd", "-q", *args], input=data, stdout=subprocess.PIPE,
                          check=True).stdout


def tarred(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.mode = len(content), 1_600_000_000, 0o640
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 2, 3, 4, 6)), content)
    return out.getvalue()


def members_of(data):
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [(i.filename, i.date_time, archive.read(i)) for i in archive.infolist()]
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        return [(i.name, i.mtime, i.mode, archive.extractfile(i).read()) for i in archive]


PLAIN = {"log": (bytes, bytes), "gz": (lambda d: gzip.compress(d, 6, mtime=1), gzip.decompress),
         "bz2": (bz2.compress, bz2.decompress), "xz": (lambda d: lzma.compress(d, preset=0),
                                                       lzma.decompress),
         "zst": (lambda d: zstd(d), lambda d: zstd(d, "-d")),
         "jsonl": (bytes, bytes)}


class Tree:
    """A tree, and what is to become of each of its files."""

    def __init__(self, top, args, token, tag):
        self.top, self.token, self.tag = pathlib.Path(top), token, tag
        self.random = random.Random(args.seed)
        self.planted = 0
        self.redacted = 0
        self.wanted = {}  # By name: what stands there once it is unpacked, or a digest of the file.
        self.left = set()
        each = args.mb * 1_000_000 // args.files
        for i in range(args.files):
            self.add(i, self.random.randrange(each // 2, each * 3 // 2))
        self.odd()

    def lines(self, size, kind):
        """Lines of one file, and how many secrets are in them."""
        secrets = self.random.choice((0, 0, 0, 1, 3))
        if kind == "jsonl":
            row = b'{"type": "tool_result", "content": "line %d of it, %x"}\n'
            leak = b'{"content": "export TOKEN=' + self.token + b'\\nnext"}\n'
        else:
            row = b"2026-01-02T03:04:05Z INFO request %d took %d us\n"
            leak = b"DEBUG header x-token: " + self.token + b" sent\n"
        few = b"".join(row % (i, self.random.randrange(1 << 30)) for i in range(50))
        text = few * max(1, size // len(few))
        for _ in range(secrets):
            at = text.index(b"\n", self.random.randrange(len(text) * 3 // 4)) + 1
            text = text[:at] + leak + text[at:]
        self.planted += secrets
        return text, secrets

    def put(self, name, data, mode=0o640):
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(mode)
        os.utime(path, ns=(OLD, OLD + len(name)))

    def add(self, i, size):
        name = "%02d/%d/file-%d" % (i % 40, i % 7, i)
        kind = self.random.choice(("log", "log", "jsonl", "jsonl", "gz", "gz", "zst", "xz", "bz2",
                                   "tar.gz", "tar", "zip", "image"))
        if kind == "image":
            data = IMAGE + self.random.randbytes(size)
            self.put(name + ".png", data)
            self.wanted[name + ".png"] = hashlib.sha256(data).digest()
            return
        if kind in PLAIN:
            text, secrets = self.lines(size, kind)
            data = PLAIN[kind][0](text)
            self.wanted[name + "." + kind] = hashlib.sha256(
                text.replace(self.token, self.tag) if secrets else data).digest(), secrets
        else:
            parts = [("m/%d.log" % k, *self.lines(size // 4, "log")) for k in range(4)]
            secrets = sum(part[2] for part in parts)
            packed = [(part[0], part[1]) for part in parts]
            data = zipped(packed) if kind == "zip" else tarred(packed)
            rows = members_of(data)
            rows = [row[:-1] + (row[-1].replace(self.token, self.tag),) for row in rows]
            data = gzip.compress(data, 6, mtime=1) if kind == "tar.gz" else data
            self.wanted[name + "." + kind] = (
                hashlib.sha256(repr(rows).encode() if secrets else data).digest(), secrets)
        self.redacted += secrets > 0
        self.put(name + "." + kind, data, self.random.choice((0o640, 0o600, 0o444)))

    def odd(self):
        """What is no file, or cannot be read."""
        text, _ = self.lines(5000, "log")
        self.put("odd/cut.gz", gzip.compress(text)[:-9])
        self.put("odd/secret.db", b"SQLite format 3\0" + text)
        self.left = {"odd/cut.gz", "odd/secret.db"}
        os.symlink("cut.gz", self.top / "odd/link")
        os.mkfifo(self.top / "odd/fifo")
        with socket.socket(socket.AF_UNIX) as one:
            here = os.getcwd()
            os.chdir(self.top / "odd")  # The name of a socket must be short.
            one.bind("socket")
            os.chdir(here)

    def state(self):
        """Names, kinds, modes and times of everything, and what files hold."""
        out = {}
        for folder, folders, files in os.walk(self.top):
            for name in folders + files:
                path = pathlib.Path(folder, name)
                about = path.lstat()
                key = [about.st_mode, about.st_uid]
                if stat.S_ISREG(about.st_mode):
                    key += [about.st_mtime_ns, hashlib.sha256(path.read_bytes()).digest()]
                out[str(path.relative_to(self.top))] = key
        return out

    def wrong(self, before, halfway=False):
        """Where it is not what it should be; halfway a file may also be what it was."""
        now = self.state()
        out = sorted(before.keys() ^ now.keys())
        for name, key in before.items():
            if halfway and now.get(name) == key:
                continue
            if name not in now or now[name][:3] != key[:3]:
                out.append(name + ": mode, owner or time")
                continue
            wanted = self.wanted.get(name)
            if not isinstance(wanted, tuple):
                if now[name] != key:
                    out.append(name + ": was changed")
                continue
            data = (self.top / name).read_bytes()
            if wanted[1] == 0:
                seen = data
            else:
                end = name.split(".", 1)[1]
                if end in PLAIN:
                    seen = PLAIN[end][1](data)
                else:
                    seen = gzip.decompress(data) if end == "tar.gz" else data
                    seen = repr(members_of(seen)).encode()
            if hashlib.sha256(seen).digest() != wanted[0]:
                out.append(name + ": holds something else")
        return out


def scrub(binary, tree, state, *args, **more):
    command = [binary, "scrub", str(tree.top), "--in-place", *args]
    return subprocess.Popen(command, env={**os.environ, "XDG_STATE_HOME": state},
                            stderr=subprocess.PIPE, **more)


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


def check_kills(args, tree, folder):
    before = tree.state()
    chance = random.Random(args.seed + 1)
    killed = 0
    while killed < args.kills:
        child = scrub(args.binary, tree, folder + "/state2")
        time.sleep(chance.uniform(0.001, args.pause))
        child.send_signal(signal.SIGKILL)
        child.communicate()
        killed += child.returncode == -signal.SIGKILL
        if child.returncode >= 0:
            break
    child = scrub(args.binary, tree, folder + "/state2")
    words = child.communicate()[1].decode()
    wrong = tree.wrong(before)
    report(not wrong and child.returncode == 5,
           "after %d kills: %s; %d are not what they should be %s" %
           (killed, words.split("\n")[-2], len(wrong), wrong[:5]))


# Some calls on regular files fail: one in INKBLOT_FAULTS, with one error or the other.
SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>
static _Atomic uint64_t calls;
static int faulty(int fd) {
  static const char* told;
  struct stat about;
  if (fd >= 0 && (fd < 3 || fstat(fd, &about) != 0 || !S_ISREG(about.st_mode))) return 0;
  if (!told) told = getenv("INKBLOT_FAULTS");
  uint64_t x = atomic_fetch_add(&calls, 1) * 0x9E3779B97F4A7C15u ^ (uint64_t)getpid() << 20;
  x = (x ^ x >> 31) * 0xBF58476D1CE4E5B9u;
  x ^= x >> 29;
  if (!told || x % strtoul(told, NULL, 10) != 0) return 0;
  errno = x >> 40 & 1 ? EIO : ENOSPC;
  return 1;
}
#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
ssize_t write(int fd, const void* data, size_t size) {
  return faulty(fd) ? -1 : NEXT(write)(fd, data, size);
}
ssize_t writev(int fd, const struct iovec* parts, int count) {
  return faulty(fd) ? -1 : NEXT(writev)(fd, parts, count);
}
ssize_t copy_file_range(int in, off64_t* a, int out, off64_t* b, size_t size, unsigned flags) {
  return faulty(out) ? -1 : NEXT(copy_file_range)(in, a, out, b, size, flags);
}
int fsync(int fd) { return faulty(fd) ? -1 : NEXT(fsync)(fd); }
int fchmod(int fd, mode_t mode) { return faulty(fd) ? -1 : NEXT(fchmod)(fd, mode); }
int futimens(int fd, const struct timespec* times) {
  return faulty(fd) ? -1 : NEXT(futimens)(fd, times);
}
int renameat(int from, const char* a, int to, const char* b) {
  return faulty(-1) ? -1 : NEXT(renameat)(from, a, to, b);
}
int linkat(int from, const char* a, int to, const char* b, int flags) {
  return faulty(-1) ? -1 : NEXT(linkat)(from, a, to, b, flags);
}
"""


def check_faults(args, tree, folder):
    shim = pathlib.Path(folder, "shim.so")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-x", "c", "-", "-o", str(shim)], check=True,
                   input=SHIM.encode())
    before = tree.state()
    failed = torn = 0
    for _ in range(args.faults):
        env = {**os.environ, "XDG_STATE_HOME": folder + "/state3", "LD_PRELOAD": str(shim),
               "INKBLOT_FAULTS": "4"}
        done = subprocess.run([args.binary, "scrub", str(tree.top), "--in-place"], env=env,
                              stderr=subprocess.PIPE, check=False)
        failed += done.stderr.count(b"left as it was: ")
        torn += len(tree.wrong(before, halfway=True))
        if done.returncode not in (3, 5):
            torn += 1
            print("      exit code %d" % done.returncode)
    child = scrub(args.binary, tree, folder + "/state3")
    words = child.communicate()[1].decode()
    wrong = tree.wrong(before)
    report(failed > 20 * args.faults and torn == 0 and not wrong and child.returncode == 5,
           "%d runs on a file system that fails, %d times a file stayed, %d torn; then %s; %d are "
           "not what they should be %s" %
           (args.faults, failed, torn, words.split("\n")[-2], len(wrong), wrong[:5]))


def check_full_disk(args, token, folder):
    disk = folder + "/disk"
    os.mkdir(disk)
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%dm" % (4 * args.mb + 100), "none",
                           disk], check=False)
    if made.returncode != 0:
        return report(False, "no disk can be mounted here: only root may")
    try:
        tree = Tree(disk + "/tree", args, token, b"REDACTED_github-pat")
        before = tree.state()
        used = os.statvfs(disk)
        pages = used.f_blocks - used.f_bfree
        for spare in (0, 4, 30):  # In pages: nothing fits, and then some of them do.
            size = (pages + spare) * used.f_bsize
            subprocess.run(["mount", "-o", "remount,size=%d" % size, disk], check=True)
            child = scrub(args.binary, tree, folder + "/state4")
            words = child.communicate()[1].decode()
            wrong = tree.wrong(before, halfway=True)
            stayed = words.count("left as it was: ")
            report(not wrong and child.returncode == 5 and stayed > 1,
                   "with %d pages left %d files stayed as they were; %d are torn %s" %
                   (spare, stayed, len(wrong), wrong[:5]))
        subprocess.run(["mount", "-o", "remount,size=%dm" % (4 * args.mb + 100), disk], check=True)
        child = scrub(args.binary, tree, folder + "/state4")
        words = child.communicate()[1].decode()
        wrong = tree.wrong(before)
        report(not wrong and child.returncode == 5,
               "then with room: %s; %d are not what they should be %s" %
               (words.split("\n")[-2], len(wrong), wrong[:5]))
    finally:
        subprocess.run(["umount", disk], check=True)


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
