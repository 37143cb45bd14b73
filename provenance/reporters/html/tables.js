// The tables: the rows and columns of each, and how the filter tests them.

// The style sheet shows a dash in an empty cell, which takes no node.
const text = (cell, value) => { if (value !== "–") cell.textContent = shown(value); };
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
  return { key, label, value, share: true, class: "number", falling: true, width: "76px", fill: (cell, row) => text(cell, percent(value(row))), ...more };
}

// What rows have in common: *of* gives the documents of a row.
const sourceFacet = (of) => ({ key: "src", label: "Source", values: (row) => of(row).map((one) => named.source(one) || "none") });
const yearFacet = (of) => ({ key: "date", label: "Year", values: (row) => of(row).map((one) => named.day(one).slice(0, 4) || "none") });
const codeNamed = (code) => `${code} ${(data.rules[code] || [""])[0]}`;
const plainDay = (of) => (named.day(of) ? days(of) : "");
const one = (of) => [of];

function documentsTable() {
  const { documents } = data;
  const ledger = documents.ledger.length > 0;
  const columns = [
    { key: "document", label: "Document", value: named.id, fill: (cell, of) => put(cell, documentAddress(of), named.id(of)) },
    { key: "source", label: "Source", value: named.source, width: "96px", class: "short", fill: (cell, of) => text(cell, sourceShown(of)) },
    { key: "date", label: "Date", value: (of) => named.day(of) || "~", plain: plainDay, width: "112px", whole: true, fill: dayCell },
    { key: "title", label: "Title", value: named.title, class: "middle", prose: true },
    { key: "words", label: "Words", value: (of) => documents.words[of], class: "number low", falling: true, width: "66px", fill: (cell, of) => text(cell, number(documents.words[of])) },
    { key: "group", label: "Group", value: (of) => (documents.group[of] < 0 ? 1e9 : documents.group[of]), plain: (of) => (documents.group[of] < 0 ? "" : documents.group[of] + 1), class: "number low", width: "62px",
      fill: (cell, of) => text(cell, documents.group[of] < 0 ? "–" : String(documents.group[of] + 1)) },
    shareColumn("overlap", "Overlap", (of) => documents.overlap[of], { class: "number middle", hint: "largest share of its five-word sequences that another document has too" }),
    shareColumn("repeated", "Repeated", (of) => documents.repeated[of] ?? -1, { class: "number low", hint: "share of its characters that repeat its own text", width: "84px" }),
  ];
  if (ledger) {
    columns.push({ key: "ledger", label: "Origin", value: (of) => documents.ledger[of][0], share: true, class: "ledger low", whole: true, width: "124px", hint: "shares of its characters: first here, shared earlier, stock phrases, repeated in the text itself", fill: ledgerBar });
  }
  columns.push({ key: "findings", label: "Findings", value: (of) => documents.found[of].length, plain: codesOf, falling: true, class: "middle", width: "15%", fill: codesCell });
  return {
    name: "documents", title: "Documents", noun: "document", none: "No document could be read.", size: corpus.size, columns, sort: "", file: "documents.csv",
    note: ledger ? [element("span", { class: "low" }, "Origin of a text's characters: ", ...LEDGER.map((part, at) => element("span", { class: "swatch" }, element("i", { class: `l${at}` }), part)))] : "",
    facets: [sourceFacet(one), yearFacet(one), { key: "code", label: "Rule", name: codeNamed, values: (of) => documents.found[of].map((code) => documents.codes[code]) },
      { key: "copy", label: "Copy", name: (what) => COPIES[COPY.indexOf(what)] || what, values: (of) => [COPY[documents.likeness[of]]] }],
    more: [{ label: "Path", plain: (of) => documents.path[of] || named.id(of) }, { label: "Line", plain: (of) => documents.line[of] || "" }, { label: "SHA-256", plain: (of) => documents.sha256[of] || "" }],
    anyDocument: (of, fits) => fits[of], address: documentAddress,
  };
}

function dayCell(cell, of) {
  const day = dayShown(of);
  text(cell, day);
  if (day.length > 11) cell.title = day;
}

