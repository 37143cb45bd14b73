// The tables: the rows and columns of each, and how the filter tests them.

const text = (cell, value) => { cell.textContent = shown(value); };
const put = (cell, where, value, properties) => cell.append(link(where, value, { title: value.length > 40 ? value : null, ...properties }));
const documentAddress = (of) => address("document", data.documents.id[of]);
const pairAddress = (left, right) => address("pair", data.documents.id[left], data.documents.id[right]);
const kindsOf = (values) => (value) => {
  const wanted = folded(value);
  return (row) => folded(values(row)) === wanted;
};

// The title of a document, unless it is the same as its id.
const entitled = (of) => (named.title(of) && named.title(of) !== named.id(of) ? ` · ${shown(named.title(of))}` : "");

function shareColumn(key, label, value, more) {
  return { key, label, value, class: "number", falling: true, width: "76px", fill: (cell, row) => text(cell, percent(value(row))), ...more };
}

function documentsTable() {
  const { documents } = data;
  const ledger = documents.ledger.length > 0;
  const columns = [
    { key: "document", label: "Document", value: named.id, fill: (cell, of) => put(cell, documentAddress(of), named.id(of)) },
    { key: "source", label: "Source", value: named.source, width: "96px", class: "short", fill: (cell, of) => text(cell, sourceShown(of)) },
    { key: "date", label: "Date", value: (of) => named.day(of) || "~", width: "112px", whole: true, fill: dayCell },
    { key: "title", label: "Title", value: named.title, class: "middle", prose: true },
    { key: "words", label: "Words", value: (of) => documents.words[of], class: "number low", falling: true, width: "66px", fill: (cell, of) => text(cell, number(documents.words[of])) },
    { key: "group", label: "Group", value: (of) => (documents.group[of] < 0 ? 1e9 : documents.group[of]), class: "number low", width: "62px",
      fill: (cell, of) => text(cell, documents.group[of] < 0 ? "–" : String(documents.group[of] + 1)) },
    shareColumn("overlap", "Overlap", (of) => documents.overlap[of], { class: "number middle", hint: "largest share of its five-word sequences that another document has too" }),
    shareColumn("repeated", "Repeated", (of) => documents.repeated[of] ?? -1, { class: "number low", hint: "share of its characters that repeat its own text", width: "84px" }),
  ];
  if (ledger) {
    columns.push({ key: "ledger", label: "Origin", value: (of) => documents.ledger[of][0], class: "ledger low", whole: true, width: "124px", hint: "shares of its characters: first here, shared earlier, stock phrases, repeated in the text itself", fill: ledgerBar });
  }
  columns.push({ key: "findings", label: "Findings", value: (of) => documents.found[of].length, falling: true, class: "middle", width: "15%", fill: codesCell });
  return {
    name: "documents", title: "Documents", noun: "document", none: "No document could be read.", size: corpus.size, columns, sort: "", file: "documents.csv",
    note: ledger ? "The bars show where the characters come from. From left to right: first here, shared with an earlier text, stock phrases, repeated in the text itself." : "",
    anyDocument: (of, fits) => fits[of], address: documentAddress,
  };
}

function dayCell(cell, of) {
  const day = dayShown(of);
  text(cell, day);
  if (day.length > 11) cell.title = day;
}

function codesCell(cell, of) {
  const codes = data.documents.found[of].map((code) => data.documents.codes[code]);
  text(cell, codes.join(" ") || "–");
  if (codes.length > 2) cell.title = codes.join(" ");
}

const LEDGER = ["first here", "shared earlier", "stock", "repeated"];
const LEDGER_COLOURS = ["var(--accent)", "var(--mark-edge)", "var(--line)", "var(--error)"];

// One node: the bar is the cell's background, and the shares stand in its title.
function ledgerBar(cell, of) {
  const shares = data.documents.ledger[of];
  let at = 0;
  const stops = shares.map((share, part) => {
    const from = at;
    at += share / 100;
    return `${LEDGER_COLOURS[part]} ${from}% ${at}%`;
  });
  cell.style.backgroundImage = `linear-gradient(to right, ${stops.join(", ")})`;
  cell.title = shares.map((share, part) => `${percent(share)} ${LEDGER[part]}`).join(", ");
  text(cell, `${percent(shares[0])} first here`);
}

