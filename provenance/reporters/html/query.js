// From the text in the filter box to the rows that match it.

let corpus = null;
const masks = new Map();

// One term each: words, "several words", key:value, key:>value, key:a..b, and -term for what is not wanted.
function terms(query) {
  const found = [];
  for (const [raw, not, key, quoted, plain] of query.matchAll(/(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/gi)) {
    const value = quoted !== undefined ? quoted : plain;
    const known = key && (Object.hasOwn(DOCUMENT_KEYS, key.toLowerCase()) || ROW_KEYS.has(key.toLowerCase()));
    const term = known ? { key: key.toLowerCase(), value } : { key: "", value: key ? `${key}:${value}` : value };
    found.push({ ...term, raw, not: not === "-", name: `${term.key}:${value}`, quoted: quoted !== undefined });
  }
  return found;
}

// "0.8", ">0.8", "<=80%", "0.5..0.8" as a test of a number; shares are given as 0.8 or 80%.
function numeric(value, scale) {
  const [, sign, rest] = value.match(/^([<>]=?|=)?(.*)$/s);
  const read = (text) => {
    const plain = parseFloat(text);
    return scale === 10000 ? (text.endsWith("%") ? plain * 100 : Math.round(plain * 10000)) : plain;
  };
  if (rest.includes("..")) {
    const [low, high] = rest.split("..").map(read);
    return (one) => one >= 0 && !(one < low) && !(one > high);
  }
  const bound = read(rest);
  if (Number.isNaN(bound)) return () => false;
  const tests = {
    ">": (one) => one > bound, ">=": (one) => one >= bound, "<": (one) => one >= 0 && one < bound,
    "<=": (one) => one >= 0 && one <= bound, "=": (one) => one === bound,
  };
  return tests[sign] || (scale === 10000 ? tests[">="] : tests["="]);
}

// "2021", "2021-09..2021-10", ">2021-09-05", "none" as a test of a day.
function dated(value) {
  if (value === "none") return (day) => !day;
  const after = (low) => (day) => day >= low;
  const until = (high) => (day) => day !== "" && (day <= high || day.startsWith(high));
  if (value.includes("..")) {
    const [low, high] = value.split("..");
    return (day) => day !== "" && (!low || after(low)(day)) && (!high || until(high)(day));
  }
  const [, sign, rest] = value.match(/^([<>]=?)?(.*)$/s);
  const tests = {
    ">": (day) => day > rest && !day.startsWith(rest), ">=": after(rest),
    "<": (day) => day !== "" && day < rest, "<=": until(rest),
  };
  return sign ? tests[sign] : (day) => day.startsWith(rest) && rest !== "";
}

function sourced(value) {
  if (value === "none") return (name) => name === "";
  const wanted = folded(value);
  return (name) => name !== "" && folded(name) === wanted;
}

const overNames = (names, of, test) => {
  const right = names.map(test);
  return (position) => right[of[position]];
};

// What a document is to the one to keep of its group.
const COPY = ["none", "same", "figures", "other"];
// The keys that test a document, by its position.
const DOCUMENT_KEYS = {
  src: (value) => overNames(data.documents.sources.names, data.documents.sources.of, sourced(value)),
  date: (value) => {
    const test = dated(value);
    return (of) => test(named.day(of));
  },
  overlap: (value) => {
    const test = numeric(value, 10000);
    return (of) => test(data.documents.overlap[of]);
  },
  repeated: (value) => {
    const test = numeric(value, 10000);
    return (of) => test(data.documents.repeated[of] ?? -1);
  },
  words: (value) => {
    const test = numeric(value, 1);
    return (of) => test(data.documents.words[of]);
  },
  code: (value) => {
    const wanted = value.toUpperCase();
    const right = data.documents.codes.map((code) => code.startsWith(wanted));
    return (of) => data.documents.found[of].some((code) => right[code]);
  },
  copy: (value) => {
    const wanted = COPY.indexOf(value);
    return (of) => data.documents.likeness[of] === wanted;
  },
  group: (value) => (of) => data.documents.group[of] + 1 === Number(value),
  id: (value) => {
    const wanted = folded(value);
    return (of) => folded(data.documents.id[of]).includes(wanted);
  },
};
// The keys that test a row itself and not only its documents.
const ROW_KEYS = new Set(["overlap", "code", "like", "relation", "kind", "from", "by", "between", "severity", "copied", "decision", "mend"]);

// The texts that words are searched in, by table.  They are prepared in idle moments, a few milliseconds at a time, and at
// once when they are needed.
const HAYS = {
  documents: { size: () => corpus.size, text: (of) => `${named.id(of)}\n${named.title(of)}\n${named.source(of)}\n${named.day(of)}` },
  findings: { size: () => data.findings.message.length, text: (row) => `${data.findings.message[row]}\n${findingPlace(row)}` },
  passages: { size: () => data.passages.text.length, text: (at) => data.passages.text[at] },
};
const SLICE = 8; // milliseconds

function hay(name, until = Infinity) {
  const wanted = HAYS[name];
  wanted.found = wanted.found || [];
  const { found } = wanted;
  for (let at = found.length; at < wanted.size(); at++) {
    found.push(folded(wanted.text(at)));
    if (at % 50 === 0 && performance.now() > until) break;
  }
  return found;
}

function prepare() {
  const until = performance.now() + SLICE;
  const name = Object.keys(HAYS).find((one) => hay(one, until).length < HAYS[one].size());
  if (name) setTimeout(prepare);
}

// Which documents a term matches, one byte each.
function mask(term) {
  if (!masks.has(term.name)) {
    if (masks.size > 200) masks.clear();
    const fits = new Uint8Array(corpus.size);
    if (term.key === "") {
      const wanted = folded(term.value);
      hay("documents").forEach((text, of) => { fits[of] = text.includes(wanted) ? 1 : 0; });
    } else {
      const test = DOCUMENT_KEYS[term.key](term.value);
      for (let of = 0; of < corpus.size; of++) fits[of] = test(of) ? 1 : 0;
    }
    masks.set(term.name, fits);
  }
  return masks.get(term.name);
}

// The test of a row for a query: each term must match the row or one of its documents.
function rowTest(query, table) {
  const asked = terms(query);
  const tests = asked.map((term) => {
    const test = termTest(term, table, asked);
    return term.not ? (row) => !test(row) : test;
  });
  return tests.length === 1 ? tests[0] : (row) => tests.every((test) => test(row));
}

function termTest(term, table, asked) {
  const own = table.keys && table.keys[term.key];
  if (own) return own(term.value, asked);
  if (term.key && !(term.key in DOCUMENT_KEYS)) return () => false;
  const fits = table.anyDocument && mask(term);
  const any = fits ? (row) => table.anyDocument(row, fits) : () => false;
  if (term.key || !table.text) return any;
  const wanted = folded(term.value);
  return (row) => any(row) || table.text(row).includes(wanted);
}
