#!/usr/bin/env python3
"""Whether every binding gives out, byte for byte, what the program does: over a folder of texts.

    compare.py CORPUS --program build/dev/inkblot --library build/dev/engine/libinkblot_c.so
               [--node FOLDER] [--every N]

The package for Python is the one that this interpreter has; FOLDER is one in which the package for
Node was installed.  Every line of a .jsonl file is a text, what it holds as `line` or `text` is
another one, and so is every other file.  The program reads each text as a file of its own.
"""
import argparse
import ctypes
import json
import pathlib
import random
import struct
import subprocess
import sys
import tempfile

import inkblot

SEED = 20261127
BATCH = 2000  # Files in one run of the program.
NODE = pathlib.Path(__file__).resolve().parent / "node/test/compare.mjs"


def texts_of(corpus):
    for path in sorted(p for p in corpus.rglob("*") if p.is_file()):
        data = path.read_bytes()
        if path.suffix != ".jsonl":
            yield data
            continue
        for line in data.splitlines():
            yield line
            row = json.loads(line)
            for name in ("line", "text"):
                if isinstance(row, dict) and isinstance(row.get(name), str):
                    yield row[name].encode("utf-8", "surrogatepass")


class Bytes(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("size", ctypes.c_size_t)]


class Library:
    """The C interface, as any language calls it."""

    def __init__(self, path):
        self.c = ctypes.CDLL(path)
        self.engine = ctypes.c_void_p()
        if self.c.inkblot_engine_create(None, ctypes.byref(self.engine)) != 0:
            sys.exit("compare: the library makes no engine")

    def call(self, name, text):
        out = Bytes()
        given = Bytes(ctypes.cast(ctypes.c_char_p(text), ctypes.c_void_p), len(text))
        code = getattr(self.c, name)(self.engine, given, None, ctypes.byref(out))
        if code != 0:
            sys.exit(f"compare: {name} failed with {code}")
        if not out.data:
            return text
        copy = ctypes.string_at(out.data, out.size)
        self.c.inkblot_free(ctypes.byref(out))
        return copy

    def text(self, text):
        return self.call("inkblot_redact", text)

    def json(self, text):
        return self.call("inkblot_redact_json", text)


class Python:
    """The package, by all the ways through it."""

    def __init__(self):
        self.redactor = inkblot.Redactor()
        self.chosen = random.Random(SEED)

    def pieces(self, text):
        at = 0
        while at < len(text):
            size = self.chosen.choice((1, 7, 64, 1000, 65536))
            yield text[at:at + size]
            at += size

    def text(self, text):
        out = self.redactor.redact(text)
        same(out, b"".join(self.redactor.iterate(self.pieces(text))), "Python, in pieces")
        try:
            words = text.decode()
        except UnicodeDecodeError:
            return out
        same(out, self.redactor.redact(words).encode(), "Python, str")
        return out

    def json(self, text):
        out = self.redactor.redact_json_text(text)
        same(json.dumps(json.loads(out)), json.dumps(self.redactor.redact_json(json.loads(text))),
             "Python, an object")
        return out


class Node:
    """A process that answers a text at a time; texts and answers begin with their size."""

    def __init__(self, folder):
        # pylint: disable-next=consider-using-with
        self.child = subprocess.Popen(["node", NODE.name], cwd=folder, stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE)

    def call(self, kind, text):
        self.child.stdin.write(struct.pack("<cI", kind, len(text)) + text)
        self.child.stdin.flush()
        size = self.child.stdout.read(4)
        if len(size) < 4:
            sys.exit("compare: the program for Node ended")
        return self.child.stdout.read(struct.unpack("<I", size)[0])

    def text(self, text):
        return self.call(b"t", text)

    def json(self, text):
        return self.call(b"j", text)


def same(wanted, got, who):
    """Says where they differ, and not what they hold."""
    if wanted == got:
        return
    at = next((i for i, pair in enumerate(zip(wanted, got)) if pair[0] != pair[1]),
              min(len(wanted), len(got)))
    sys.exit(f"compare: {who} gives out something else, from byte {at} on, of a text that becomes "
             f"{len(wanted)} bytes")


def by_program(program, texts):
    """What the program makes of each."""
    for begin in range(0, len(texts), BATCH):
        batch = texts[begin:begin + BATCH]
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for number, text in enumerate(batch):
                paths.append(f"{folder}/{number}")
                pathlib.Path(paths[-1]).write_bytes(text)
            whole = subprocess.run([program, *paths], stdout=subprocess.PIPE, check=True).stdout
        yield batch, whole


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("--program", required=True)
    parser.add_argument("--library", required=True)
    parser.add_argument("--node")
    parser.add_argument("--every", type=int, default=1, help="one text in so many")
    args = parser.parse_args()
    bindings = {"C": Library(args.library), "Python": Python()}
    if args.node:
        bindings["Node"] = Node(args.node)
    texts = list(texts_of(args.corpus))[::args.every]
    if not texts:
        sys.exit("compare: there is no text")
    changed = values = 0
    for batch, whole in by_program(args.program, texts):
        for who, binding in bindings.items():
            outs = [binding.text(text) for text in batch]
            same(whole, b"".join(outs), who)
        changed += sum(out != text for out, text in zip(outs, batch))
        for text in batch:
            if not text.startswith(b"{"):
                continue
            try:
                json.loads(text)
            except ValueError:
                continue
            wanted = bindings["C"].json(text)
            values += 1
            for who, binding in bindings.items():
                same(wanted, binding.json(text), who + ", a JSON value")
    if changed == 0:
        sys.exit("compare: no text held a secret")
    print(f"compare: {len(texts)} texts, {changed} of them changed, and {values} JSON values: "
          f"{', '.join(bindings)} give out what the program does")


if __name__ == "__main__":
    main()