function groupsTable() {
  const { groups } = data;
  const ordered = groups.members.map((members, row) => [...members].sort((a, b) => earlier(a, b, groups.keep[row])));
  const first = (row) => ordered[row][0];
  const follows = (row) => ordered[row].slice(1, 7).map((of) => `${named.source(of) ? sourceShown(of) : named.id(of)}${gap(first(row), of)}`).join(" → ") + (ordered[row].length > 7 ? " …" : "");
  const least = (row) => Math.min(...groups.similarity[row]);
  return {
    name: "groups", title: "Groups", noun: "group", none: "No two documents are similar enough to form a group.", size: groups.keep.length, sort: "date", file: "groups.csv",
    note: "The earliest text of each group, and the sources that followed.",
    columns: [
      { key: "group", label: "Group", value: (row) => row, width: "68px", class: "tight", fill: (cell, row) => put(cell, address("group", row + 1), String(row + 1), { "aria-label": `group ${row + 1}` }) },
      { key: "date", label: "First date", value: (row) => named.day(first(row)) || "~", width: "112px", whole: true, fill: (cell, row) => dayCell(cell, first(row)) },
      { key: "source", label: "Source", value: (row) => named.source(first(row)), width: "110px", class: "short", fill: (cell, row) => text(cell, sourceShown(first(row))) },
      { key: "title", label: "Earliest text", value: (row) => heading(first(row)), prose: true },
      { key: "follows", label: "Followed by", value: (row) => ordered[row].length, fill: (cell, row) => text(cell, follows(row)), class: "middle" },
      { key: "members", label: "Texts", value: (row) => groups.members[row].length, class: "number middle", falling: true, width: "66px" },
      { key: "sources", label: "Independent", value: (row) => groups.independent[row] ?? -1, class: "number low", falling: true, width: "112px", hint: "independent sources behind the group",
        fill: (cell, row) => text(cell, groups.independent[row] === null ? "–" : String(groups.independent[row])) },
      shareColumn("like", "Similarity", least, { hint: "lowest similarity of a member to the representative", class: "number low", width: "86px" }),
    ],
    keys: { like: (value) => { const test = numeric(value, 10000); return (row) => test(least(row)); }, group: (value) => (row) => row + 1 === Number(value) },
    anyDocument: (row, fits) => groups.members[row].some((of) => fits[of]),
    address: (row) => address("group", row + 1),
  };
}

const DAY = 86400000;
function gap(from, to) {
  const [a, b] = [named.day(from), named.day(to)];
  if (a.length < 10 || b.length < 10) return "";
  const between = Math.round((Date.parse(b) - Date.parse(a)) / DAY);
  return between ? ` +${number(between)} d` : " same day";
}

// The row's documents as they are shown: the copy, or else the later text, is on the right.
function sides(left, right) {
  const at = corpus.pair(left, right);
  const direction = at === undefined ? "" : data.pairs.directions[data.pairs.direction[at]];
  const low = Math.min(left, right);
  const high = Math.max(left, right);
  if (direction === "right") return [low, high];
  if (direction === "left") return [high, low];
  return earlier(low, high) <= 0 ? [low, high] : [high, low];
}

