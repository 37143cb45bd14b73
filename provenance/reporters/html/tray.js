// Above a table: menus of what its rows have in common with counts, how similar pairs are, and what to take along.

const CHOICES = 60; // of a menu, at most: the most frequent ones
const BINS = 20;

function trayOf(table) {
  const { spec } = table;
  const menus = (spec.facets || []).map((facet) => menuOf(table, facet));
  const chart = spec.likeness ? element("div", { class: "chart" }) : null;
  const said = element("span", { class: "note", role: "status" });
  const copy = element("button", { type: "button", title: "Copy the first column of the rows below", click: async () => {
    const list = listed(table);
    said.textContent = await copied(list.join("\n")) ? `${count(list.length, "line")} copied` : "The browser does not let this page copy";
  } }, "Copy list");
  const save = element("button", { type: "button", title: "Save the rows below as a table", click: () => saveAs(csvOf(table), `${spec.name}.csv`, "text/csv") }, "Save CSV");
  return {
    node: element("div", { class: "tray" }, ...menus.map((menu) => menu.node), chart, element("span", { class: "grow" }), said, copy, save),
    update: (query) => {
      const asked = terms(query);
      for (const menu of menus) menu.update(asked);
      if (chart) chart.replaceChildren(histogram(table));
      said.textContent = "";
    },
  };
}

const termOf = (key, value) => `${key}:"${value.replace(/"/g, " ")}"`;

function menuOf(table, facet) {
  const label = element("summary", {}, facet.label);
  const list = element("ul");
  const node = element("details", { class: "facet" }, label, list);
  const chosen = (asked) => asked.find((term) => term.key === facet.key && !term.not);
  const choose = (value) => {
    const others = terms(table.state.q || "").filter((term) => term.key !== facet.key || term.not).map((term) => term.raw);
    node.open = false;
    label.focus();
    byId("query").value = [...others, ...(value ? [termOf(facet.key, value)] : [])].join(" ");
    filter();
  };
  node.addEventListener("toggle", () => {
    if (!node.open) return;
    for (const other of document.querySelectorAll("details.facet[open]")) if (other !== node) other.open = false;
    const now = chosen(terms(table.state.q || ""));
    const found = counted(table, facet);
    list.replaceChildren(...(now ? [element("li", {}, element("button", { type: "button", class: "quiet", click: () => choose("") }, "all of them"))] : []),
      ...found.slice(0, CHOICES).map(([value, times]) => element("li", {}, element("button", { type: "button", "aria-pressed": Boolean(now) && now.value === value, click: () => choose(value) },
        element("span", {}, facet.name ? facet.name(value) : value), element("small", {}, number(times))))),
      found.length > CHOICES ? element("li", { class: "note" }, `${number(found.length - CHOICES)} more; type ${facet.key}:… into the filter`) : "");
  });
  node.addEventListener("focusout", (event) => { if (event.relatedTarget && !node.contains(event.relatedTarget)) node.open = false; });
  return { node, update: (asked) => {
    const now = chosen(asked);
    label.replaceChildren(facet.label, now ? element("b", {}, ` ${(facet.name ? facet.name(now.value) : now.value).slice(0, 24)}`) : "");
    label.classList.toggle("on", Boolean(now));
  } };
}

// How many rows have each value, of those that fit the other terms of the filter; the most frequent first.
function counted(table, facet) {
  const others = terms(table.state.q || "").filter((term) => term.key !== facet.key).map((term) => term.raw).join(" ");
  const rows = others ? table.all().filter(rowTest(others, table.spec)) : table.all();
  const found = new Map();
  for (const row of rows) for (const value of new Set(facet.values(row))) found.set(value, (found.get(value) || 0) + 1);
  return [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

// How many pairs are how similar, with the threshold from which texts form a group.
function histogram(table) {
  const bins = new Uint32Array(BINS);
  for (const row of table.list) bins[Math.min(Math.floor((table.spec.likeness(row) * BINS) / 10000), BINS - 1)]++;
  const most = Math.max(...bins, 1);
  const at = Number(document.body.dataset.threshold) * 200;
  const svg = drawn("svg", { viewBox: "0 0 200 34", role: "group", "aria-label": "How similar the pairs are" });
  bins.forEach((found, bin) => {
    if (!found) return;
    const high = Math.max(Math.sqrt(found / most) * 32, 2);
    const said = `${bin * 5}–${bin * 5 + 5}%: ${count(found, "pair")}`;
    const bar = drawn("a", { href: composed(table.spec.name, { q: `like:${bin / BINS}..${bin === BINS - 1 ? 1 : (bin + 1) / BINS - 0.0001}` }), "aria-label": said });
    bar.append(drawn("rect", { x: bin * 10, y: 0, width: 10, height: 34, class: "back" }), drawn("rect", { x: bin * 10 + 1, y: 34 - high, width: 8, height: high, class: bin * 10 < at - 0.01 ? "below" : "bar-of" }));
    const title = drawn("title", {});
    title.textContent = said;
    bar.append(title);
    svg.append(bar);
  });
  svg.append(drawn("line", { x1: at, x2: at, y1: 0, y2: 34, class: "at" }));
  return element("span", { title: `The line is the threshold, ${Math.round(at / 2)}%` }, svg);
}

const plainOf = (column, row) => String(column.plain ? column.plain(row) : column.share ? Math.max(column.value(row), 0) / 10000 : column.value(row));

// The names of the rows, one a line; of a group its copies.
function listed(table) {
  const { spec } = table;
  return spec.listed ? Array.from(table.list).flatMap(spec.listed) : Array.from(table.list, (row) => plainOf(spec.columns[0], row));
}

// A field never begins as a formula of a spreadsheet, nor holds a sign that cannot be seen.
function field(value) {
  const said = shown(value);
  const safe = /^\s*[=+\-@＝＋－＠]/.test(said) && Number.isNaN(Number(said)) ? `'${said}` : said;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

function csvOf(table) {
  const columns = [...table.spec.columns, ...(table.spec.more || [])];
  const lines = Array.from(table.list, (row) => columns.map((column) => field(plainOf(column, row))).join(","));
  return `${[columns.map((column) => field(column.label)).join(","), ...lines].join("\r\n")}\r\n`;
}

function saveAs(content, name, type) {
  const where = URL.createObjectURL(new Blob([content], { type }));
  element("a", { href: where, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(where), 10000);
}

// Some browsers give a page from a disk no clipboard; the older way needs a text that is chosen.
async function copied(content) {
  try {
    await navigator.clipboard.writeText(content);
    return true;
  } catch {
    const holder = element("textarea", { class: "unseen", "aria-hidden": "true" });
    holder.value = content;
    const before = document.activeElement;
    document.body.append(holder);
    holder.select();
    const done = document.execCommand("copy");
    holder.remove();
    before.focus();
    return done;
  }
}
