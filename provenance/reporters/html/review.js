// Decisions about pairs: kept by the browser for this report, or saved by the server of a review as they are made; written
// to a file as lines, read again from one.

const DECISIONS = ["copy", "independent", "boilerplate", "unsure"];
// The keys that decide: the decision, and which of two copies is kept.
const MARKS = { d: ["copy"], i: ["independent"], b: ["boilerplate"], u: ["unsure"], l: ["copy", "left"], r: ["copy", "right"] };
const OTHER = { left: "right", right: "left" };
const BATCH = 200000; // characters of decisions that are sent at once
const PAUSE = 5000; // milliseconds between two looks at what other tabs have decided
let decisions = new Map();
let revision = 0; // of the server's decisions: the last one that this page knows
let sending = false;
let notice = "";
const unsaved = new Map();

const storeName = () => `provenance ${byId("digest").textContent}`;
const pairKey = (left, right) => `${Math.min(left, right)} ${Math.max(left, right)}`;
const UNDECIDED = { decision: "", note: "", keep: "" };
const choiceOf = (left, right) => decisions.get(pairKey(left, right)) || UNDECIDED;
const decisionOf = (left, right) => choiceOf(left, right).decision;
// The document to keep by a person's word, of two copies.
const keptOf = (left, right) => ({ left: Math.min(left, right), right: Math.max(left, right) })[choiceOf(left, right).keep];

async function remembered() {
  decisions = new Map();
  if (served) {
    window.addEventListener("beforeunload", (event) => { if (unsaved.size) event.preventDefault(); });
    window.addEventListener("focus", send);
    setInterval(() => { if (!document.hidden) send(); }, PAUSE);
    await send();
    return;
  }
  try {
    for (const line of (localStorage.getItem(storeName()) || "").split("\n")) if (line) take(JSON.parse(line));
  } catch {
    // A browser may refuse storage to a page from a disk: decisions then last as long as the page.
  }
}

function remember() {
  if (served) {
    send();
    return;
  }
  try {
    localStorage.setItem(storeName(), decisionLines());
  } catch {
    return;
  }
}

// One line a pair, in the order of the corpus, with the digests of the texts that were decided about.
function decisionLines() {
  return [...decisions.values()].sort((a, b) => a.left - b.left || a.right - b.right).map(({ left, right, decision, note, keep }) =>
    `${JSON.stringify({
      left: data.documents.id[left], right: data.documents.id[right], decision, note, keep: keep || undefined,
      left_sha256: data.documents.sha256[left], right_sha256: data.documents.sha256[right],
    })}\n`).join("");
}

// Store one line; false if it is not about two documents of this report.
function take(line) {
  const [left, right] = [corpus.positions.get(line.left), corpus.positions.get(line.right)];
  if (left === undefined || right === undefined || left === right || !DECISIONS.includes(line.decision)) return false;
  const keep = line.decision === "copy" && OTHER[line.keep] ? line.keep : "";
  setChoice(left, right, line.decision, String(line.note || ""), left < right ? keep : OTHER[keep]);
  return true;
}

function setChoice(left, right, decision, note, keep) {
  const key = pairKey(left, right);
  const choice = { left: Math.min(left, right), right: Math.max(left, right), decision, note, keep: keep || "" };
  if (decision) decisions.set(key, choice);
  else decisions.delete(key);
  if (served) unsaved.set(key, { ...choice, since: revision });
}

// *kept* is the document to keep, of two copies.
function decide(left, right, decision, note, kept) {
  setChoice(left, right, decision, note, kept === undefined || decision !== "copy" ? "" : kept === Math.min(left, right) ? "left" : "right");
  notice = "";
  remember();
  refresh();
}

// Send what is not saved, and take in what other tabs have decided.  What cannot be sent is sent again later.
async function send() {
  if (sending) return;
  sending = true;
  if (unsaved.size) byId("saved").textContent = "Saving …";
  try {
    do {
      const sent = [];
      let size = 0;
      for (const entry of unsaved) {
        size += JSON.stringify(entry).length;
        if (sent.length && size > BATCH) break;
        sent.push(entry);
      }
      const lines = sent.map(([, line]) => ({ ...line, left: data.documents.id[line.left], right: data.documents.id[line.right] }));
      merge(await asked(lines.length ? "decisions" : `decisions?since=${revision}`, lines.length ? { since: revision, decisions: lines } : undefined), sent);
      byId("saved").className = "note";
      byId("saved").textContent = notice || byId("saved").dataset.usual;
    } while (unsaved.size);
  } catch (error) {
    byId("saved").className = "unsaved";
    byId("saved").textContent = `${unsaved.size ? `${count(unsaved.size, "decision")} not saved` : "Not connected"}: ${error.message}`;
    byId("saved").title = "They are sent again every few seconds. If the review was stopped, save them by “Export decisions” of a pair, start it again, and read them there.";
  }
  sending = false;
}