function pairsTable() {
  const { pairs } = data;
  const direction = (row) => pairs.directions[pairs.direction[row]];
  const copied = (row) => ({ left: pairs.left[row], right: pairs.right[row] })[direction(row)];
  const original = (row) => ({ left: pairs.right[row], right: pairs.left[row] })[direction(row)];
  const most = (row) => Math.max(pairs.left_in_right[row], pairs.right_in_left[row]);
  const said = (row) => ({ left: "left copied", right: "right copied", undecided: "undecided" })[direction(row)] || "–";
  const sourceTest = (value, pick) => {
    const fits = mask({ key: "src", value, name: `src:${value}` });
    return (row) => { const of = pick(row); return of !== undefined && fits[of] === 1; };
  };
  return {
    name: "pairs", title: "Pairs", noun: "pair", none: "No two documents are similar, and none contains an excerpt of another.", size: pairs.left.length, sort: "-like", file: "pairs.csv",
    columns: [
      { key: "left", label: "Left", value: (row) => named.id(pairs.left[row]), fill: (cell, row) => put(cell, pairAddress(pairs.left[row], pairs.right[row]), named.id(pairs.left[row]) + entitled(pairs.left[row])) },
      { key: "right", label: "Right", value: (row) => named.id(pairs.right[row]), fill: (cell, row) => text(cell, named.id(pairs.right[row]) + entitled(pairs.right[row])) },
      { key: "sources", label: "Sources", value: (row) => `${named.source(pairs.left[row])}–${named.source(pairs.right[row])}`, class: "middle", width: "150px",
        fill: (cell, row) => text(cell, `${sourceShown(pairs.left[row])} · ${sourceShown(pairs.right[row])}`) },
      shareColumn("like", "Similar", (row) => pairs.jaccard[row], { hint: "exact Jaccard similarity of their five-word sequences" }),
      shareColumn("left_in_right", "Left in right", (row) => pairs.left_in_right[row], { class: "number low", width: "100px" }),
      shareColumn("right_in_left", "Right in left", (row) => pairs.right_in_left[row], { class: "number low", width: "100px" }),
      { key: "relation", label: "Relation", value: (row) => pairs.relations[pairs.relation[row]], class: "middle", width: "96px" },
      { key: "direction", label: "Who copied", value: said, width: "112px", class: "middle" },
      { key: "decision", label: "Decision", value: (row) => decisionOf(pairs.left[row], pairs.right[row]), width: "100px", class: "low" },
    ],
    keys: {
      overlap: (value) => { const test = numeric(value, 10000); return (row) => test(most(row)); },
      like: (value) => { const test = numeric(value, 10000); return (row) => test(pairs.jaccard[row]); },
      relation: kindsOf((row) => pairs.relations[pairs.relation[row]]),
      copied: kindsOf((row) => direction(row) || "none"),
      decision: kindsOf((row) => decisionOf(pairs.left[row], pairs.right[row]) || "none"),
      from: (value) => sourceTest(value, original),
      by: (value) => sourceTest(value, copied),
      between: betweenTest,
    },
    anyDocument: (row, fits) => fits[pairs.left[row]] || fits[pairs.right[row]],
    address: (row) => pairAddress(pairs.left[row], pairs.right[row]),
  };
}

// between:A between:B keeps undecided pairs of A and B; if both are the same, those within A.
function betweenTest(value, terms) {
  const { pairs } = data;
  const fits = mask({ key: "src", value, name: `src:${value}` });
  const asked = terms.filter((term) => term.key === "between").map((term) => term.value);
  const within = asked.length > 1 && asked.every((one) => one === value);
  return (row) => {
    if (["left", "right"].includes(pairs.directions[pairs.direction[row]])) return false;
    const [left, right] = [fits[pairs.left[row]], fits[pairs.right[row]]];
    return within ? left && right : left || right;
  };
}

const QUOTED = 1;
const STOCK = 2;
const BOILERPLATE = 4;

function passageKind(at) {
  const { passages } = data;
  if (passages.flags[at] & STOCK) return "stock";
  if (passages.flags[at] & BOILERPLATE) return "boilerplate";
  const last = passages.offsets[at + 1] - 1;
  const kind = passages.kinds.names[passages.kinds.of[last]];
  return passages.flags[at] & QUOTED ? `${kind}, quoted` : kind;
}

const carriersOf = (at) => {
  const slots = [];
  for (let slot = data.passages.offsets[at]; slot < data.passages.offsets[at + 1]; slot++) slots.push(slot);
  return slots;
};

