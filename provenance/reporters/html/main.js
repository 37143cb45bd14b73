// The page: which view an address names, the bar above, the keys, light and dark.

const VIEWS = [
  ["groups", "Groups"], ["documents", "Documents"], ["pairs", "Pairs"], ["passages", "Passages"], ["findings", "Findings"],
  ["timeline", "Timeline"], ["matrix", "Matrix"], ["missed", "Not analysed"], ["method", "Method"],
];
const STILL = ["matrix", "method"];
const KNOWN = new Set(["timeline", ...STILL]);
// The views that have something to show: a source that copies another takes two.
const views = () => VIEWS.filter(([name]) => (name !== "missed" || data.notices.length) && (name !== "matrix" || data.documents.sources.names.filter(Boolean).length > 1));
const tables = new Map();
let current = null;
let opening = 0;

const shares = { groups: () => data.groups.keep, copies: () => corpus.copies, documents: () => data.documents.id, pairs: () => data.pairs.left, passages: () => data.passages.flags, findings: () => data.findings.message, missed: () => data.notices };

// "#/pair/a/b?passage=2" as its parts and its state.
function parsed(hash) {
  const [path, search] = hash.replace(/^#\/?/, "").split("?");
  const parts = path ? path.split("/").map((part) => { try { return decodeURIComponent(part); } catch { return part; } }) : [""];
  return [parts, Object.fromEntries(new URLSearchParams(search || ""))];
}

function composed(name, state) {
  const search = new URLSearchParams(Object.entries(state).filter(([, value]) => value));
  return `#/${name}${search.size ? `?${search}` : ""}`;
}

function tableOf(name, state) {
  const made = tables.get(name);
  if (made) {
    if ((made.state.q || "") !== (state.q || "") || (state.sort && made.state.sort !== state.sort)) {
      if (state.sort && made.state.sort !== state.sort) made.sorted = null;
      made.state = { ...made.state, ...state, q: state.q };
      made.arrange();
    }
    return made;
  }
  const table = new Table(TABLES[name](), state, () => history.replaceState(null, "", composed(name, table.state)));
  tables.set(name, table);
  return table;
}

const PLACED = {
  group: ([at]) => (data.groups.keep[at - 1] === undefined ? null : groupView(at - 1)),
  document: ([id]) => (corpus.positions.has(id) ? documentView(corpus.positions.get(id)) : null),
  passage: ([at]) => (data.passages.flags[at - 1] === undefined ? null : passageView(at - 1)),
  rule: ([code]) => (Object.hasOwn(data.rules, code) ? ruleView(code) : null),
  finding: ([fingerprint]) => {
    const row = data.findings.fingerprint.indexOf(fingerprint);
    return row < 0 ? null : findingView(row);
  },
};
const UNDER = { group: "groups", copies: "groups", document: "documents", pair: "pairs", passage: "passages", rule: "findings", finding: "findings" };

// The view that is shown first: groups, or if there are none, whatever there is.
const usual = () => ["groups", "documents"].find((name) => shares[name]().length) || (data.notices.length ? "missed" : "documents");

async function route() {
  const turn = ++opening;
  if (current && location.hash && !location.hash.startsWith("#/")) return;
  const [[name, ...rest], state] = parsed(location.hash);
  const known = Object.hasOwn(TABLES, name) || KNOWN.has(name) || Object.hasOwn(UNDER, name);
  const view = known ? name : usual();
  if (current && current.table) current.table.top = current.table.rows.scrollTop;
  for (const section of STILL) byId(section).hidden = section !== view;
  let made = { name: view };
  if (view in TABLES) {
    const table = tableOf(view, state);
    made = { name: view, table, node: table.node };
    byId("query").value = state.q || "";
  } else if (view === "timeline") {
    const timeline = new Timeline(state);
    made = { name: view, node: timeline.node, timeline };
  } else if (!STILL.includes(view)) made = await placed(view, rest, state);
  if (turn !== opening) return;
  const first = current === null;
  current = made;
  document.body.classList.toggle("first", !known);
  byId("view").replaceChildren(...(made.node ? [made.node] : []));
  if (made.table) made.table.settle();
  if (made.timeline) made.timeline.draw();
  if (made.one || (!first && !known)) window.scrollTo(0, 0);
  showBar();
  if (!first && !byId("bar").contains(document.activeElement)) focused(made);
  const title = made.node && made.node.querySelector("h2");
  document.title = `${title ? title.textContent.slice(0, 80) : VIEWS.find(([one]) => one === (UNDER[view] || view))[1]} – Provenance report`;
}

// Where the keys continue after another view was opened: its chosen row, or its beginning.
function focused(made) {
  if (made.table && made.table.at >= 0) made.table.move(0);
  else byId("view").focus({ preventScroll: true });
}

async function placed(view, rest, state) {
  try {
    if (view === "pair") {
      const [left, right] = rest.map((id) => corpus.positions.get(id));
      if (left === undefined || right === undefined) return missing(view);
      const pair = new PairView(left, right, state);
      await pair.open();
      return { name: view, one: true, node: pair.node, pair };
    }
    const node = await PLACED[view](rest);
    return node ? { name: view, one: true, node } : missing(view);
  } catch (error) {
    return { name: view, one: true, node: failed(`This part of the page could not be opened: ${error.message}`) };
  }
}

const missing = (view) => ({ name: view, one: true, node: failed(`There is no such ${view} in this report.`) });

// The links of the bar stay the same elements, so that the focus stays on them; each keeps the filter.
function showBar() {
  const q = byId("query").value;
  const under = UNDER[current.name] || current.name;
  if (!byId("views").firstChild) {
    byId("views").append(...views().map(([name, label]) =>
      element("li", {}, element("a", { href: `#/${name}`, "data-view": name }, label, name in shares ? element("small", {}, number(shares[name]().length)) : null))));
  }
  for (const anchor of byId("views").querySelectorAll("a")) {
    const name = anchor.dataset.view;
    const table = tables.get(name);
    anchor.href = name in TABLES ? composed(name, { ...(table ? table.state : {}), q }) : `#/${name}`;
    if (name === under) anchor.setAttribute("aria-current", "page");
    else anchor.removeAttribute("aria-current");
  }
}

function filter() {
  const q = byId("query").value;
  if (!current || !current.table) {
    location.hash = composed(UNDER[current.name] in TABLES ? UNDER[current.name] : "documents", { q });
    return;
  }
  document.body.classList.remove("first");
  current.table.state.q = q;
  current.table.arrange();
  history.replaceState(null, "", composed(current.name, current.table.state));
  showBar();
}

function clearFilter() {
  byId("query").value = "";
  filter();
  byId("query").focus();
}

const KEYS = [
  ["/", "go to the filter"], ["j, k", "next and previous row; with two texts side by side, next and previous pair"], ["Enter", "open the row"],
  ["n, p", "with two texts side by side, next and previous passage; elsewhere, next and previous view"], ["d, i, b, u", "mark the pair as copy (a duplicate), independent, boilerplate or unsure, and go on"], ["l, r", "mark it as copy, keep the left or the right text, and go on"],
  ["x, w, m", "next mark, no mark; with two texts side by side, write a note"],
  ["o", "show or hide the texts of a group"], ["s", "sort by the next column; with two texts side by side, scroll together or separately"], ["c", "show claims, with two texts side by side"], ["t", "light, dark, or the system's setting"],
  ["1 – 9", "go to a view"], ["Esc", "back"], ["?", "this list"],
];
const FILTERS = [
  ["words", "search ids, titles, sources, messages and the beginnings of passages; put a phrase in double quotes"], ["src:VNA", "by source; src:none for texts without a source"],
  ["date:2021-09..2021-10", "by date; also date:2021, date:>2021-09-05, date:none"], ["overlap:>0.8", "by the share that is in another text; also repeated:, like: and words:"],
  ["code:DUP003", "by finding; the beginning of a code is enough"], ["id:name, group:3", "by document or group"],
  ["copy:same", "copies with the same words as the text to keep; also copy:figures, copy:other"],
  ["relation:near copied:right", "pairs; also from:VNA by:VNS, decision:copy"], ["kind:verbatim", "passages"], ["severity:error", "findings; mend:error for those that are not about copies"], ["-code:TXT", "everything except these"],
];

function help() {
  const dialog = byId("keys");
  const list = (rows, tag) => element("dl", {}, ...rows.flatMap(([name, meaning]) => [element("dt", {}, element(tag, {}, name)), element("dd", {}, meaning)]));
  dialog.replaceChildren(element("h2", { id: "keys-title", tabindex: "-1" }, "Keys"), list(KEYS, "kbd"), element("h2", {}, "Filters"), list(FILTERS, "code"),
    element("p", {}, element("button", { type: "button", click: () => dialog.close() }, "Close")));
  dialog.showModal();
  // Focus the beginning, not the button at the end, which a small screen would have to scroll to.
  byId("keys-title").focus();
}

function theme() {
  const root = document.documentElement;
  const next = { undefined: "dark", dark: "light", light: undefined }[root.dataset.theme];
  if (next) root.dataset.theme = next;
  else delete root.dataset.theme;
}

function nextPair(steps) {
  const table = tableOf("pairs", (tables.get("pairs") || { state: {} }).state);
  const { pair } = current;
  const at = table.list.indexOf(corpus.pair(pair.left, pair.right));
  const row = table.list[Math.min(Math.max(at + steps, 0), table.list.length - 1)];
  if (row !== undefined) location.hash = table.spec.address(row);
}

// The next pair of the table about which nobody has decided; the first one after the last.
function nextOpen() {
  const table = tableOf("pairs", (tables.get("pairs") || { state: {} }).state);
  const at = table.list.indexOf(corpus.pair(current.pair.left, current.pair.right));
  const open = (row) => !decisionOf(data.pairs.left[row], data.pairs.right[row]);
  const row = table.list.slice(at + 1).find(open) ?? table.list.find(open);
  if (row !== undefined) location.hash = table.spec.address(row);
}

function nextView(steps) {
  const names = views().map(([name]) => name);
  const at = names.indexOf(UNDER[current.name] || current.name);
  location.hash = byId("views").querySelectorAll("a")[(at + steps + names.length) % names.length].getAttribute("href");
}

const ACTIONS = {
  "/": () => byId("query").select(),
  "?": help,
  t: theme,
  j: () => (current.pair ? nextPair(1) : current.table && current.table.move(1)),
  k: () => (current.pair ? nextPair(-1) : current.table && current.table.move(-1)),
  n: () => nextView(1),
  p: () => nextView(-1),
  s: () => current.table && current.table.sortNext(),
  o: () => { if (current.table && current.table.at >= 0) current.table.fold(current.table.lines[current.table.at] % current.table.spec.size); },
  Escape: () => {
    const menu = document.querySelector("details.facet[open]");
    if (menu) { menu.open = false; menu.firstChild.focus(); return; } if (current.one) location.hash = composed(UNDER[current.name], (tables.get(UNDER[current.name]) || { state: {} }).state); },
};

// In the table of pairs, x marks the chosen row, and the keys that decide mark it and go on to the next one.
function markRow(key) {
  if (!current.table || current.name !== "pairs" || current.table.at < 0) return false;
  const { table } = current;
  const row = table.list[table.at];
  const both = sides(data.pairs.left[row], data.pairs.right[row]);
  if (key === "x") markNext(...both);
  else if (!markBy(key, ...both)) return false;
  table.move(key === "x" || key === "w" ? 0 : 1);
  return true;
}

function pressed(event) {
  if (!data || event.ctrlKey || event.metaKey || event.altKey || byId("keys").open) return;
  if (event.target.matches("input, textarea, select")) {
    if (event.key === "Escape" || (event.key === "Enter" && event.target.id === "query")) event.target.blur();
    else return;
  }
  if (/^[1-9]$/.test(event.key)) {
    const anchor = byId("views").querySelectorAll("a")[event.key - 1];
    if (anchor) location.hash = anchor.getAttribute("href");
    return;
  }
  if (current.pair ? current.pair.key(event.key) : markRow(event.key)) {
    event.preventDefault();
    return;
  }
  const action = ACTIONS[event.key];
  if (!action) return;
  if (event.key === "/" || event.key === "?") event.preventDefault();
  action();
}

async function start() {
  for (const section of KNOWN) byId(section).hidden = true;
  try {
    data = await load("index");
    chunks = await load("chunks");
  } catch (error) {
    byId("view").append(failed(`The tables of this page could not be opened (${error.message}); the CSV files beside it have the same rows.`));
    return;
  }
  corpus = new Corpus(data);
  byId("bar").hidden = false;
  if (served) byId("bar").querySelector(".tools").before(element("span", { id: "saved", role: "status", class: "note" }));
  await remembered();
  byId("query").addEventListener("input", filter);
  byId("help").addEventListener("click", help);
  byId("theme").addEventListener("click", theme);
  window.addEventListener("hashchange", route);
  window.addEventListener("resize", () => { 
    if (current && current.table) { current.table.measure(); current.table.draw(); }
    if (current && current.timeline) current.timeline.draw();
  });
  document.addEventListener("keydown", pressed);
  await route();
  document.body.dataset.ready = "yes";
  setTimeout(prepare, 100);
}

start();