function merge(answer, sent) {
  const mine = new Set(sent.map(([key]) => key));
  const lost = new Set(answer.refused.map((at) => sent[at][0]));
  revision = answer.revision;
  for (const [key, line] of sent) {
    const now = unsaved.get(key);
    if (now === line) unsaved.delete(key);
    else if (now && !lost.has(key)) now.since = revision;
  }
  let others = 0;
  let changed = false;
  for (const change of answer.decisions) {
    const [left, right] = [corpus.positions.get(change.left), corpus.positions.get(change.right)];
    const key = pairKey(left, right);
    if (!mine.has(key)) others++;
    if (unsaved.has(key) || (mine.has(key) && !lost.has(key))) continue;
    changed = true;
    if (change.decision) decisions.set(key, { ...change, left, right });
    else decisions.delete(key);
  }
  if (lost.size) {
    const { left, right } = sent.find(([key]) => lost.has(key))[1];
    notice = `Not saved, since another tab had decided otherwise: ${named.id(left)} and ${named.id(right)} ${decisionOf(left, right) ? `are ${decisionOf(left, right)}` : "are undecided"}${lost.size > 1 ? `, and ${count(lost.size - 1, "other pair")}` : ""}`;
  } else if (others && byId("saved").dataset.usual) notice = `${count(others, "decision")} of another tab added`;
  byId("saved").dataset.usual = `Saved in ${answer.file}`;
  if (changed) refresh();
}

// The table of pairs is drawn again when it is next visible, and the buttons of a pair now.
function refresh() {
  const shownPair = document.querySelector(".review");
  if (shownPair) shownPair.show();
  const table = tables.get("pairs");
  if (!table) return;
  const within = table.body.contains(document.activeElement);
  table.sorted = null;
  table.clear();
  if (current && current.table === table) table.draw();
  if (within) table.move(0);
}

const exportDecisions = () => saveAs(decisionLines(), "decisions.jsonl", "application/jsonl");

async function importDecisions(file) {
  let taken = 0;
  let passed = 0;
  for (const line of (await file.text()).split("\n")) {
    if (!line.trim()) continue;
    try {
      if (take(JSON.parse(line))) taken++;
      else passed++;
    } catch {
      passed++;
    }
  }
  remember();
  refresh();
  return `${count(taken, "decision")} read${passed ? `, ${count(passed, "line")} skipped: not about a pair in this report` : ""}`;
}

// The buttons of a pair: what it is, which text to keep, a note, and the file of all decisions.
// *names* are what the two texts are called.
function reviewNode(left, right, names) {
  const now = () => choiceOf(left, right);
  const kept = () => keptOf(left, right);
  const note = element("input", { type: "text", "aria-label": "Note", placeholder: "Note", title: "Key: m", class: "grow", value: now().note, change: () => decide(left, right, now().decision || "unsure", note.value, kept()) });
  const keyOf = (decision, keep) => `Key: ${Object.keys(MARKS).find((key) => MARKS[key][0] === decision && MARKS[key][1] === keep)}`;
  const buttons = DECISIONS.map((decision) => element("button", { type: "button", "data-decision": decision, title: keyOf(decision), click: () =>
    decide(left, right, now().decision === decision ? "" : decision, note.value) }, decision));
  const keeps = [left, right].map((of, side) => element("button", { type: "button", title: keyOf("copy", ["left", "right"][side]), click: () =>
    decide(left, right, "copy", note.value, kept() === of ? undefined : of), "aria-label": `keep ${names[side]}` }, names[side]));
  const total = element("span", { class: "note", "aria-live": "polite" });
  const input = element("input", { type: "file", accept: ".jsonl,.json,.txt", hidden: true, id: "decisions-file", "aria-label": "File of decisions", change: async () => {
    const said = await importDecisions(input.files[0]);
    total.textContent = said;
  } });
  const out = element("button", { type: "button", id: "export", click: exportDecisions, title: "Save a file for “provenance baseline update PATH --decisions FILE”" }, "Export decisions");
  const node = element("div", { class: "review", role: "group", "aria-label": "Your decision about this pair" },
    element("span", { class: "soft" }, "This pair is"), ...buttons, element("span", { class: "keep" }, element("span", { class: "soft" }, "keep"), ...keeps), note,
    out, element("button", { type: "button", click: () => input.click(), title: "Load a file of decisions that was exported from a report" }, "Read decisions"), input, total);
  node.note = note;
  node.show = () => {
    buttons.forEach((button) => button.setAttribute("aria-pressed", button.dataset.decision === now().decision));
    keeps.forEach((button, side) => button.setAttribute("aria-pressed", kept() === [left, right][side]));
    if (document.activeElement !== note) note.value = now().note;
    out.disabled = !decisions.size;
    total.textContent = decisions.size ? `${count(decisions.size, "decision")} so far` : "";
  };
  node.show();
  return node;
}

// The key x steps through the decisions: none, then each of them, then none again.
function markNext(left, right) {
  const kept = choiceOf(left, right);
  decide(left, right, [...DECISIONS, ""][DECISIONS.indexOf(kept.decision) + 1], kept.note);
}

// A key that decides about two texts, *left* and *right* as they are shown; false for any other key.
function markBy(key, left, right) {
  if (key === "w") decide(left, right, "", "");
  else if (Object.hasOwn(MARKS, key)) {
    const [decision, side] = MARKS[key];
    decide(left, right, decision, choiceOf(left, right).note, { left, right }[side]);
  } else return false;
  return true;
}
