#!/usr/bin/env python3
"""Holds `inkblot --gitleaks` to gitleaks itself: its own configuration, on its own samples.

    gitleaks_rules.py                       fetches both with Go, exits with 1 below 99 %
    gitleaks_rules.py --all                 on the samples of every project
    gitleaks_rules.py --config FILE         another configuration

The configuration is that of the Go module; the samples are rows of positives.jsonl in the corpus
(INKBLOT_CORPUS).  A finding of gitleaks counts when every byte of its secret is redacted by the
rules of the configuration, and by no others; one that it decoded, when its code is.  What is missed
is named by rule and sample, never by its text.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

import run_peers

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODULE = "github.com/zricethezav/gitleaks/v8@latest"
BAR = 99.0
MISSES = 8  # Samples that are named for each rule.


def go(*words):
    return subprocess.run(["go", *words], capture_output=True, text=True, check=False)


def fetch():
    """The folder of the module, or why there is none."""
    try:
        done = go("mod", "download", "-json", MODULE)
    except FileNotFoundError:
        return None, "no Go toolchain"
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        return None, (done.stderr.strip().splitlines() or ["go mod download failed"])[-1]
    if "Dir" not in answer:
        return None, answer.get("Error", "go mod download failed")
    return pathlib.Path(answer["Dir"]), answer["Version"]


def rule_ids(config):
    rules = tomllib.loads(config.read_text(encoding="utf-8")).get("rules", [])
    return {rule["id"]: "gitleaks-" + re.sub(r"[^a-z0-9-]", "-", rule["id"].lower())
            for rule in rules}


def write_samples(corpus, every, folder):
    """One file a sample.  The names say nothing: a rule for some paths runs on none of them."""
    out = {}
    with open(corpus / "positives.jsonl", encoding="utf-8", newline="") as rows:
        for number, line in enumerate(rows):
            row = json.loads(line)
            if not every and row["source"] != "gitleaks":
                continue
            path = folder / f"{number:05}.txt"
            path.write_bytes(row["text"].encode("utf-8", "surrogatepass"))
            out[path.name] = row
    return out


def peer_findings(program, config, folder, report):
    subprocess.run([program, "dir", str(folder), "-c", str(config), "--no-banner", "--log-level",
                    "error", "--exit-code", "0", "--ignore-gitleaks-allow", "--report-format",
                    "json", "--report-path", str(report)], check=True, cwd=folder)
    return json.loads(report.read_text(encoding="utf-8"))


def our_spans(args, config, names, folder):
    """[begin, end) of every redaction, by file, and what was said on stderr."""
    ids = args.ids
    report = folder.parent / "ours.jsonl"
    options = ["--gitleaks", str(config), "--gitleaks-skip-unsupported", "--report", str(report)]
    said = subprocess.run([args.binary, *options, "/dev/null"], capture_output=True, text=True,
                          check=False)
    left_out = set(re.findall(r": rule (\S+): .*; the rule is left out", said.stderr))
    only = ",".join(ours for theirs, ours in ids.items() if theirs not in left_out)
    done = subprocess.run([args.binary, *options, "--only", only, *names], capture_output=True,
                          text=True, errors="replace", check=False, cwd=folder)
    if done.returncode != 0:
        sys.exit(f"gitleaks_rules: inkblot failed: {done.stderr.strip()}")
    spans = collections.defaultdict(list)
    for line in report.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        spans[row["file"]].append((row["input"], row["rule"]))
    return spans, said.stderr.replace(str(config), config.name).splitlines()


def location(data, finding):
    """Where the finding stands.  Of one in decoded text that is the text as it was encoded; the
    delimiters beside it may belong to it or not."""
    starts = [0] + [i + 1 for i, byte in enumerate(data) if byte == 10]
    begin = starts[finding["StartLine"] - 1] + finding["StartColumn"]
    return begin + 1, starts[finding["EndLine"] - 1] + finding["EndColumn"] - 2


def covers(data, finding, spans):
    """Whether some occurrence of the secret lies in one redaction as a whole."""
    wanted = finding["Secret"].encode("utf-8", "surrogatepass")
    places = [(m.start(), m.end()) for m in re.finditer(re.escape(wanted), data)]
    if not places and any(tag.startswith("decoded:") for tag in finding["Tags"]):
        places = [location(data, finding)]
    return any(begin <= a and b <= end for a, b in places for (begin, end), _ in spans)


def compare(findings, spans, samples, folder):
    """Prints the share by rule where it is not whole; returns it over all."""
    total, missed = collections.Counter(), collections.defaultdict(list)
    for finding in findings:
        name = os.path.basename(finding["File"])
        total[finding["RuleID"]] += 1
        if not covers((folder / name).read_bytes(), finding, spans[name]):
            missed[finding["RuleID"]].append(samples[name].get("id", name))
    for rule, ids in sorted(missed.items()):
        print(f"missed: {rule}: {len(ids)} of {total[rule]}: {' '.join(ids[:MISSES])}")
    decoded = sum(any(tag.startswith("decoded:") for tag in f["Tags"]) for f in findings)
    print(f"{decoded} of gitleaks' findings are in text that it decoded")
    with_findings = {os.path.basename(finding["File"]) for finding in findings}
    alone = collections.Counter(rule for name, rows in spans.items() if name not in with_findings
                                for _, rule in rows)
    print(f"redactions in the {len(samples) - len(with_findings)} samples where gitleaks finds "
          f"nothing: {sum(alone.values())}"
          + "".join(f"\n  {count} {rule}" for rule, count in alone.most_common(MISSES)))
    found = sum(total.values())
    good = found - sum(len(ids) for ids in missed.values())
    share = 100 * good / max(found, 1)
    print(f"{good} of the {found} findings of {len(total)} rules are redacted: {share:.2f} %")
    return share if found else 0.0


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=str(ROOT / "build" / "release" / "inkblot"))
    parser.add_argument("--config", type=pathlib.Path)
    parser.add_argument("--all", action="store_true", help="the samples of every project")
    args = parser.parse_args()
    corpus = pathlib.Path(os.environ.get("INKBLOT_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not (corpus / "positives.jsonl").is_file():
        print(f"SKIPPED: no corpus at {corpus}; set INKBLOT_CORPUS")
        return 0
    if not os.access(args.binary, os.X_OK):
        sys.exit(f"gitleaks_rules: {args.binary} is no program; cmake --preset release first")
    args.binary = str(pathlib.Path(args.binary).resolve())
    module, word = fetch()
    if module is None:
        print(f"SKIPPED: gitleaks cannot be fetched: {word}")
        return 0
    peer = tomllib.loads((ROOT / "bench" / "peers.toml").read_text(encoding="utf-8"))["gitleaks"]
    home = run_peers.CACHE / "inkblot-peers" / "gitleaks"
    try:
        run_peers.install("gitleaks", peer, home)
    except run_peers.Failed as reason:
        print(f"SKIPPED: gitleaks cannot be built: {reason}")
        return 0
    config = (args.config or module / "config" / "gitleaks.toml").resolve()
    args.ids = rule_ids(config)
    with tempfile.TemporaryDirectory(prefix="inkblot-gitleaks-") as top:
        folder = pathlib.Path(top) / "samples"
        folder.mkdir()
        samples = write_samples(corpus, args.all, folder)
        findings = peer_findings(home / "gitleaks", config, folder, pathlib.Path(top) / "r.json")
        spans, said = our_spans(args, config, sorted(samples), folder)
        print(f"gitleaks {word}, {len(args.ids)} rules, {len(samples)} samples")
        print("\n".join(f"left out: {line}" for line in said))
        share = compare(findings, spans, samples, folder)
    print(f"{'PASS' if share >= BAR else 'FAIL'}: the bar is {BAR:.0f} %")
    return 0 if share >= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
