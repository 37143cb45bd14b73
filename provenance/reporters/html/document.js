// One document with its claims, findings and passages; one group; one passage with all its places; one rule.

const LONG = 200; // characters; a longer finding is marked only on its own page, since it would hide all others

async function documentView(of, finding) {
  const { documents, findings } = data;
  const held = await record(of);
  const mine = findings.document.map((one, row) => (one === of ? row : -1)).filter((row) => row >= 0);
  const repeats = sharedPassages(of, of);
  const node = element("article", { class: "single" },
    element("h2", { class: "anywhere" }, heading(of)),
    facts(of),
    element("ul", { class: "facts" },
      element("li", { class: "anywhere" }, named.id(of)),
      documents.path[of] ? element("li", { class: "anywhere" }, `${documents.path[of]}${documents.line[of] ? `, line ${documents.line[of]}` : ""}`) : null,
      element("li", {}, `${number(documents.bytes[of])} bytes, ${documents.encodings.names[documents.encodings.of[of]]}`),
      documents.chain && documents.chain[of] ? element("li", {}, `chain: ${documents.chain[of].join(" → ")}`) : null,
      documents.sha256[of] ? element("li", {}, "SHA-256 ", element("code", {}, documents.sha256[of])) : null),
    element("p", {}, ...relations(of, repeats)));
  const aside = element("div", { class: "aside", tabindex: "0", role: "region", "aria-label": "Findings and claims" });
  if (mine.length) aside.append(element("h3", {}, "Findings"), findingsList(mine, finding));
  if (held && held.claims.length) aside.append(element("h3", {}, "Claims"), claimsList(held));
  node.append(element("div", { class: "reader" }, held
    ? element("div", { class: "pane" }, textNode(held, documentMarks(of, held, mine, finding)))
    : failed("The text of this document is not in this page; open its file to read it."), aside));
  const found = node.querySelector(".found.now");
  if (found) requestAnimationFrame(() => found.scrollIntoView({ block: "center" }));
  return node;
}

// What a share of a pair is of, where it is not of words.
const ofLetters = (at) => (data.pairs.measures[data.pairs.measure[at]] === "aligned" ? " of the letters" : "");

// Where else to look: its group, its pairs, its own repeats.
function relations(of, repeats) {
  const parts = [];
  const group = data.documents.group[of];
  const add = (...more) => parts.push(parts.length ? " · " : "", ...more);
  if (group >= 0) add(link(address("group", group + 1), `group ${group + 1}`), data.groups.keep[group] === of ? " (the one to keep)" : "");
  if (repeats.length) add(link(address("pair", named.id(of), named.id(of)), `${count(repeats.length, "passage")} repeated in this text, side by side`));
  const mine = [];
  data.pairs.left.forEach((left, at) => {
    if (left === of || data.pairs.right[at] === of) mine.push(at);
  });
  mine.sort((a, b) => data.pairs.like[b] - data.pairs.like[a]);
  for (const at of mine.slice(0, 12)) {
    const other = data.pairs.left[at] === of ? data.pairs.right[at] : data.pairs.left[at];
    add("similar to ", link(pairAddress(of, other), named.id(other).slice(0, 80)), ` ${percent(data.pairs.like[at])}${ofLetters(at)}`);
  }
  if (mine.length > 12) add(link(`#/pairs?q=${encodeURIComponent(`id:"${named.id(of)}"`)}`, count(mine.length - 12, "more pair")));
  return parts.length ? parts : [element("span", { class: "none" }, "No similar documents.")];
}

const FEW = 3; // findings of a rule that are shown without a click

