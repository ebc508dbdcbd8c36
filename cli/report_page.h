// The page of a report: everything is shown by its script, from the data that stands in it.
#pragma once

#include <string_view>

namespace inkblot::cli {

// Up to the data, which is JSON without `<`, and behind it.
inline constexpr std::string_view kPageBegin = R"page(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>inkblot: what was found</title>
<style>
:root { color-scheme: light dark; --edge: #8886; --soft: #8881; --bar: #3b6ea8; }
@media (prefers-color-scheme: dark) { :root { --bar: #7fb0e6; } }
body { font: 15px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 76rem; padding: 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
p { margin: .25rem 0; max-width: 46rem; }
dl { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 1rem 0; }
dt { font-size: .85rem; opacity: .8; }
dd { font-size: 1.5rem; font-variant-numeric: tabular-nums; margin: 0; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: .25rem 0; }
th, td { border-bottom: 1px solid var(--edge); padding: .3rem .6rem .3rem 0; text-align: left;
  vertical-align: top; overflow-wrap: anywhere; }
th { white-space: nowrap; }
td.n, th.n { text-align: right; white-space: nowrap; overflow-wrap: normal;
  font-variant-numeric: tabular-nums; }
th button { all: unset; cursor: pointer; font-weight: 600; }
th button:hover { text-decoration: underline; }
button:focus-visible, input:focus-visible, select:focus-visible { outline: 2px solid var(--bar);
  outline-offset: 2px; }
th[aria-sort=ascending] button::after { content: " \2191"; }
th[aria-sort=descending] button::after { content: " \2193"; }
.groups { align-items: start; display: grid; gap: 1rem 2rem;
  grid-template-columns: repeat(auto-fit, minmax(21rem, 1fr)); }
.bar { background: var(--bar); display: block; height: .5rem; margin-top: .45rem; min-width: 2px; }
.w { width: 30%; }
form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; margin: .5rem 0; }
label { display: grid; font-size: .85rem; gap: .15rem; }
input, select, .page button { font: inherit; padding: .25rem .5rem; max-width: 20rem; }
.page { align-items: center; display: flex; gap: 1rem; margin: .75rem 0; }
.box { max-height: 18rem; overflow: auto; }
.must h2 { margin-top: .25rem; }
.must { border-left: 4px solid #c33; background: var(--soft); padding: .5rem 1rem; }
</style>
</head>
<body>
<header>
<h1>What was found</h1>
<p id="when"></p>
</header>
<main>
<noscript><p>This page shows its data by a script, which is in it; it loads nothing.</p></noscript>
<dl id="sums"></dl>
<section id="rotate" class="must" hidden>
<h2>Known secrets that leaked: rotate them</h2>
<div id="known"></div>
</section>
<section id="left" hidden>
<h2>Files that stayed as they were</h2>
<div id="leftover" class="box" tabindex="0" role="region" aria-label="Files that stayed"></div>
</section>
<section>
<h2>How much of what</h2>
<div class="groups" id="groups"></div>
</section>
<section>
<h2>Every finding</h2>
<form id="filters" onsubmit="return false">
<label>File, member or kind holds <input id="text" type="search"></label>
<label>Severity <select id="severity"></select></label>
<label>Kind <select id="rule"></select></label>
<label>Provider <select id="provider"></select></label>
<label>Month <select id="month"></select></label>
</form>
<p id="count" role="status"></p>
<div id="rows"></div>
<div class="page"><button id="back" type="button">Previous</button>
<span id="where"></span><button id="next" type="button">Next</button></div>
</section>
</main>
<script type="application/json" id="data">)page";

inline constexpr std::string_view kPageEnd = R"page(</script>
<script>
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const ORDER = ["critical", "high", "medium", "low", ""];
const PER_PAGE = 200;
const $ = id => document.getElementById(id);
const all = data.rows.map(r => {
  const rule = data.rules[r[0]], file = data.files[r[1]];
  return { rule: rule[0], provider: rule[1], severity: rule[2], file: file[0],
    month: file[3].slice(0, 7), line: r[2], length: r[3], evidence: data.words[r[4]],
    coding: data.words[r[5]], member: r[6] || "", print: r[7] || "" };
});
function element(name, text, more) {
  const made = Object.assign(document.createElement(name), more || {});
  if (text !== undefined) made.textContent = text;
  return made;
}
const many = n => n.toLocaleString("en");
function countBy(rows, key) {
  const counts = new Map();
  for (const row of rows) counts.set(row[key], (counts.get(row[key]) || 0) + 1);
  return [...counts].filter(pair => pair[0] !== "");
}
function tableOf(caption, heads, rows) {
  const table = element("table");
  table.append(element("caption", caption));
  const head = element("tr");
  for (const [text, kind] of heads) {
    head.append(element("th", text, { scope: "col", className: kind || "" }));
  }
  const thead = element("thead");
  thead.append(head);
  const body = element("tbody");
  for (const row of rows) {
    const line = element("tr");
    row.forEach((cell, i) => {
      const made = element("td", cell instanceof Node ? undefined : cell,
        { className: heads[i][1] || "" });
      if (cell instanceof Node) made.append(cell);
      line.append(made);
    });
    body.append(line);
  }
  table.append(thead, body);
  return table;
}
function group(title, key, sort) {
  const counts = countBy(all, key).sort(sort || ((a, b) => b[1] - a[1]));
  if (counts.length === 0) return;
  const most = Math.max(...counts.map(pair => pair[1]));
  const shown = counts.slice(0, 12).map(([name, n]) => {
    const bar = element("span", undefined, { className: "bar" });
    bar.style.width = 100 * n / most + "%";
    bar.setAttribute("aria-hidden", "true");
    return [name, many(n), bar];
  });
  const rest = counts.length - shown.length;
  const table = tableOf(title + (rest > 0 ? " (the first 12 of " + many(counts.length) + ")" : ""),
    [[title], ["Findings", "n"], ["", "w"]], shown);
  $("groups").append(table);
}
function choices(id, key, sort) {
  const select = $(id);
  select.append(element("option", "all", { value: "" }));
  for (const [name, n] of countBy(all, key).sort(sort || ((a, b) => a[0] < b[0] ? -1 : 1))) {
    select.append(element("option", name + " (" + many(n) + ")", { value: name }));
  }
  select.addEventListener("change", filter);
}
const COLUMNS = [["Severity", "severity"], ["Kind", "rule"], ["Provider", "provider"],
  ["File", "file"], ["Member", "member"], ["Line", "line", "n"], ["Bytes", "length", "n"],
  ["Known by", "evidence"], ["Fingerprint", "print"]];
let shown = all, page = 0, by = "", down = false;
function compare(a, b) {
  const one = by === "severity" ? ORDER.indexOf(a[by]) : a[by];
  const other = by === "severity" ? ORDER.indexOf(b[by]) : b[by];
  return (one < other ? -1 : one > other ? 1 : 0) * (down ? -1 : 1);
}
function filter() {
  const text = $("text").value.toLowerCase();
  const wanted = ["severity", "rule", "provider", "month"].map(key => [key, $(key).value])
    .filter(pair => pair[1] !== "");
  shown = all.filter(row => wanted.every(([key, value]) => row[key] === value) &&
    (text === "" || [row.file, row.member, row.rule].some(s => s.toLowerCase().includes(text))));
  if (by !== "") shown.sort(compare);
  page = 0;
  draw();
}
function draw(focus) {
  const columns = COLUMNS.filter(c => all.some(row => row[c[1]] !== ""));
  const first = page * PER_PAGE;
  const rows = shown.slice(first, first + PER_PAGE).map(row => columns.map(([, key]) =>
    key === "evidence" && row.coding ? row.evidence + ", in " + row.coding
      : typeof row[key] === "number" ? many(row[key]) : row[key]));
  const table = tableOf("Findings, sorted by a column's button",
    columns.map(([text, , kind]) => [text, kind]), rows);
  table.querySelectorAll("th").forEach((th, i) => {
    const key = columns[i][1];
    const button = element("button", columns[i][0], { type: "button" });
    th.textContent = "";
    th.append(button);
    th.setAttribute("aria-sort", by !== key ? "none" : down ? "descending" : "ascending");
    button.addEventListener("click", () => {
      down = by === key && !down;
      by = key;
      shown = [...shown].sort(compare);
      page = 0;
      draw(i);
    });
  });
  $("rows").replaceChildren(table);
  if (focus !== undefined) table.querySelectorAll("th button")[focus].focus();
  const last = Math.min(first + PER_PAGE, shown.length);
  $("count").textContent = many(shown.length) + " of " + many(all.length) + " findings";
  $("where").textContent = shown.length ? many(first + 1) + " to " + many(last) : "none";
  $("back").disabled = page === 0;
  $("next").disabled = last >= shown.length;
}
function begin() {
  const when = data.when.slice(0, 16).replace("T", " ") + " UTC";
  $("when").textContent = "Made by inkblot " + data.version + ", " + when +
    ". It holds no secret: values are in no report.";
  const outcomes = new Map();
  for (const [, outcome] of data.files) {
    if (outcome) outcomes.set(outcome, (outcomes.get(outcome) || 0) + 1);
  }
  const files = new Set(all.map(row => row.file));
  for (const [name, n] of [["findings", all.length], ["files with findings", files.size],
    ...[...outcomes].map(([name, n]) => ["files " + name, n])]) {
    const pair = element("div");
    pair.append(element("dt", name), element("dd", many(n)));
    $("sums").append(pair);
  }
  const known = all.filter(row => row.evidence === "known");
  $("rotate").hidden = known.length === 0;
  const labels = countBy(known, "rule").sort((a, b) => b[1] - a[1]).map(([label, n]) => {
    const places = new Set(known.filter(row => row.rule === label).map(row => row.file));
    const some = [...places].slice(0, 10).join(", ");
    return [label, many(n), many(places.size), some + (places.size > 10 ? ", ..." : "")];
  });
  $("known").append(tableOf("By label", [["Label"], ["Times", "n"], ["Files", "n"], ["Where"]],
    labels));
  const left = data.files.filter(f => ["failed", "unhandled", "busy"].includes(f[1]));
  $("left").hidden = left.length === 0;
  $("leftover").append(tableOf("They may hold secrets", [["File"], ["Outcome"], ["Why"]],
    left.slice(0, 1000).map(f => [f[0], f[1], f[2]])));
  group("Severity", "severity", (a, b) => ORDER.indexOf(a[0]) - ORDER.indexOf(b[0]));
  group("Kind", "rule");
  group("Provider", "provider");
  group("Month of the file", "month", (a, b) => a[0] < b[0] ? 1 : -1);
  group("File", "file");
  choices("severity", "severity", (a, b) => ORDER.indexOf(a[0]) - ORDER.indexOf(b[0]));
  choices("rule", "rule");
  choices("provider", "provider");
  choices("month", "month");
  $("text").addEventListener("input", filter);
  $("back").addEventListener("click", () => { --page; draw(); });
  $("next").addEventListener("click", () => { ++page; draw(); });
  draw();
}
begin();
</script>
</body>
</html>
)page";

}  // namespace inkblot::cli