function passagesTable() {
  const { passages } = data;
  const first = (at) => passages.document[passages.offsets[at]];
  const carriers = (at) => passages.offsets[at + 1] - passages.offsets[at];
  const words = (at) => passages.words[passages.offsets[at]];
  const least = (at) => Math.min(...carriersOf(at).map((slot) => passages.similarity[slot]));
  const oneLine = (at) => passages.text[at].slice(0, 200).replace(/\s+/g, " ").trim();
  return {
    name: "passages", title: "Passages", noun: "passage", none: "No passage occurs in more than one place.", size: passages.flags.length, sort: "-words", file: "passages.csv",
    columns: [
      { key: "passage", label: "Passage", value: (at) => at, width: "80px", class: "tight", fill: (cell, at) => put(cell, address("passage", at + 1), String(at + 1), { "aria-label": `passage ${at + 1}` }) },
      { key: "text", label: "Text", value: oneLine, prose: true },
      { key: "first", label: "First in", value: (at) => named.id(first(at)), width: "20%", class: "middle" },
      { key: "carriers", label: "Places", value: carriers, class: "number middle", falling: true, width: "76px" },
      { key: "words", label: "Words", value: words, class: "number", falling: true, width: "76px", fill: (cell, at) => text(cell, number(words(at))) },
      shareColumn("like", "Similarity", least, { hint: "lowest similarity of a place to the first one", class: "number low", width: "90px" }),
      { key: "kind", label: "Kind", value: passageKind, width: "130px", class: "middle" },
    ],
    keys: {
      words: (value) => { const test = numeric(value, 1); return (at) => test(words(at)); },
      kind: (value) => (at) => passageKind(at).includes(value),
      like: (value) => { const test = numeric(value, 10000); return (at) => test(least(at)); },
    },
    anyDocument: (at, fits) => carriersOf(at).some((slot) => fits[passages.document[slot]]),
    text: (at) => hay("passages")[at],
    address: (at) => address("passage", at + 1),
  };
}

function findingPlace(row) {
  const { findings } = data;
  const of = findings.document[row];
  return of >= 0 ? named.id(of) : findings.path[row] + (findings.line[row] ? `:${findings.line[row]}` : "");
}

function findingsTable() {
  const { findings } = data;
  const code = (row) => findings.codes.names[findings.codes.of[row]];
  const severity = (row) => findings.severities.names[findings.severities.of[row]];
  return {
    name: "findings", title: "Findings", noun: "finding", none: "There are no findings.", size: findings.message.length, sort: "severity", file: "findings.csv",
    note: findings.count.some((times) => times > 1) ? "If a rule reports very many findings in one file, they are listed once, at the first place, with their number." : "",
    columns: [
      { key: "severity", label: "Severity", value: (row) => findings.severities.of[row], width: "86px", class: "tight", fill: (cell, row) => { text(cell, severity(row)); cell.classList.add(severity(row)); } },
      { key: "code", label: "Rule", value: code, width: "100px", class: "low", fill: (cell, row) => put(cell, address("rule", code(row)), code(row), { title: (data.rules[code(row)] || [""])[0] }) },
      { key: "document", label: "Where", value: findingPlace, width: "26%", fill: (cell, row) => put(cell, findingAddress(row), findingPlace(row)) },
      { key: "message", label: "What was found", value: (row) => findings.message[row], fill: (cell, row) => { text(cell, findings.message[row]); cell.title = shown(findings.message[row]); } },
      { key: "count", label: "Times", value: (row) => findings.count[row], class: "number low", falling: true, width: "70px" },
    ],
    keys: {
      code: (value) => { const wanted = value.toUpperCase(); return (row) => code(row).startsWith(wanted); },
      severity: kindsOf(severity),
    },
    anyDocument: (row, fits) => findings.document[row] >= 0 && fits[findings.document[row]],
    text: (row) => hay("findings")[row],
    address: (row) => findingAddress(row),
  };
}

const findingAddress = (row) => address("finding", data.findings.fingerprint[row]);

function missedTable() {
  const { notices } = data;
  const [KIND, PATH, LINE, MESSAGE, COUNT] = [0, 1, 2, 3, 4];
  const where = (row) => notices[row][PATH] + (notices[row][LINE] ? `:${notices[row][LINE]}` : "");
  return {
    name: "missed", title: "Not analysed", noun: "notice", none: "Everything was read.", size: notices.length, sort: "", file: "audit.json",
    note: "Inputs that this report lacks in whole or in part, and why.",
    columns: [
      { key: "why", label: "Why", value: (row) => notices[row][KIND], width: "150px" },
      { key: "where", label: "Where", value: where, width: "30%" },
      { key: "inputs", label: "Inputs", value: (row) => notices[row][COUNT], class: "number", falling: true, width: "76px" },
      { key: "message", label: "Details", value: (row) => notices[row][MESSAGE] },
    ],
    text: (row) => folded(`${notices[row].join("\n")}`),
  };
}

const TABLES = { groups: groupsTable, documents: documentsTable, pairs: pairsTable, passages: passagesTable, findings: findingsTable, missed: missedTable };
