// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later
"use strict";
const report = JSON.parse(document.getElementById("report").textContent);
const classes = new Map(report.classes.map((each, index) => [each.name, {...each, index}]));
const generated = new Date(report.generated);
const PART = 150; // rows that are drawn at once; more when the reader gets there
const $ = (id) => document.getElementById(id);

// The only way in which anything gets into the page: as text
function make(tag, text, className, ...children) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (className) made.className = className;
  made.append(...children);
  return made;
}

const worst = (row) => classes.get(row.classes[0]);
const day = (moment) => (moment || "").slice(0, 10);
const container = (dn) => dn.replace(/^(?:[^,\\]|\\.)*,/, "").replace(/(,DC=[^,]*)+$/i, "");
function age(moment) {
  const days = Math.floor((generated - new Date(moment)) / 86400000);
  return days < 1 ? "today" : days === 1 ? "yesterday" : `${days} days ago`;
}

const COLUMNS = [
  {name: "name", title: "Computer", key: (row) => row.name.toLowerCase(), fill: (cell, row) => {
    cell.append(make("strong", row.name));
    if (row.inventory_name && row.inventory_name.toLowerCase() !== row.name.toLowerCase()) cell.append(make("small", row.inventory_name));
    if (!row.inventory_name) cell.append(make("small", "account only"));
  }},
  {name: "status", title: "Status", key: (row) => worst(row).index, fill: (cell, row) => {
    const chips = make("div");
    for (const each of row.classes) chips.append(make("span", classes.get(each).title, `chip ${classes.get(each).severity}`));
    cell.append(chips);
    if (row.notes.length) cell.append(make("small", row.notes[0] + (row.notes.length > 1 ? ` (+${row.notes.length - 1})` : "")));
  }},
  {name: "member", title: "Member of", key: (row) => (row.domain || row.workgroup || "\uffff").toLowerCase(), fill: (cell, row) => {
    if (row.domain || row.workgroup) cell.append(make("span", row.domain || row.workgroup));
    if (row.workgroup) cell.append(make("small", "workgroup"));
    if (row.domain_controller) cell.append(make("small", `through ${row.domain_controller}`));
  }},
  {name: "account", title: "Account in", key: (row) => (row.account ? container(row.account.dn) : "\uffff").toLowerCase(), fill: (cell, row) => {
    if (!row.account) return;
    cell.append(make("span", container(row.account.dn)));
    if (row.account.description) cell.append(make("small", row.account.description));
  }},
  {name: "system", title: "System", key: (row) => ((row.account || {}).operating_system || "\uffff").toLowerCase(), fill: (cell, row) => {
    if (!row.account || !row.account.operating_system) return;
    cell.append(make("span", row.account.operating_system));
    if (row.account.operating_system_version) cell.append(make("small", row.account.operating_system_version));
  }},
  {name: "seen", title: "Last seen", key: (row) => row.last_sign_of_life || "", fill: (cell, row) => {
    if (row.last_sign_of_life) cell.append(make("span", day(row.last_sign_of_life)), make("small", age(row.last_sign_of_life)));
  }},
];

function words(value) {
  if (value === null || value === undefined || value === "") return [];
  return typeof value === "object" ? Object.values(value).flatMap(words) : [String(value)];
}
for (const row of report.rows) row.text = [...words(row), ...row.classes.map((each) => classes.get(each).title)].join("\n").toLowerCase();

const state = {only: null, search: "", sort: "status", down: false};
let shown = [];
let drawn = 0;

function select() {
  const parts = state.search.toLowerCase().split(/\s+/).filter(Boolean);
  shown = report.rows.filter((row) =>
    (!state.only || row.classes.includes(state.only)) && parts.every((part) => row.text.includes(part)));
  const key = COLUMNS.find((column) => column.name === state.sort).key;
  const keys = new Map(shown.map((row) => [row, key(row)]));
  const sign = state.down ? -1 : 1;
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  shown.sort((a, b) => sign * compare(keys.get(a), keys.get(b)) || compare(a.name.toLowerCase(), b.name.toLowerCase()));
  draw();
}

