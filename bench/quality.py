#!/usr/bin/env python3
"""Runs the corpus's scorer and holds its figures against the bars and against docs/QUALITY.md.

    quality.py --binary build/dev/inkblot            prints the figures
    quality.py --binary build/dev/inkblot --write    writes them into docs/QUALITY.md
    quality.py --binary build/dev/inkblot --check    fails when one is below its bar or has fallen

The corpus is $INKBLOT_CORPUS, by default ../shared/corpus beside this repository; without one
nothing is measured, and a line on standard error says so.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "QUALITY.md"
PARTS = ("transcripts", "positives", "hard", "negatives", "ordinary")  # The longest first.
FRAMINGS = ("ansi", "ansi_split", "crlf", "curl_header", "dotenv", "export", "json_slash",
            "json_value", "line_start", "long_prefix", "tab", "url_userinfo", "yaml")
# Percent, at least; for changed lines a count, at most.  Those of one depth or one framing are in
# bar_of().
BARS = {
    "positives bare": 98, "positives needs context": 93, "positives spared": 95,
    "positives rule average": 92,
    "hard bare": 97, "hard needs context": 85,
    "transcripts bare": 97, "transcripts spared": 99, "transcripts valid": 100,
    "transcripts bare, f.ansi_split": 80,
    "negatives kept": 97,
    "ordinary logs, changed lines": 1, "ordinary agents, changed lines": 1,
}
PLACES = {"bare": 94, "needs context": 90}
BARE_AT_DEPTH = 97
# A framing that fewer samples are put in was made for some, and its figure is theirs: what counts
# is that none is missed in it that is caught at depth 1.
FEW = 20
TOLERANCE = 0.1  # The scorer prints one decimal.
COUNT = "changed lines"

Figure = collections.namedtuple("Figure", "value of")


def parse(part, text):
    """The figures in the scorer's words: name -> Figure."""
    figures = {}

    def put(name, found):
        figures[name] = Figure(float(found[1]), int(found[2]) if found.lastindex > 1 else 0)

    if part == "ordinary":
        for line in re.finditer(r"^ordinary +(\w+): (\d+) lines changed in ", text, re.M):
            figures[f"ordinary {line[1]}, {COUNT}"] = Figure(int(line[2]), 0)
        return figures
    # Rows of groups are indented; the line of valid JSON is indented further.
    head = "\n".join(line for line in text.splitlines() if not re.match(r" {4}\S", line))
    for word in ("caught", "bare", "needs context", "kept", "benign", "placeholder", "valid"):
        if found := re.search(rf"\b{word} +([\d.]+) % of (\d+)", head):
            put(f"{part} {word}", found)
    for word in ("rule average", "spared"):
        if found := re.search(rf"\b{word} +([\d.]+) %", head):
            put(f"{part} {word}", found)
    if part == "transcripts":
        rows = re.finditer(r"^ +(level|framing) (\S+)( \(bare\))? +([\d.]+) % of (\d+)", text, re.M)
        for row in rows:
            place = f"depth {row[2]}" if row[1] == "level" else row[2]
            kind = "bare" if row[3] else "needs context"
            figures[f"transcripts {kind}, {place}"] = Figure(float(row[4]), int(row[5]))
    return figures


def score(part, binary, corpus, misses):
    """Runs one part; a scorer that fails ends the run."""
    command = [sys.executable, str(corpus / "score.py"), "--dir", str(corpus), shlex.quote(binary),
               part]
    if part != "ordinary":
        command += ["--misses", str(misses / part)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"quality: the scorer failed on {part} with {done.returncode}")
    return parse(part, done.stdout)


