// The tables of the page, and the texts as they are asked for: from elements of the page, from files beside it, or from
// the server of a review.

const form = document.body.dataset.form;
const served = form === "served";
const waiting = new Map();
const opened = new Map();
const records = new Map();
let data = null;
let chunks = null;

// Files beside the page call this.  A page that was opened from a disk may load scripts, and nothing else.
function receive(name, content) {
  waiting.get(name)(content);
}
window.receive = receive;

async function unpacked(packed) {
  const binary = atob(packed);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

function beside(name) {
  return new Promise((found, failed) => {
    waiting.set(name, found);
    const script = element("script", { src: `${name}.js` });
    script.onerror = () => failed(new Error(`${name}.js is missing; keep it in the folder of this page`));
    document.head.append(script);
  });
}

// What the server answers.  Throws an error with its sentence where it refuses.
async function asked(name, body) {
  const answer = await fetch(name, body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) })
    .catch(() => { throw new Error("provenance review does not answer"); });
  if (!answer.ok) throw new Error((await answer.text()).trim());
  return answer.json();
}

function load(name) {
  if (!opened.has(name)) {
    const holder = byId(name);
    opened.set(name, served ? asked(name) : form === "folder" ? beside(name) : form === "packed" ? unpacked(holder.textContent)
      : Promise.resolve(JSON.parse(holder.textContent)));
    if (served) opened.get(name).catch(() => opened.delete(name));
  }
  return opened.get(name);
}

// The record of a document: its length, the pieces of its text, its claims.  Null where the page holds none.
async function record(position) {
  const chunk = chunks[position];
  if (chunk < 0) return null;
  if (!records.has(position)) {
    for (const [of, length, pieces, claims] of await load(`texts-${chunk}`)) {
      records.set(of, { length, pieces: pieces.map(([start, text]) => new Piece(start, text)), claims });
    }
  }
  return records.get(position);
}

// A piece of a text.  Places count code points, and JavaScript counts halves of those beyond the first 65,536.
class Piece {
  constructor(start, text) {
    this.start = start;
    this.text = text;
    this.wide = /[\ud800-\udbff]/.test(text);
    this.end = start + (this.wide ? [...text].length : text.length);
  }

  unit(place) {
    const wanted = Math.min(Math.max(place - this.start, 0), this.end - this.start);
    if (!this.wide) return wanted;
    if (!this.units) {
      this.units = new Uint32Array(this.end - this.start + 1);
      let at = 0;
      let unit = 0;
      for (const sign of this.text) {
        this.units[at++] = unit;
        unit += sign.length;
      }
      this.units[at] = unit;
    }
    return this.units[wanted];
  }

  slice(start, end) {
    return this.text.slice(this.unit(start), this.unit(end));
  }
}

const textOf = (held, start, end) => {
  const piece = held && held.pieces.find((one) => one.start <= start && one.end >= end);
  return piece ? piece.slice(start, end) : "";
};

// Look-ups that the tables need again and again, computed once.
class Corpus {
  constructor(tables) {
    const { documents, groups, passages, pairs } = tables;
    this.size = documents.id.length;
    documents.group = new Int32Array(this.size).fill(-1);
    documents.likeness = new Uint8Array(this.size);
    this.copies = [];
    groups.members.forEach((members, at) => members.forEach((of, place) => {
      documents.group[of] = at;
      documents.likeness[of] = groups.likeness[at][place];
      if (of !== groups.keep[at]) this.copies.push({ of, at, keep: groups.keep[at], similarity: groups.similarity[at][place] });
    }));
    this.positions = new Map(documents.id.map((id, position) => [id, position]));
    this.carried = new Map();
    for (let at = 0; at < passages.flags.length; at++) {
      for (let slot = passages.offsets[at]; slot < passages.offsets[at + 1]; slot++) {
        const of = passages.document[slot];
        const list = this.carried.get(of);
        if (!list) this.carried.set(of, [at]);
        else if (list[list.length - 1] !== at) list.push(at);
      }
    }
    this.pairs = new Map();
    for (let at = 0; at < pairs.left.length; at++) this.pairs.set(pairs.left[at] * this.size + pairs.right[at], at);
    this.ties = null;
  }

  pair(a, b) {
    return this.pairs.get(Math.min(a, b) * this.size + Math.max(a, b));
  }

  // How similar a copy is to the text to keep, or where that pair is not listed, to the representative of the group.
  like({ of, keep, similarity }) {
    const at = this.pair(of, keep);
    return at === undefined ? similarity : data.pairs.like[at];
  }

  // The derivation between two documents, in either direction.
  tie(a, b) {
    const { derivations } = data;
    if (!this.ties) {
      this.ties = new Map();
      derivations.original.forEach((original, at) => {
        const copy = derivations.copy[at];
        this.ties.set(Math.min(original, copy) * this.size + Math.max(original, copy), at);
      });
    }
    return this.ties.get(Math.min(a, b) * this.size + Math.max(a, b));
  }
}

// Columns of documents as people read them.
const named = {
  id: (of) => data.documents.id[of],
  title: (of) => data.documents.title[of] || "",
  day: (of) => (data.documents.day.length ? data.documents.day[of] : ""),
  source: (of) => (data.documents.sources.of.length ? data.documents.sources.names[data.documents.sources.of[of]] : ""),
};
const STANDINGS = ["missing", "inferred", "conflict", "agree"];
const doubt = (standing) => (standing === 1 || standing === 2 ? "?" : "");
const LOW = 3;
const sourceShown = (of) => {
  const weak = data.documents.confidence[of] === LOW || doubt(data.documents.standing[of]);
  return named.source(of) ? named.source(of) + (weak ? "?" : "") : "–";
};
const days = (of) => data.documents.published[of].replace(/[[\]]/g, "").split(",").map((day) => day.split("T")[0]).join(" or ");
const dayShown = (of) => (named.day(of) ? days(of) + doubt(data.documents.published_standing[of]) : "–");

// Documents from the earliest to the latest; those without a date follow.  Of one day the *original* comes first, and then
// the order of the corpus.
const earlier = (a, b, original) => {
  const [first, second] = [named.day(a) || "~", named.day(b) || "~"];
  return first < second ? -1 : first > second ? 1 : (b === original) - (a === original) || a - b;
};
