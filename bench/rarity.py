#!/usr/bin/env python3
"""How unlike words a token is: trains the engine's table and compares scorers.

    rarity.py train FOLDER...                       writes engine/src/confirm/rarity_table.h
    rarity.py compare TRAIN... -- TEST...           prints ADR 0019's tables
    rarity.py ask                                   scores the lines of standard input

A folder is what a Debian package unpacks to.  Text of the packages that a table was trained on must
not be among those that it is compared on.  The secrets are those of the corpus ($INKBLOT_CORPUS).
"""
import collections
import gzip
import heapq
import json
import math
import os
import pathlib
import random
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "engine" / "src" / "confirm" / "rarity_table.h"
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
MARK, EDGE, CLASSES = 62, 63, 64
CLASS_OF = {c: i for i, c in enumerate(LETTERS)}
BITS_LEAST = 2  # The digit 0 of the table.
RUN = re.compile(r"[0-9A-Za-z_-]+")
FOLDER_BYTES_MAX = 8 << 20
FILE_BYTES_MAX = 1 << 20
SEED = 4


def texts(folders):
    """The texts of some folders, the same ones for the same folders."""
    for folder in folders:
        files = sorted(p for p in pathlib.Path(folder).rglob("*") if p.is_file()
                       and not p.is_symlink())
        random.Random(SEED).shuffle(files)
        left = FOLDER_BYTES_MAX
        for file in files:
            opened = gzip.open(file) if file.suffix == ".gz" else file.open("rb")
            with opened:
                data = opened.read(FILE_BYTES_MAX)
            if b"\0" in data[:4096] or left <= 0:
                continue
            left -= len(data)
            yield data.decode("latin-1")


def classes(token):
    return [EDGE] + [CLASS_OF.get(c, MARK) for c in token]


def train(folders):
    """-log2 p(character | the one before it) in whole bits, from every different word of a file
    once: a word that one file repeats says no more about words."""
    counts = [[0.5] * CLASSES for _ in range(CLASSES)]
    words = collections.Counter()
    size = 0
    for text in texts(folders):
        size += len(text)
        words.update(set(RUN.findall(text)))
    for word, times in words.items():
        row = classes(word)
        # A table of numbers has many: what counts is that there are such.
        weight = math.sqrt(times)
        for a, b in zip(row, row[1:]):
            counts[a][b] += weight
    table = []
    for row in counts:
        total = sum(row)
        table.append([min(9, max(0, round(-math.log2(n / total)) - BITS_LEAST)) for n in row])
    return table, words, size


def read_table():
    rows = re.findall(r'"(\d{64})"', TABLE.read_text(encoding="ascii"))
    return [[int(c) for c in row] for row in rows]


def bits(table, token):
    row = classes(token)
    return sum(table[a][b] + BITS_LEAST for a, b in zip(row, row[1:]))


def alphabet(token):
    """How many characters a token's kinds have."""
    if re.fullmatch(r"[0-9a-f]+|[0-9A-F]+", token):
        return 16
    kinds = ("[0-9]", 10), ("[a-z]", 26), ("[A-Z]", 26), ("[^0-9A-Za-z]", 2)
    return sum(n for kind, n in kinds if re.search(kind, token))


def shannon(token):
    counts = collections.Counter(token)
    return -sum(n / len(token) * math.log2(n / len(token)) for n in counts.values())


class Bpe:
    """A vocabulary of byte pairs."""

    def __init__(self, words, merges):
        words = {tuple(w): n for w, n in words.most_common(20000) if len(w) < 40}
        parts = [list(w) for w in words]
        times = list(words.values())
        where = collections.defaultdict(set)
        counts = collections.Counter()
        for i, part in enumerate(parts):
            for pair in zip(part, part[1:]):
                counts[pair] += times[i]
                where[pair].add(i)
        heap = [(-n, pair) for pair, n in counts.items()]
        heapq.heapify(heap)
        self.ranks = {}
        while heap and len(self.ranks) < merges:
            n, pair = heapq.heappop(heap)
            if counts[pair] != -n or n == 0:
                continue
            self.ranks[pair] = len(self.ranks)
            touched = set()
            for i in where.pop(pair, ()):
                old = parts[i]
                for p in zip(old, old[1:]):
                    counts[p] -= times[i]
                    touched.add(p)
                parts[i] = new = merged(old, pair)
                for p in zip(new, new[1:]):
                    counts[p] += times[i]
                    where[p].add(i)
                    touched.add(p)
            for p in touched:
                heapq.heappush(heap, (-counts[p], p))

    def count(self, token):
        part = list(token)
        while len(part) > 1:
            best = min(zip(part, part[1:]), key=lambda p: self.ranks.get(p, 1 << 30))
            if best not in self.ranks:
                break
            part = merged(part, best)
        return len(part)


def merged(part, pair):
    out = []
    i = 0
    while i < len(part):
        if i + 1 < len(part) and (part[i], part[i + 1]) == pair:
            out.append(part[i] + part[i + 1])
            i += 2
        else:
            out.append(part[i])
            i += 1
    return out


def is_token(token):
    """The tokeniser's condition (engine/src/sweep/tokeniser.h)."""
    if not 14 <= len(token) <= 512:
        return False
    head = token[:16]
    if sum(c.isdigit() for c in head) >= 2:
        return True
    kinds = ["d" if c.isdigit() else "u" if c.isupper() else "l" if c.islower() else "-"
             for c in head]
    return sum(a != b and "-" not in (a, b) for a, b in zip(kinds, kinds[1:])) >= 6