const codesOf = (of) => data.documents.found[of].map((code) => data.documents.codes[code]).join(" ");

function codesCell(cell, of) {
  const codes = data.documents.found[of].map((code) => data.documents.codes[code]);
  text(cell, codes.join(" ") || "–");
  if (codes.length > 2) cell.title = codes.join(" ");
}

const LEDGER = ["first here", "shared with an earlier text", "stock phrases", "repeated in the text itself"];
const LEDGER_COLOURS = [0, 1, 2, 3].map((part) => `var(--l${part})`);

// One node: the bar is the cell's background, and the shares stand in its title.  A text that is all its own has no bar.
function ledgerBar(cell, of) {
  const shares = data.documents.ledger[of];
  if (!shares.length || shares[0] === 10000) {
    text(cell, shares.length ? "all first here" : "–");
    cell.classList.add("own");
    return;
  }
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

const COPIES = ["no copy", "same words", "other figures", "other words"];

// The likeness of copies in words: "2 same words, 1 other words".
function copiesSaid(row) {
  const found = [0, 0, 0, 0];
  data.groups.members[row].forEach((of, place) => { if (of !== data.groups.keep[row]) found[data.groups.likeness[row][place]]++; });
  const said = found.map((times, what) => [times, what]).filter(([times, what]) => times && what);
  return said.length === 1 ? COPIES[said[0][1]] : said.map(([times, what]) => `${number(times)} ${COPIES[what]}`).join(", ");
}

// The members of a group: the one to keep, then the others from the earliest to the latest.
const membersOf = (row) => {
  const keep = data.groups.keep[row];
  return data.groups.members[row].map((of, place) => ({ of, at: row, keep, similarity: data.groups.similarity[row][place], what: data.groups.likeness[row][place] }))
    .sort((a, b) => (b.of === keep) - (a.of === keep) || earlier(a.of, b.of, keep));
};

function groupsTable() {
  const { groups } = data;
  const parts = new Map();
  const members = (row) => { if (!parts.has(row)) parts.set(row, membersOf(row)); return parts.get(row); };
  const least = (row) => Math.min(...groups.similarity[row]);
  const known = (row) => [...new Set(groups.members[row].map(named.source))].filter(Boolean);
  const found = (row) => groups.members[row].map(named.day).filter(Boolean).sort();
  const dates = (row) => { const all = found(row); return all.length ? all[0] + (all[0] === all[all.length - 1] ? "" : ` – ${all[all.length - 1]}`) : "–"; };
  const copies = (row) => groups.members[row].length - 1;
  const keep = (row) => groups.keep[row];
  return {
    name: "groups", title: "Groups", noun: "group", none: "No two documents are similar enough to form a group.", size: groups.keep.length, sort: "-copies", file: "groups.csv",
    note: [link("#/copies", "All copies as one list")],
    columns: [
      { key: "group", label: "Group", value: (row) => row, plain: (row) => row + 1, width: "68px", class: "tight", fill: (cell, row, table) => {
        const open = table && table.unfolded.has(row);
        if (table) cell.append(element("button", { type: "button", class: "fold", "aria-expanded": String(open), "aria-label": `${open ? "Hide" : "Show"} the texts of group ${row + 1}`, click: () => table.fold(row) }, open ? "▾" : "▸"));
        cell.append(String(row + 1));
      } },
      { key: "keep", label: "Keep", value: (row) => heading(keep(row)), plain: (row) => named.id(keep(row)), prose: true, fill: (cell, row) => put(cell, address("group", row + 1), heading(keep(row))) },
      { key: "copies", label: "Drop", value: (row) => copies(row) * 20000 + least(row), plain: copies, falling: true, width: "72px", class: "number tight", fill: (cell, row) => text(cell, number(copies(row))) },
      { key: "what", label: "Copies have", value: copiesSaid, width: "130px", class: "middle" },
      shareColumn("like", "Like", least, { hint: "lowest similarity of a member to the representative of its group; of misread scans, the share of the letters that are aligned", width: "62px" }),
      ...(groups.keep.some((_, row) => known(row).length) ? [{ key: "sources", label: "Sources", value: (row) => known(row).join(", ") || "–", width: "14%", class: "middle" }] : []),
      { key: "dates", label: "Dates", value: dates, width: "196px", class: "low", whole: true },
      { key: "why", label: "Why this one", value: (row) => groups.why[row], width: "17%", class: "low", fill: (cell, row) => { text(cell, groups.why[row]); cell.title = shown(groups.why[row]); } },
    ],
    more: [{ label: "Copies", plain: (row) => members(row).slice(1).map(({ of }) => named.id(of)).join(" ") }],
    listed: (row) => members(row).slice(1).map(({ of }) => named.id(of)),
    parts: (row) => groups.members[row].length,
    fillPart: (cell, key, row, part) => {
      const member = members(row)[part];
      const { of } = member;
      const kept = of === keep(row);
      const fill = {
        group: () => { text(cell, kept ? "keep" : "drop"); cell.classList.add(kept ? "kept" : "dropped"); },
        keep: () => put(cell, kept ? documentAddress(of) : pairAddress(keep(row), of), named.id(of) + entitled(of)),
        copies: () => {},
        what: () => text(cell, kept ? "" : COPIES[member.what]),
        like: () => text(cell, kept ? "" : percent(corpus.like(member))),
        sources: () => text(cell, sourceShown(of)),
        dates: () => text(cell, dayShown(of) + (kept ? "" : gap(keep(row), of))),
        why: () => { const reasons = kept ? groups.why[row] : reasonsOf(keep(row), of); text(cell, reasons); cell.title = shown(reasons); },
      };
      fill[key]();
    },
    facets: [sourceFacet((row) => groups.members[row]), yearFacet((row) => groups.members[row]), { key: "copy", label: "Copies have", name: (what) => COPIES[COPY.indexOf(what)] || what, values: (row) => groups.likeness[row].map((what) => COPY[what]).filter((what) => what !== "none") }],
    keys: { like: (value) => { const test = numeric(value, 10000); return (row) => test(least(row)); }, group: (value) => (row) => row + 1 === Number(value) },
    anyDocument: (row, fits) => groups.members[row].some((of) => fits[of]),
    address: (row) => address("group", row + 1),
  };
}

// Why one text derives from the other, as far as something says so.
function reasonsOf(a, b) {
  const tie = corpus.tie(a, b);
  const { derivations } = data;
  return tie === undefined ? "" : derivations.why[tie].map((reason) => derivations.reasons[reason]).join("; ");
}

function copiesTable() {
  const copy = (row) => corpus.copies[row];
  const of = (row) => copy(row).of;
  const keep = (row) => copy(row).keep;
  const what = (row) => data.documents.likeness[of(row)];
  const like = (row) => corpus.like(copy(row));
  const more = (label, values) => [{ label, plain: (row) => values[of(row)] ?? "" }, { label: `${label} of the text to keep`, plain: (row) => values[keep(row)] ?? "" }];
  return {
    name: "copies", title: "Copies", noun: "copy", nouns: "copies", none: "No text is a copy of another.", size: corpus.copies.length, sort: "what", file: "groups.csv",
    note: [link("#/groups", "The same by group")],
    columns: [
      { key: "copy", label: "Copy", value: (row) => named.id(of(row)), fill: (cell, row) => put(cell, pairAddress(keep(row), of(row)), named.id(of(row)) + entitled(of(row))) },
      { key: "keep", label: "Keep instead", value: (row) => named.id(keep(row)), fill: (cell, row) => text(cell, named.id(keep(row)) + entitled(keep(row))) },
      { key: "what", label: "Copy has", value: (row) => what(row) * 20000 - like(row), plain: (row) => COPIES[what(row)], width: "110px", class: "short", fill: (cell, row) => text(cell, COPIES[what(row)]) },
      shareColumn("like", "Like", like, { hint: "similarity to the text to keep; of misread scans, the share of the letters that are aligned", width: "62px", class: "number middle" }),
      { key: "source", label: "Source", value: (row) => named.source(of(row)), width: "96px", class: "middle", fill: (cell, row) => text(cell, sourceShown(of(row))) },
      { key: "date", label: "Date", value: (row) => named.day(of(row)) || "~", plain: (row) => plainDay(of(row)), width: "112px", class: "middle", whole: true, fill: (cell, row) => dayCell(cell, of(row)) },
      { key: "apart", label: "After keep", value: (row) => apart(keep(row), of(row)) ?? 1e9, plain: (row) => apart(keep(row), of(row)) ?? "", width: "96px", class: "number low", hint: "days from the text to keep to the copy", fill: (cell, row) => text(cell, gap(keep(row), of(row)) || "–") },
      { key: "bytes", label: "Bytes", value: (row) => data.documents.bytes[of(row)], class: "number low", falling: true, width: "76px", fill: (cell, row) => text(cell, number(data.documents.bytes[of(row)])) },
    ],
    more: [{ label: "Title", plain: (row) => named.title(of(row)) }, ...more("Path", data.documents.path.map((path, at) => path || named.id(at))), ...more("Line", data.documents.line), ...more("SHA-256", data.documents.sha256)],
    facets: [{ key: "copy", label: "Copy has", name: (value) => COPIES[COPY.indexOf(value)] || value, values: (row) => [COPY[what(row)]] }, sourceFacet((row) => [of(row)]), yearFacet((row) => [of(row)])],
    likeness: like,
    keys: {
      copy: (value) => { const wanted = COPY.indexOf(value); return (row) => what(row) === wanted; },
      like: (value) => { const test = numeric(value, 10000); return (row) => test(like(row)); },
    },
    anyDocument: (row, fits) => fits[of(row)],
    address: (row) => pairAddress(keep(row), of(row)),
  };
}

const DAY = 86400000;
// Days from one text to another, null if a day is not known.
function apart(from, to) {
  const [a, b] = [named.day(from), named.day(to)];
  return a.length < 10 || b.length < 10 ? null : Math.round((Date.parse(b) - Date.parse(a)) / DAY);
}

function gap(from, to) {
  const between = apart(from, to);
  return between === null ? "" : between ? ` ${between > 0 ? "+" : "−"}${number(Math.abs(between))} d` : " same day";
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

// Whether dates or the texts themselves say which of two came first.
const ordered = (left, right) => {
  const at = corpus.pair(left, right);
  return (at !== undefined && ["left", "right"].includes(data.pairs.directions[data.pairs.direction[at]])) || Boolean(apart(left, right));
};

function pairsTable() {
  const { pairs } = data;
  const both = Array.from(pairs.left, (left, row) => sides(left, pairs.right[row]));
  const first = (row) => both[row][0];
  const second = (row) => both[row][1];
  const direction = (row) => pairs.directions[pairs.direction[row]];
  const copied = (row) => ({ left: pairs.left[row], right: pairs.right[row] })[direction(row)];
  const original = (row) => ({ left: pairs.right[row], right: pairs.left[row] })[direction(row)];
  const most = (row) => Math.max(pairs.left_in_right[row], pairs.right_in_left[row]);
  const said = (row) => (copied(row) === undefined ? direction(row) || "–" : copied(row) === second(row) ? "the later" : "the earlier");
  const shareIn = (side) => (row) => (pairs.left[row] === both[row][side] ? pairs.left_in_right[row] : pairs.right_in_left[row]);
  const nameOf = (of) => named.id(of) + entitled(of);
  const sourceTest = (value, pick) => {
    const fits = mask({ key: "src", value, name: `src:${value}` });
    return (row) => { const of = pick(row); return of !== undefined && fits[of] === 1; };
  };
  return {
    name: "pairs", title: "Pairs", noun: "pair", none: "No two documents are similar, and none contains an excerpt of another.", size: pairs.left.length, sort: "-like", file: "pairs.csv",
    note: "The earlier text is first where dates or the texts say which one that is; otherwise the order is that of the corpus, and Apart says so.",
    columns: [
      { key: "left", label: "Earlier", value: (row) => named.id(first(row)), fill: (cell, row) => put(cell, pairAddress(first(row), second(row)), nameOf(first(row))) },
      { key: "right", label: "Later", value: (row) => named.id(second(row)), fill: (cell, row) => text(cell, nameOf(second(row))) },
      { key: "apart", label: "Apart", value: (row) => (ordered(first(row), second(row)) ? apart(first(row), second(row)) ?? 1e8 : 1e9), plain: (row) => (ordered(first(row), second(row)) ? apart(first(row), second(row)) ?? "" : ""), width: "104px", class: "middle", hint: "days between the two",
        fill: (cell, row) => { const known = ordered(first(row), second(row)); text(cell, known ? gap(first(row), second(row)) || "no dates" : apart(first(row), second(row)) === 0 ? "same day" : "not known"); cell.classList.toggle("dim", !known); } },
      { key: "sources", label: "Sources", value: (row) => `${named.source(first(row))}–${named.source(second(row))}`, class: "low", width: "130px",
        fill: (cell, row) => text(cell, `${sourceShown(first(row))} · ${sourceShown(second(row))}`) },
      shareColumn("like", "Like", (row) => pairs.like[row], { hint: "exact Jaccard similarity of their five-word sequences; of misread scans, the share of the letters that are aligned", width: "62px" }),
      shareColumn("left_in_right", "In later", shareIn(0), { class: "number low", width: "84px", hint: "share of the earlier text that the later one has" }),
      shareColumn("right_in_left", "In earlier", shareIn(1), { class: "number low", width: "84px", hint: "share of the later text that the earlier one has" }),
      { key: "relation", label: "Relation", value: (row) => pairs.relations[pairs.relation[row]], width: "92px", class: "short" },
      { key: "measure", label: "Measure", value: (row) => pairs.measures[pairs.measure[row]], width: "72px", class: "low", hint: "what the shares are of: jaccard, runs of five words; aligned, letters" },
      { key: "direction", label: "Who copied", value: said, width: "98px", class: "short" },
      { key: "decision", label: "Decision", value: (row) => decisionOf(pairs.left[row], pairs.right[row]), width: "100px", class: "low" },
    ],
    likeness: (row) => pairs.like[row],
    listed: (row) => [`${named.id(first(row))}\t${named.id(second(row))}`],
    facets: [{ key: "relation", label: "Relation", values: (row) => [pairs.relations[pairs.relation[row]]] }, { key: "copied", label: "Who copied", name: (value) => ({ left: "first in the corpus", right: "second in the corpus" })[value] || value, values: (row) => [direction(row) || "none"] },
      sourceFacet((row) => both[row]), yearFacet((row) => both[row]), { key: "decision", label: "Decision", values: (row) => [decisionOf(pairs.left[row], pairs.right[row]) || "none"] }],
    keys: {
      overlap: (value) => { const test = numeric(value, 10000); return (row) => test(most(row)); },
      like: (value) => { const test = numeric(value, 10000); return (row) => test(pairs.like[row]); },
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
      { key: "passage", label: "Passage", value: (at) => at, plain: (at) => at + 1, width: "80px", class: "tight", fill: (cell, at) => put(cell, address("passage", at + 1), String(at + 1), { "aria-label": `passage ${at + 1}` }) },
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
    facets: [{ key: "kind", label: "Kind", values: (at) => [passageKind(at)] }, sourceFacet((at) => carriersOf(at).map((slot) => passages.document[slot]))],
    listed: (at) => [oneLine(at)],
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
    note: findings.count.some((times) => times > 1) ? "More than 1,000 findings of a rule in one file are listed once, with their number." : "",
    above: rulesAbove,
    times: (row) => findings.count[row],
    facets: [{ key: "severity", label: "Severity", values: (row) => [severity(row)] }, { key: "code", label: "Rule", name: codeNamed, values: (row) => [code(row)] }, sourceFacet((row) => (findings.document[row] < 0 ? [] : [findings.document[row]]))],
    listed: (row) => [findingPlace(row)],
    columns: [
      { key: "severity", label: "Severity", value: (row) => findings.severities.of[row], plain: severity, width: "86px", class: "tight", fill: (cell, row) => { text(cell, severity(row)); cell.classList.add(severity(row)); } },
      { key: "code", label: "Rule", value: code, width: "210px", class: "middle", fill: (cell, row) => put(cell, address("rule", code(row)), codeNamed(code(row))) },
      { key: "document", label: "Where", value: findingPlace, width: "26%", fill: (cell, row) => put(cell, findingAddress(row), findingPlace(row)) },
      { key: "message", label: "What was found", value: (row) => findings.message[row], fill: (cell, row) => { text(cell, findings.message[row]); cell.title = shown(findings.message[row]); } },
      { key: "count", label: "Times", value: (row) => findings.count[row], class: "number low", falling: true, width: "70px" },
    ],
    keys: {
      code: (value) => { const wanted = value.toUpperCase(); return (row) => code(row).startsWith(wanted); },
      severity: kindsOf(severity),
      mend: (value) => { const codes = new Set(data.mend); return (row) => severity(row) === value && codes.has(code(row)); },
    },
    anyDocument: (row, fits) => findings.document[row] >= 0 && fits[findings.document[row]],
    text: (row) => hay("findings")[row],
    address: (row) => findingAddress(row),
  };
}

const findingAddress = (row) => address("finding", data.findings.fingerprint[row]);

// The parts of a rule's page: what it finds, and what to do.
function helpOf(code) {
  const page = (data.rules[code] || ["", "", ""])[2] || "";
  const part = (name) => (page.split(name)[1] || "").split(/\n\s*\n/)[0];
  return { what: page.trim().split(/\n\s*\n/)[0], way: part("What to do:") };
}

const helpNodes = (words) => words.trim().replace(/\s+/g, " ").split("`").map((part, at) => (at % 2 ? element("code", {}, part) : part));

// Of each severity the rules with their numbers; of one rule, what it finds and what to do.
function rulesAbove(query) {
  const asked = terms(query).filter((term) => !term.not);
  const rule = asked.find((term) => term.key === "code" && Object.hasOwn(data.rules, term.value.toUpperCase()));
  if (rule) {
    const code = rule.value.toUpperCase();
    const { what, way } = helpOf(code);
    return [element("div", { class: "help" }, element("p", {}, element("b", {}, codeNamed(code)), " ", ...helpNodes(what)),
      way ? element("p", {}, element("b", {}, "What to do: "), ...helpNodes(way)) : null, element("p", {}, link(address("rule", code), "More about this rule"), " · ", link("#/findings", "All findings")))];
  }
  const { findings } = data;
  const found = new Map();
  findings.codes.of.forEach((code, row) => {
    const key = `${findings.severities.of[row]} ${code}`;
    found.set(key, (found.get(key) || 0) + findings.count[row]);
  });
  const lines = findings.severities.names.map((name, severity) => [name, [...found].filter(([key]) => key.startsWith(`${severity} `))
    .map(([key, times]) => [findings.codes.names[key.split(" ")[1]], times]).sort((a, b) => b[1] - a[1])]).filter(([, rules]) => rules.length);
  if (!lines.length || query) return [];
  const [severity, [[code]]] = lines[0];
  return [element("dl", { class: "strip" }, ...lines.map(([name, rules]) => element("div", {},
    element("dt", {}, link(`#/findings?q=severity%3A${name}`, count(rules.reduce((sum, [, times]) => sum + times, 0), name === "info" ? "note" : name), { class: name })),
    element("dd", {}, ...rules.flatMap(([one, times]) => [element("span", {}, link(`#/findings?q=code%3A${one}`, (data.rules[one] || [one])[0]), ` ${number(times)}`), " "]))))),
    element("div", { class: "help" }, element("p", {}, element("b", { class: severity }, "Fix first: "), link(`#/findings?q=code%3A${code}`, codeNamed(code)), " – ", ...helpNodes(helpOf(code).way || helpOf(code).what)))];
}

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

const TABLES = { groups: groupsTable, copies: copiesTable, documents: documentsTable, pairs: pairsTable, passages: passagesTable, findings: findingsTable, missed: missedTable };
