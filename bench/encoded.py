#!/usr/bin/env python3
"""How many of the corpus's positives are caught when they are encoded, of those caught plain.

    encoded.py --binary build/dev/inkblot            prints a figure for each coding
    encoded.py --binary build/dev/inkblot --check    fails when one is below its bar

Every text is encoded by each coding, and a sample of them by each pair, as text and as a string in
one and two JSON documents.  The corpus is $INKBLOT_CORPUS, by default ../shared/corpus beside
this repository; without one nothing is measured, and a line on standard error says so.
"""
import argparse
import base64
import gzip
import html
import itertools
import json
import quopri
import random
import subprocess
import sys
import urllib.parse
import zlib

from quality import ROOT, find_corpus

BAR = 95  # Percent of what is caught plain.
MARK = b"=====8<===== %06d ====="
DEPTHS = 3
SAMPLE = 500


def wrapped(data):
    text = base64.b64encode(data)
    return b"\n".join(text[i:i + 76] for i in range(0, len(text), 76))


CODINGS = {
    "base64": base64.b64encode,
    "base64url": lambda data: base64.urlsafe_b64encode(data).rstrip(b"="),
    "wrapped": wrapped,
    "percent": lambda data: urllib.parse.quote(data).encode(),
    "hex": lambda data: data.hex().encode(),
    "html": lambda data: html.escape(data.decode()).encode(),
    "quoted-printable": quopri.encodestring,
    "gzip": lambda data: base64.b64encode(gzip.compress(data, mtime=0)),
    "zlib": lambda data: base64.b64encode(zlib.compress(data)),
}
UNDO = {
    "base64": lambda data: base64.b64decode(data + b"=="),
    "base64url": lambda data: base64.urlsafe_b64decode(data + b"=="),
    "wrapped": lambda data: base64.b64decode(data + b"=="),
    "percent": urllib.parse.unquote_to_bytes,
    "hex": lambda data: bytes.fromhex(data.decode("latin1")),
    "html": lambda data: html.unescape(data.decode("utf-8", "replace")).encode(),
    "quoted-printable": quopri.decodestring,
    "gzip": lambda data: zlib.decompressobj(47).decompress(base64.b64decode(data + b"==")),
    "zlib": lambda data: zlib.decompressobj(47).decompress(base64.b64decode(data + b"==")),
}


def nested(data, depth):
    text = data.decode("utf-8")
    for i in range(depth):
        text = json.dumps({"content": [{"type": "text", "text": text}]} if i == 0 else
                          {"result": text})
    return text.encode()


def unnested(out, depth):
    """What a reader gets out of it; where it is no JSON any more, the bytes."""
    try:
        text = out.decode("utf-8")
        for i in reversed(range(depth)):
            row = json.loads(text)
            text = row["content"][0]["text"] if i == 0 else row["result"]
        return text.encode()
    except (ValueError, KeyError, TypeError, IndexError):
        return out


def outputs(binary, texts):
    data = b"".join(b"\n" + MARK % i + b"\n\n" + text + b"\n\n" for i, text in enumerate(texts))
    done = subprocess.run([binary], input=data + b"\n" + MARK % len(texts) + b"\n",
                          stdout=subprocess.PIPE, check=True)
    found, at = [], 0
    for i in range(len(texts)):
        head, tail = b"\n" + MARK % i + b"\n\n", b"\n\n\n" + MARK % (i + 1) + b"\n"
        begin = done.stdout.find(head, at)
        end = done.stdout.find(tail, begin)
        found.append(done.stdout[begin + len(head):end] if 0 <= begin <= end else None)
        at = max(at, end)
    return found


def survives(secret, text):
    size = max(min(8, len(secret)), -(-len(secret) // 2))
    return any(secret[i:i + size] in text for i in range(len(secret) - size + 1))


def readings(out, codings):
    """The text undone as far as it can be, from the outermost coding on, and each stage of it."""
    yield out
    for coding in codings:
        try:
            out = UNDO[coding](out)
        except (ValueError, zlib.error, EOFError):
            return
        yield out


def caught(binary, rows, codings, depth):
    """For each row whether its secret is gone."""
    texts = []
    for row in rows:
        data = row["text"].encode()
        for coding in reversed(codings):
            data = CODINGS[coding](data)
        texts.append(nested(data, depth))
    out = []
    for row, text in zip(rows, outputs(binary, texts)):
        secret = row["secret"].encode()
        out.append(text is not None and not any(
            survives(secret, reading) for reading in readings(unnested(text, depth), codings)))
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=str(ROOT / "build" / "release" / "inkblot"))
    parser.add_argument("--check", action="store_true", help="fail when one is below its bar")
    parser.add_argument("--misses", help="write the rows that are missed here")
    parser.add_argument("--only", help="a coding, or two with a comma")
    args = parser.parse_args()
    corpus = find_corpus("encoded")
    if corpus is None:
        return 0
    with (corpus / "positives.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    sample = random.Random(1).sample(rows, min(SAMPLE, len(rows)))
    kinds = [((one,), rows) for one in CODINGS]
    kinds += [(pair, sample) for pair in itertools.product(CODINGS, CODINGS)]
    if args.only:
        kinds = [kind for kind in kinds if kind[0] == tuple(args.only.split(","))]
    below = 0
    misses = open(args.misses, "w", encoding="utf-8") if args.misses else None
    plain = {}
    for codings, some in kinds:
        cells = []
        for depth in range(DEPTHS):
            key = (len(some), depth)
            if key not in plain:
                plain[key] = caught(args.binary, some, (), depth)
            found = caught(args.binary, some, codings, depth)
            of = sum(plain[key])
            both = [a and b for a, b in zip(found, plain[key])]
            below += 100 * sum(found) < BAR * of
            cells.append(f"{100 * sum(found) / of:5.1f} %")
            for row, ok, was in zip(some, both, plain[key]):
                if misses and was and not ok:
                    misses.write(json.dumps({"codings": codings, "depth": depth, **row}) + "\n")
        print(f"{' of '.join(codings):36} {' '.join(cells)} of {of}", flush=True)
    print(f"encoded: {len(kinds)} codings, {below} figures below {BAR} %")
    return 1 if args.check and below else 0


if __name__ == "__main__":
    sys.exit(main())
