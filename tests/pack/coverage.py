"""The pack as data: every kind of the facts is covered or said to be left, every rule is complete.

coverage.py PATTERNS PROGRAM.  With INKBLOT_FACTS in the environment, the folder of the facts table,
every row in scope must be listed in coverage.tsv; without it that part is said to be left out.
"""
import csv
import json
import os
import pathlib
import subprocess
import sys
import tomllib

REASONS = {"no-literal", "weak-literal", "block-context", "out-of-scope"}
IN_SCOPE = {"prefix", "shape", "structure"}
NEEDED = ("id", "description", "severity", "head", "keywords", "sample", "negative_examples")

SHAPELESS = {"provider", "rare"}  # The tokeniser finds what these are asked of.

problems = []


def expect(condition, words):
    if not condition:
        problems.append(words)


def read_rules(folder):
    rules = {}
    for file in sorted(folder.glob("*.toml")):
        with open(file, "rb") as stream:
            document = tomllib.load(stream)
        expect(document.get("provider"), f"{file.name}: no provider")
        for rule in document["rule"]:
            expect(rule["id"] not in rules, f"{file.name}: {rule['id']} stands twice")
            rules[rule["id"]] = rule
            for field in NEEDED:
                shapeless = field in ("head", "keywords") and rule.get("parser") in SHAPELESS
                expect(rule.get(field) or shapeless, f"{file.name}: {rule['id']} has no {field}")
            for link in rule.get("references", []):
                expect(link.startswith("https://"), f"{rule['id']}: {link} is no address")
            public = "public" in rule["description"] and "by design" in rule["description"]
            expect(not public or not rule.get("on", True), f"{rule['id']}: public, and on")
    return rules


def read_coverage(file):
    covered = {}
    for number, line in enumerate(file.read_text(encoding="ascii").splitlines(), 1):
        if line.startswith("#") or not line:
            continue
        fields = line.split("\t")
        expect(fields[0] not in covered, f"coverage.tsv:{number}: {fields[0]} stands twice")
        covered[fields[0]] = fields[1:]
    return covered


def main():
    folder, program = pathlib.Path(sys.argv[1]), sys.argv[2]
    rules = read_rules(folder)
    covered = read_coverage(folder / "coverage.tsv")
    listed = subprocess.run([program, "rules", "list", "--json"], check=True, capture_output=True)
    built_in = {json.loads(line)["id"] for line in listed.stdout.splitlines()}
    expect(built_in == set(rules), f"the program's rules differ: {built_in ^ set(rules)}")
    for kind, target in covered.items():
        if target[0] == "later":
            expect(len(target) == 2 and target[1] in REASONS, f"{kind}: later, and no known reason")
            expect(kind not in rules, f"{kind}: is said to be left, and has a rule")
        else:
            expect(len(target) == 1 and target[0] in rules, f"{kind}: no rule {target[0]}")
    facts = os.environ.get("INKBLOT_FACTS")
    if facts:
        with open(pathlib.Path(facts) / "token_formats.tsv", encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
        wanted = {row["id"] for row in rows
                  if row["recognised_by"] in IN_SCOPE and row["confidence"] != "unverified"}
        for kind in sorted(wanted ^ set(covered)):
            expect(False, f"{kind}: in only one of the facts and coverage.tsv")
    for problem in problems:
        print(problem)
    left = sum(target[0] == "later" for target in covered.values())
    print(f"{len(rules)} rules, {len(covered)} kinds, {left} left for later; "
          f"{'compared with the facts' if facts else 'INKBLOT_FACTS not set: facts not compared'}; "
          f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