// Findings by rule, the severest first; each rule with what to do.
function findingsList(rows, chosen) {
  const { findings } = data;
  const rules = new Map();
  for (const row of [...rows].sort((a, b) => findings.severities.of[a] - findings.severities.of[b] || a - b)) {
    const code = findings.codes.names[findings.codes.of[row]];
    if (!rules.has(code)) rules.set(code, []);
    rules.get(code).push(row);
  }
  return element("div", { class: "rules" }, ...[...rules].map(([code, mine]) => {
    const severity = findings.severities.names[findings.severities.of[mine[0]]];
    const { way } = helpOf(code);
    return element("details", { open: mine.length <= FEW || mine.includes(chosen) },
      element("summary", { class: "anywhere" }, element("span", { class: severity }, severity), ` ${codeNamed(code)}`, mine.length > 1 ? element("small", {}, ` ${number(mine.length)}`) : null),
      element("ul", { class: "list" }, ...mine.map((row) => element("li", { class: row === chosen ? "anywhere chosen" : "anywhere" }, link(findingAddress(row), findings.message[row], { class: "message" })))),
      element("p", { class: "soft" }, ...(way ? ["What to do: ", ...helpNodes(way), " "] : []), link(address("rule", code), "More about this rule")));
  }));
}

// What is claimed, by whom, with which words, and how it was found.
function claimsList(held) {
  return element("ul", { class: "list" }, ...held.claims.map(([property, value, start, end, asserter, method, confidence]) => {
    const words = textOf(held, start, end).replace(/\s+/g, " ").slice(0, 120);
    return element("li", { class: "anywhere" }, `${property.replace("_", " ")} `, element("b", {}, value),
      element("div", { class: "who" }, `${asserter}${words ? ` “${words}”` : ""} · ${method.replace(/-/g, " ")} · ${confidence}`));
  }));
}

function documentMarks(of, held, mine, chosen) {
  const { passages, findings } = data;
  const marks = claimMarks(held);
  for (const at of corpus.carried.get(of) || []) {
    for (const slot of carriersOf(at)) {
      if (passages.document[slot] !== of) continue;
      const badge = () => element("a", { class: "n", href: address("passage", at + 1), "aria-label": `passage ${at + 1}` }, at + 1);
      marks.push(marked(held, passages.start[slot], passages.end[slot], { class: "p", passage: at + 1, badge, title: `passage ${at + 1}` }));
    }
  }
  for (const row of mine) {
    const long = findings.end[row] - findings.start[row] > LONG;
    if (findings.start[row] < 0 || (row !== chosen && (long || chosen !== undefined))) continue;
    const code = findings.codes.names[findings.codes.of[row]];
    marks.push(marked(held, findings.start[row], findings.end[row], { class: row === chosen ? "found now" : "found", title: `${code}: ${findings.message[row]}`, finding: row + 1 }));
  }
  return marks;
}

function groupView(at) {
  const { groups } = data;
  const keep = groups.keep[at];
  const members = membersOf(at);
  const item = (member) => {
    const { of } = member;
    const kept = of === keep;
    const reasons = kept ? groups.why[at] : reasonsOf(keep, of);
    return element("li", { class: kept ? "keep" : null },
      element("b", {}, kept ? "Keep" : "Drop"), " ", link(documentAddress(of), heading(of).slice(0, 160)),
      element("div", { class: "soft anywhere" }, `${named.id(of)} · ${sourceShown(of)} · ${dayShown(of)}${kept ? "" : gap(keep, of)} · ${number(data.documents.words[of])} words`,
        ...(kept ? [] : [` · ${[COPIES[member.what]].filter((_, what) => what || member.what).join("")} ${exactly(corpus.like(member))} like the one to keep · `, link(pairAddress(keep, of), "side by side")])),
      reasons ? element("div", { class: "soft anywhere" }, `${kept ? "Kept as the " : "Why: "}${reasons}`) : null);
  };
  const list = members.slice(0, 500).map(item);
  const independent = groups.independent[at];
  return element("article", {}, element("h2", {}, `Group ${at + 1}`),
    element("p", { class: "sentence" }, `Keep one of ${count(members.length, "text")}, drop ${number(members.length - 1)}. ${independent === null ? "" : `They come from ${count(independent, "independent source")}. `}The copies follow from the earliest to the latest.`),
    element("ol", { class: "chain" }, ...list),
    members.length > list.length ? element("p", { class: "note" }, `${count(members.length - list.length, "more text")} in groups.csv.`) : null,
    element("p", {}, link(composed("copies", { q: `group:${at + 1}` }), "The copies as a list"), " · ", link(composed("timeline", { arcs: `group:${at + 1}` }), "On the timeline")));
}