def look_at_framings(corpus, missed):
    """The framings without a key, whose lines are equal but for the secret, and a figure for each
    of those that only some samples are put in."""
    lines = collections.defaultdict(set)
    samples = collections.defaultdict(list)
    for text in (corpus / "transcripts.jsonl").open(encoding="utf-8"):
        row = json.loads(text)
        if not row.get("framing"):
            continue
        lines[row["framing"]].add(row["line"].replace(row.get("escaped") or row["secret"], ""))
        kind = "bare" if row["bare"] else "needs context"
        samples[f"transcripts {kind}, {row['framing']}"].append(row["id"])
    figures = {}
    for name, ids in samples.items():
        plain = [i for i in ids if i.split(".")[0] + ".L1" not in missed]
        if len(ids) < FEW and plain:
            caught = sum(i not in missed for i in plain)
            figures[f"{name}, of depth 1's"] = Figure(round(100 * caught / len(plain), 1),
                                                      len(plain))
    return {framing for framing, rests in lines.items() if len(rests) == 1}, figures


def measure(binary, corpus):
    """Every figure, and the misses as {part: [row, ...]}."""
    with tempfile.TemporaryDirectory() as folder:
        misses = pathlib.Path(folder)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            runs = [pool.submit(score, part, binary, corpus, misses) for part in PARTS]
            figures = {name: value for run in runs for name, value in run.result().items()}
        rows = {file.name: [json.loads(line) for line in file.open(encoding="utf-8")]
                for file in misses.iterdir()}
    keyless, more = look_at_framings(corpus, {row["id"] for row in rows["transcripts"]})
    figures |= more
    expected = set(BARS) | {f"transcripts {kind}, {place}" for kind in PLACES
                            for place in (*(f"depth {i}" for i in range(4)),
                                          *(f"f.{name}" for name in FRAMINGS))}
    missing = sorted(expected - set(figures))
    if missing:
        sys.exit("quality: the scorer gave no figure for " + ", ".join(missing))
    bars = {name: bar_of(name, figure, keyless) for name, figure in figures.items()}
    return figures, {name: bar for name, bar in bars.items() if bar is not None}, rows


def bar_of(name, figure, keyless):
    """What a figure is held to, or None."""
    if name in BARS:
        return BARS[name]
    found = re.match(r"transcripts (bare|needs context), (depth \d|f\.\w+)(, of depth 1's)?$", name)
    if not found:
        return None
    if found[3]:
        return 100
    if found[1] == "bare" and found[2].startswith("depth"):
        return BARE_AT_DEPTH
    unfair = figure.of < FEW or found[2] in keyless
    return None if found[1] == "needs context" and unfair else PLACES[found[1]]


def shown(name, value):
    return f"{value:.0f}" if name.endswith(COUNT) else f"{value:.1f} %"


def table(figures, bars):
    lines = ["| figure | measured | of | bar |", "|---|--:|--:|--:|"]
    for name in sorted(figures, key=lambda n: (PARTS.index(n.split()[0]), n)):
        value, of = figures[name]
        bar = bars.get(name)
        limit = "" if bar is None else f"{'<=' if name.endswith(COUNT) else '>='} {bar}"
        lines.append(f"| {name} | {shown(name, value)} | {of or ''} | {limit} |")
    return "\n".join(lines)


def read_table(page):
    """The figures recorded in the page."""
    rows = re.finditer(r"^\| ([a-z][^|]*?) \| ([\d.]+)(?: %)? \| (\d*) \|[^|]*\|$",
                       section(page, "figures"), re.M)
    return {row[1]: Figure(float(row[2]), int(row[3] or 0)) for row in rows}


