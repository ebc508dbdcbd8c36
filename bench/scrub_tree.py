"""A tree of files of all formats, some with a secret, and what is to become of each."""
import bz2
import gzip
import hashlib
import io
import lzma
import os
import pathlib
import random
import socket
import stat
import subprocess
import tarfile
import zipfile

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
