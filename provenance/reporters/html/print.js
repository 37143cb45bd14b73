// For paper: whole tables, and passages with their texts and all their places.

const ON_PAPER = 2000; // rows of each table, and passages

function unroll() {
  if (!data) return;
  document.body.classList.add("printing");
  document.body.classList.toggle("one", Boolean(current && current.one));
  if (current && current.one) return;
  const total = data.passages.flags.length;
  byId("print").replaceChildren(element("p", {}, total > ON_PAPER ? `The first ${number(ON_PAPER)} of ${number(total)} passages are printed; passages.csv has all of them.`
    : `All passages are printed: ${number(total)}.`), ...["groups", "documents", "pairs", "findings", "missed"].flatMap(printedTable), ...printedPassages());
}

function rollUp() {
  document.body.classList.remove("printing", "one");
  byId("print").replaceChildren();
}

function limitNote(total, noun, file) {
  return total > ON_PAPER ? element("p", {}, `The first ${number(ON_PAPER)} of ${count(total, noun)}; ${file} has all of them.`) : null;
}

function printedTable(name) {
  const spec = TABLES[name]();
  if (!spec.size) return [];
  const ordered = new Table(spec, {}, () => {}).all().subarray(0, ON_PAPER);
  const rows = Array.from(ordered, (row) => element("tr", {}, ...spec.columns.map((column) => {
    const cell = element("td", { class: column.whole ? "whole" : null, dir: column.prose ? "auto" : null });
    if (column.fill) column.fill(cell, row);
    else text(cell, String(column.value(row)));
    return cell;
  })));
  return [element("h2", {}, spec.title), limitNote(spec.size, spec.noun, spec.file) || "",
    element("table", {}, element("thead", {}, element("tr", {}, ...spec.columns.map((column) => element("th", { scope: "col" }, column.label)))), element("tbody", {}, ...rows))];
}

function printedPassages() {
  const { passages } = data;
  const total = passages.flags.length;
  if (!total) return [];
  const printed = Array.from({ length: Math.min(total, ON_PAPER) }, (_, at) => {
    const places = carriersOf(at).slice(0, 50).map((slot) => {
      const of = passages.document[slot];
      return element("li", {}, `${named.id(of)} (${sourceShown(of)}, ${dayShown(of)}), characters ${passages.start[slot]}–${passages.end[slot]}, ${percent(passages.similarity[slot])} similar`);
    });
    return element("div", { class: "print-passage" }, element("h3", {}, `Passage ${at + 1}, ${count(passages.words[passages.offsets[at]], "word")}, ${passageKind(at)}`),
      element("div", { class: "text" }, passages.text[at].replace(EMPTY_LINES, "\n\n")), element("ul", {}, ...places));
  });
  return [element("h2", {}, "Passages"), limitNote(total, "passage", "passages.csv") || "", ...printed];
}

window.addEventListener("beforeprint", unroll);
window.addEventListener("afterprint", rollUp);