const PLACES = 200; // of a passage, shown at most

async function passageView(at) {
  const { passages } = data;
  const slots = carriersOf(at);
  const node = element("article", {}, element("h2", {}, `Passage ${at + 1}`),
    element("p", { class: "sentence" }, `${count(passages.words[slots[0]], "word")} in ${count(slots.length, "place")}, ${passageKind(at)}. The others are compared with the first.`));
  const first = await record(passages.document[slots[0]]);
  const whole = textOf(first, passages.start[slots[0]], passages.end[slots[0]]) || passages.text[at];
  for (const slot of slots.slice(0, PLACES)) {
    const of = passages.document[slot];
    const held = slot === slots[0] ? first : await record(of);
    const here = textOf(held, passages.start[slot], passages.end[slot]) || (slot === slots[0] ? whole : "");
    const differing = slot === slots[0] || !here ? null : differences(whole, here);
    const marks = differing ? [...differing.moved.map(([, { from, to }]) => ({ piece: 0, from, to, class: "shifted", title: "in another position in the first text" })), ...differing.come.map(({ from, to }) => ({ piece: 0, from, to, class: "come", title: "not in the first text" })),
      ...differing.alike.map(([one, other]) => ({ piece: 0, from: other.from, to: other.to, class: "alike", title: `spelled ${one.word} in the first text` }))] : [];
    const lost = differing ? differing.gone.map(({ from, to }) => whole.slice(from, to)) : [];
    node.append(element("h3", {}, link(documentAddress(of), named.id(of).slice(0, 160))),
      element("p", { class: "soft" }, `${sourceShown(of)} · ${dayShown(of)} · characters ${passages.start[slot]}–${passages.end[slot]} · ${number(passages.words[slot])} words`,
        slot === slots[0] ? " · the first text" : ` · ${percent(passages.similarity[slot])} similar · ${passages.kinds.names[passages.kinds.of[slot]]} · `,
        slot === slots[0] ? null : link(pairAddress(passages.document[slots[0]], of), "side by side")),
      here ? element("div", { class: "quote" }, textNode({ length: 0, pieces: [new Piece(0, here)], claims: [] }, marks)) : failed("This text is not in this page; open its file to read it."),
      here && whole && !differing && slot !== slots[0] ? element("p", { class: "soft" }, "There are too many differences to mark them.") : "",
      lost.length ? element("p", { class: "soft anywhere" }, `Only in the first text: ${lost.slice(0, 20).map((words) => `“${words.replace(/\s+/g, " ")}”`).join(", ")}${lost.length > 20 ? ` and ${lost.length - 20} more` : ""}`) : "");
  }
  if (slots.length > PLACES) node.append(element("p", { class: "note" }, `${count(slots.length - PLACES, "more place")} in passages.csv.`));
  return node;
}

function ruleView(code) {
  const [name, severity, page] = data.rules[code] || ["", "", ""];
  const total = data.findings.codes.of.filter((of) => data.findings.codes.names[of] === code).length;
  return element("article", {}, element("h2", {}, `${code} ${name}`),
    severity ? element("p", { class: severity }, severity) : null,
    ...(page || `\`provenance explain ${code}\` explains this rule.`).trim().split(/\n\s*\n/).map((paragraph) => element("p", { class: "rule" }, ...helpNodes(paragraph))),
    element("p", {}, link(`#/findings?q=${encodeURIComponent(`code:${code}`)}`, count(total, "finding"))));
}

function findingView(row) {
  const of = data.findings.document[row];
  if (of >= 0) return documentView(of, row);
  return element("article", {}, element("h2", {}, "Finding"), element("p", { class: "anywhere" }, findingPlace(row)), findingsList([row], row));
}
