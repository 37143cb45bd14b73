// From a text and its marks to nodes: passages with their numbers, differences, claims with their asserters.

// A mark on the place from *start* to *end* (code points) of a text; null where the page holds no text there.
function marked(held, start, end, more) {
  const piece = held.pieces.findIndex((one) => one.start <= start && one.end >= end);
  if (piece < 0) return null;
  return { piece, from: held.pieces[piece].unit(start), to: held.pieces[piece].unit(end), ...more };
}

// Several empty lines are shown as one.
const EMPTY_LINES = /\n(?:[ \t]*\r?\n){2,}/g;

function textNode(held, marks) {
  const node = element("div", { class: "text", dir: "auto" });
  let at = 0;
  held.pieces.forEach((piece, number) => {
    if (piece.start > at) node.append(omitted(piece.start - at));
    fill(node, piece.text, marks.filter((mark) => mark && mark.piece === number));
    at = piece.end;
  });
  if (at < held.length) node.append(omitted(held.length - at));
  return node;
}

const omitted = (characters) => element("span", { class: "gap" }, `… ${count(characters, "character")} not in this page …`);

// Where marks begin and end, the text is cut; each part carries the classes of all marks that it lies in.
function fill(node, text, marks) {
  const begin = new Map();
  const end = new Map();
  const put = (at, place, mark) => { if (!at.has(place)) at.set(place, []); at.get(place).push(mark); };
  for (const mark of marks) {
    put(begin, mark.from, mark);
    put(end, mark.to, mark);
  }
  const cuts = [...new Set([0, text.length, ...begin.keys(), ...end.keys()])].sort((a, b) => a - b);
  const active = new Set();
  cuts.forEach((from, at) => {
    for (const mark of end.get(from) || []) {
      active.delete(mark);
      if (mark.tag) node.append(element("span", { class: "tag" }, mark.tag));
    }
    for (const mark of begin.get(from) || []) {
      active.add(mark);
      if (mark.badge) node.append(mark.badge());
    }
    const part = text.slice(from, cuts[at + 1]);
    if (at + 1 === cuts.length || !part) return;
    const said = part.replace(EMPTY_LINES, "\n\n");
    node.append(active.size ? markedPart(said, [...active]) : shown(said));
  });
}

function markedPart(part, marks) {
  const passage = marks.filter((mark) => mark.passage !== undefined).pop();
  const title = marks.map((mark) => mark.title).filter(Boolean).join("; ");
  const classes = [...new Set(marks.flatMap((mark) => mark.class.split(" ")))].join(" ");
  const finding = marks.find((mark) => mark.finding);
  const moved = marks.find((mark) => mark.part);
  return element("span", { class: classes, "data-p": passage ? passage.passage : null, title: title || null, "data-finding": finding ? finding.finding : null, "data-part": moved ? moved.part : null }, part);
}

// Claims with a place in the text; one place may carry several.
function claimMarks(held) {
  const places = new Map();
  for (const [property, value, start, end, asserter] of held.claims) {
    if (start < 0) continue;
    const key = `${start}-${end}`;
    if (!places.has(key)) places.set(key, { start, end, said: new Map() });
    const said = places.get(key).said;
    if (!said.has(asserter)) said.set(asserter, []);
    said.get(asserter).push([property, value]);
  }
  return [...places.values()].map(({ start, end, said }) => {
    const all = [...said].map(([who, claims]) => `${who}: ${[...new Set(claims.map(([property]) => property.replace("_", " ")))].join(", ")}`);
    const title = [...said].map(([who, claims]) => claims.map(([property, value]) => `${who} says ${property.replace("_", " ")} ${value}`).join("; ")).join("; ");
    return marked(held, start, end, { class: "claim", tag: all.join(" · "), title });
  });
}

// The facts of a document under its title; with its name where that stands nowhere else.
function facts(of, whole) {
  const { documents } = data;
  const said = named.title(of) && whole ? [["", named.id(of)]] : [];
  if (documents.published.length) {
    said.push([named.source(of) && sourceShown(of), named.source(of) ? "" : "no source"], [named.day(of) && dayShown(of), named.day(of) ? "" : "no date"]);
  }
  said.push([number(documents.words[of]), " words"]);
  return element("ul", { class: "facts" }, ...said.map(([value, unit]) => element("li", { class: "anywhere" }, value ? element("b", {}, value) : null, unit)));
}

const heading = (of) => named.title(of) || named.id(of);

function failed(message) {
  return element("p", { class: "none" }, message);
}