def kind_of(token):
    """None: a shape that never counts alone (UUIDs, numbers, what has no digit or no letter)."""
    if not re.search(r"\d", token) or not re.search(r"[A-Za-z]", token):
        return None
    if re.fullmatch(r"[0-9a-fA-F]+|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|0x\w+",
                    token):
        return "hex"
    if re.fullmatch(r"[0-9a-z]+|[0-9A-Z]+", token):
        return "one case"
    return "two cases" if re.fullmatch(r"[0-9A-Za-z]+", token) else "with marks"


def secrets(corpus):
    rows = map(json.loads, (corpus / "positives.jsonl").open(encoding="utf-8"))
    return sorted({row["secret"] for row in rows if RUN.fullmatch(row["secret"])})


def is_explained(text, begin):
    """Whether a literal is an id or a digest, by its own begin or its name (confirm/rare.cc)."""
    before = re.sub(r"[\"'`=:>(\[{|,\-*<~# \t]+$", "", text[max(0, begin - 64):begin])
    name = re.sub(r"[_.-]", "", re.search(r"[\w.-]*$", before)[0]).lower()
    return bool(re.match(r"(sha1|sha256|sha384|sha512|md5)-|call_", text[begin:begin + 8])
                or re.search(r"(ids?|hash|sum|sha\d+|md5|digest|integrity|etag|alphabet)$", name))


def tables(scorers, good, pools, rates):
    """Recall of the secrets by how many ordinary tokens a MB are taken for some."""
    sizes = ((16, 19), (20, 31), (32, 63), (64, 512), (16, 512))
    for title, tokens, megabytes in pools:
        for kind in ("hex", "one case", "two cases", "with marks", "all but hex"):
            for least, most in sizes:
                def of(token):
                    same = kind_of(token) == kind or (kind == "all but hex"
                                                      and kind_of(token) not in (None, "hex"))
                    return same and least <= len(token) <= most
                fine = [s for s in good if of(s)]
                bad = [(t, n) for t, n in tokens.items() if of(t)]
                if len(fine) < 20:
                    continue
                print(f"{title}; {kind}, {least} to {most} characters: {len(fine)} secrets, "
                      f"{sum(n for _, n in bad)} tokens\n")
                print("| scorer |" + "".join(f" {r} |" for r in rates))
                print("|---|" + "--:|" * len(rates))
                for name, score in scorers.items():
                    scored = sorted(((score(t), n) for t, n in bad), reverse=True)
                    found = [score(s) for s in fine]
                    cells = [recall(scored, found, rate * megabytes) for rate in rates]
                    print(f"| {name} |" + "".join(f" {c:.0f} |" for c in cells))
                print()


def compare(train_on, test_on):
    table, words, trained = train(train_on)
    bpe = Bpe(words, 2000)
    scorers = {
        "bigrams, bits a character": lambda t: bits(table, t) / len(t),
        "bigrams, bits beyond chance": lambda t: bits(table, t) - len(t) * math.log2(alphabet(t)),
        "Shannon, bits a character": shannon,
        "Shannon, of what its kinds allow":
            lambda t: shannon(t) / math.log2(min(len(t), alphabet(t))),
        "BPE, tokens a character": lambda t: bpe.count(t) / len(t),
    }
    size = 0
    tokens = collections.Counter()
    literals = collections.Counter()
    for text in texts(test_on):
        size += len(text)
        tokens.update(t for t in RUN.findall(text) if is_token(t))
        literals.update(m[2] for m in re.finditer(r"([\"'`])([0-9A-Za-z_-]{16,128})={0,2}\1", text)
                        if is_token(m[2]) and not is_explained(text, m.start(2)))
    corpus = pathlib.Path(os.environ.get("INKBLOT_CORPUS", ROOT.parent / "shared" / "corpus"))
    good = [s for s in secrets(corpus) if is_token(s)]
    print(f"trained on {trained / 1e6:.1f} MB, {len(words)} words; "
          f"compared on {size / 1e6:.1f} MB\n")
    tables(scorers, good, (("every token", tokens, size / 1e6),
                           ("whole literals", literals, size / 1e6)), (0.1, 0.3, 1, 3, 10))


def recall(scored, found, allowed):
    """The percentage of secrets above the score that so many ordinary tokens are above at most."""
    least = -1e9
    for value, times in scored:
        allowed -= times
        if allowed < 0:
            least = value
            break
    return 100 * sum(f > least for f in found) / len(found)


def write(folders):
    table, words, size = train(folders)
    names = ", ".join(pathlib.Path(f).name for f in folders)
    rows = "".join('    "' + "".join(map(str, row)) + '",\n' for row in table)
    TABLE.write_text(f"""\
// How rare a character is behind another one: two bits less than it tells, a digit a pair.
// Written by bench/rarity.py from {len(words)} words in {size / 1e6:.1f} MB of {names}.
#pragma once

#include <array>
#include <string_view>

namespace inkblot {{

// 0-9, A-Z, a-z, any other character, and what stands before the first one.
inline constexpr auto kRarityRows = std::to_array<std::string_view>({{
{rows}}});

}}  // namespace inkblot
""", encoding="ascii")


def main():
    what, *rest = sys.argv[1:] or ["help"]
    if what == "train" and rest:
        write(rest)
    elif what == "compare" and "--" in rest:
        at = rest.index("--")
        compare(rest[:at], rest[at + 1:])
    elif what == "ask":
        table = read_table()
        for line in map(str.strip, sys.stdin):
            print(bits(table, line), line)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