function draw() {
  const body = document.querySelector("tbody");
  body.replaceChildren();
  drawn = 0;
  if (!shown.length) {
    const cell = make("td", report.rows.length ? "Nothing matches." : "The audit saw no host and no account.", "empty");
    cell.colSpan = COLUMNS.length;
    body.append(make("tr", "", "", cell));
  }
  drawMore(PART);
  $("shown").textContent = `${shown.length.toLocaleString("en")} of ${report.rows.length.toLocaleString("en")}`;
  for (const head of document.querySelectorAll("th")) {
    if (head.dataset.name === state.sort) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  }
  for (const tile of $("tiles").children) tile.setAttribute("aria-pressed", String((tile.dataset.name || null) === state.only));
  const only = classes.get(state.only);
  $("meaning").hidden = !only;
  $("meaning").textContent = only ? `${only.meaning} ${only.next_step}` : "";
}

function drawMore(count) {
  const lines = shown.slice(drawn, drawn + count).map(line);
  drawn += lines.length;
  document.querySelector("tbody").append(...lines);
}

function line(row) {
  const made = make("tr", "", worst(row).severity);
  made.tabIndex = 0;
  for (const column of COLUMNS) {
    const cell = make("td", "", column.name);
    cell.dataset.label = column.title;
    column.fill(cell, row);
    if (!cell.childNodes.length) cell.classList.add("blank");
    made.append(cell);
  }
  const toggle = () => {
    const next = made.nextElementSibling;
    if (next && next.classList.contains("detail")) next.remove();
    else made.after(detail(row));
  };
  made.addEventListener("click", () => { if (!String(getSelection())) toggle(); });
  made.addEventListener("keydown", (event) => { if (event.key === "Enter") toggle(); });
  return made;
}

function detail(row) {
  const list = make("dl");
  const add = (title, value) => { if (words(value).length) list.append(make("dt", title), make("dd", words(value).join(", "))); };
  for (const each of row.classes) add(classes.get(each).title, `${classes.get(each).meaning} ${classes.get(each).next_step}`);
  for (const each of row.notes) add("Seen", each);
  const known = (title) => title.replaceAll("_", " ");
  for (const [key, value] of Object.entries(row)) {
    if (!["classes", "notes", "account", "text", "severity", "name", "last_sign_of_life"].includes(key)) add(known(key), value);
  }
  for (const [key, value] of Object.entries(row.account || {})) add(`account: ${known(key)}`, value);
  const cell = make("td", "", "", list);
  cell.colSpan = COLUMNS.length;
  return make("tr", "", "detail", cell);
}

function tile(name, title, count, severity) {
  const made = make("button", "", severity, make("b", count.toLocaleString("en")), make("span", title));
  made.type = "button";
  if (name) made.dataset.name = name;
  if (!count) made.dataset.empty = "";
  made.addEventListener("click", () => { state.only = state.only === name ? null : name; select(); });
  return made;
}

function start() {
  $("domain").textContent = report.domain || "";
  document.title = `Domain membership ${report.domain || ""}`;
  const asked = report.accounts === null ? "the directory was not read" : `${report.accounts.toLocaleString("en")} accounts`
    + `${report.base ? ` in ${report.base}` : ""} from ${report.domain_controller}, stale after ${report.stale_days} days`;
  $("about").textContent = `${generated.toISOString().slice(0, 16).replace("T", " ")} UTC · ${report.hosts.toLocaleString("en")} hosts · ${asked}`;
  $("problem").hidden = !report.directory_problem;
  $("problem").textContent = `The directory could not be read: ${report.directory_problem}`;
  $("tiles").append(tile(null, "All computers", report.rows.length, ""));
  const good = report.classes.filter((each) => each.severity === "good");
  for (const each of [...good, ...report.classes.filter((each) => !good.includes(each) && (each.count || each.severity === "error"))]) {
    $("tiles").append(tile(each.name, each.title, each.count, each.severity));
  }
  for (const each of report.classes) {
    const first = report.rows.filter((row) => row.classes[0] === each.name).length;
    if (!first) continue;
    const piece = make("i", "", each.severity);
    piece.style.flexGrow = first;
    $("bar").append(piece);
  }
  for (const column of COLUMNS) {
    const button = make("button", column.title);
    button.type = "button";
    button.addEventListener("click", () => {
      state.down = state.sort === column.name && !state.down;
      state.sort = column.name;
      select();
    });
    const head = make("th", "", column.name, button);
    head.scope = "col";
    head.dataset.name = column.name;
    document.querySelector("thead tr").append(head);
  }
  $("search").addEventListener("input", (event) => { state.search = event.target.value; select(); });
  $("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  new IntersectionObserver((entries) => { if (entries[0].isIntersecting) drawMore(PART); }, {rootMargin: "800px"}).observe($("more"));
  addEventListener("beforeprint", () => drawMore(shown.length));
  select();
}
start();
