// Decisions about pairs: kept by the browser for this report, written to a file as lines, read again from one.

const DECISIONS = ["copy", "independent", "boilerplate", "unsure"];
let decisions = new Map();

const storeName = () => `provenance ${byId("digest").textContent}`;
const pairKey = (left, right) => `${Math.min(left, right)} ${Math.max(left, right)}`;
const decisionOf = (left, right) => (decisions.get(pairKey(left, right)) || { decision: "" }).decision;

function remembered() {
  try {
    decisions = new Map();
    for (const line of (localStorage.getItem(storeName()) || "").split("\n")) if (line) take(JSON.parse(line));
  } catch {
    // A browser may refuse storage to a page from a disk: decisions then last as long as the page.
  }
}

function remember() {
  try {
    localStorage.setItem(storeName(), decisionLines());
  } catch {
    return;
  }
}

// One line a pair, in the order of the corpus, with the digests of the texts that were decided about.
function decisionLines() {
  return [...decisions.values()].sort((a, b) => a.left - b.left || a.right - b.right).map(({ left, right, decision, note }) =>
    `${JSON.stringify({
      left: data.documents.id[left], right: data.documents.id[right], decision, note,
      left_sha256: data.documents.sha256[left], right_sha256: data.documents.sha256[right],
    })}\n`).join("");
}

// Store one line; false if it is not about two documents of this report.
function take(line) {
  const [left, right] = [corpus.positions.get(line.left), corpus.positions.get(line.right)];
  if (left === undefined || right === undefined || left === right || !DECISIONS.includes(line.decision)) return false;
  decisions.set(pairKey(left, right), { left: Math.min(left, right), right: Math.max(left, right), decision: line.decision, note: String(line.note || "") });
  return true;
}

function decide(left, right, decision, note) {
  if (decision) decisions.set(pairKey(left, right), { left: Math.min(left, right), right: Math.max(left, right), decision, note });
  else decisions.delete(pairKey(left, right));
  remember();
  refresh();
}

// The table of pairs is drawn again when it is next visible.
function refresh() {
  const table = tables.get("pairs");
  if (!table) return;
  table.sorted = null;
  table.clear();
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

// The buttons of a pair: what it is, a note, and the file of all decisions.
function reviewNode(left, right) {
  const now = () => decisions.get(pairKey(left, right)) || { decision: "", note: "" };
  const note = element("input", { type: "text", "aria-label": "Note", placeholder: "Note", class: "grow", value: now().note, change: () => { decide(left, right, now().decision || "unsure", note.value); show(); } });
  const buttons = DECISIONS.map((decision) => element("button", { type: "button", "data-decision": decision, click: () => {
    decide(left, right, now().decision === decision ? "" : decision, note.value);
    show();
  } }, decision));
  const total = element("span", { class: "note", "aria-live": "polite" });
  const input = element("input", { type: "file", accept: ".jsonl,.json,.txt", hidden: true, id: "decisions-file", "aria-label": "File of decisions", change: async () => {
    total.textContent = await importDecisions(input.files[0]);
    show(true);
  } });
  const out = element("button", { type: "button", id: "export", click: exportDecisions, title: "Save a file for “provenance baseline update PATH --decisions FILE”" }, "Export decisions");
  const show = (keep) => {
    buttons.forEach((button) => button.setAttribute("aria-pressed", button.dataset.decision === now().decision));
    out.disabled = !decisions.size;
    if (!keep) total.textContent = decisions.size ? `${count(decisions.size, "decision")} so far` : "";
  };
  show();
  const node = element("div", { class: "review", role: "group", "aria-label": "Your decision about this pair" },
    element("span", { class: "soft" }, "This pair is"), ...buttons, note,
    out, element("button", { type: "button", click: () => input.click(), title: "Load a file of decisions that was exported from a report" }, "Read decisions"), input, total);
  node.show = show;
  return node;
}

// The key x steps through the decisions: none, then each of them, then none again.
function markNext(left, right) {
  const kept = decisions.get(pairKey(left, right)) || { decision: "", note: "" };
  decide(left, right, [...DECISIONS, ""][DECISIONS.indexOf(kept.decision) + 1], kept.note);
  document.querySelector(".review").show();
}