def miss_tables(rows):
    """Bare samples that are missed and negatives that are changed, by kind (bench/misses.toml)."""
    kinds = tomllib.loads((ROOT / "bench" / "misses.toml").read_text(encoding="utf-8"))
    out = []
    for title, parts in (("missed", ("positives", "hard", "transcripts")),
                         ("changed", ("negatives",))):
        counts = collections.defaultdict(collections.Counter)
        names = collections.defaultdict(collections.Counter)
        for part in parts:
            for row in rows.get(part, []):
                if title == "missed" and not row.get("bare"):
                    continue
                kind = kinds[title].get(f"{row['source']}/{row['rule']}", "not yet looked at")
                counts[kind][part] += 1
                names[kind][row["rule"]] += 1
        out.append("| " + " | ".join([f"{title}: why", *parts, "rules of the corpus"]) + " |")
        out.append("|---|" + "--:|" * len(parts) + "---|")
        for kind in sorted(counts, key=lambda k: (-sum(counts[k].values()), k)):
            cells = [str(counts[kind][part]) for part in parts]
            rules = ", ".join(sorted(names[kind]))
            out.append("| " + " | ".join([kind, *cells, rules]) + " |")
        out.append("")
    return "\n".join(out).strip()


def markers(name):
    return f"<!-- {name}: written by bench/quality.py -->\n", f"\n<!-- end of {name} -->"


def section(page, name):
    begin, end = markers(name)
    if begin not in page or end not in page:
        sys.exit(f"quality: {PAGE.name} has no section between '{begin.strip()}' and "
                 f"'{end.strip()}'")
    return page.split(begin, 1)[1].split(end, 1)[0]


def write(figures, bars, rows):
    page = PAGE.read_text(encoding="utf-8")
    for name, body in (("figures", table(figures, bars)), ("misses", miss_tables(rows))):
        begin, end = markers(name)
        page = page.replace(begin + section(page, name) + end, begin + body + end)
    PAGE.write_text(page, encoding="utf-8")


def check(figures, bars):
    """What is below its bar or has fallen, one line each."""
    wrong = []
    recorded = read_table(PAGE.read_text(encoding="utf-8"))
    if not recorded:
        wrong.append("docs/QUALITY.md records no figure")
    for name, (value, of) in figures.items():
        few = name.endswith(COUNT)
        bar = bars.get(name)
        if bar is not None and (value > bar if few else value < bar):
            wrong.append(f"{name}: {shown(name, value)}, the bar is {bar}")
        old = recorded.get(name)
        if old is None:
            print(f"quality: {name} is not recorded yet", file=sys.stderr)
        elif old.of != of:
            print(f"quality: {name}: the corpus has {of} samples, {old.of} when recorded: "
                  "not compared", file=sys.stderr)
        elif value > old.value if few else value < old.value - TOLERANCE - 1e-9:
            wrong.append(f"{name}: {shown(name, value)}, recorded {shown(name, old.value)}")
    wrong += [f"{name}: recorded, but the scorer gave no figure"
              for name in recorded if name not in figures]
    return wrong


def find_corpus(what):
    """The corpus; None where there is none, which a line on standard error says."""
    corpus = pathlib.Path(os.environ.get("INKBLOT_CORPUS", ROOT.parent / "shared" / "corpus"))
    if (corpus / "score.py").is_file():
        return corpus
    print(f"SKIPPED: {what}: NO FIGURE WAS MEASURED, there is no corpus at {corpus} "
          "(INKBLOT_CORPUS names one)", file=sys.stderr)
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=str(ROOT / "build" / "release" / "inkblot"))
    parser.add_argument("--write", action="store_true", help="write docs/QUALITY.md")
    parser.add_argument("--check", action="store_true", help="fail below a bar, or when it falls")
    args = parser.parse_args()
    corpus = find_corpus("quality")
    if corpus is None:
        return 0
    if not os.access(args.binary, os.X_OK):
        sys.exit(f"quality: {args.binary} is no program; build it first")
    figures, bars, rows = measure(str(pathlib.Path(args.binary).resolve()), corpus)
    print(table(figures, bars))
    if args.write:
        write(figures, bars, rows)
    if not args.check:
        return 0
    wrong = check(figures, bars)
    for line in wrong:
        print(f"FAILED quality: {line}")
    print(f"quality: {len(figures)} figures, {len(bars)} bars, {len(wrong)} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
