// A table of any length in which only the visible rows exist: at most 500 nodes, wherever it is scrolled to.  A row may
// be unfolded into parts, which stand below it as rows of their own.

const ROW = 34; // pixels
const HEAD = 33; // pixels
const NODES = 490; // elements and texts of a table, at most
const SPARE = 2; // rows above and below the visible ones

class Table {
  // *spec* has name, title, note, size, columns [{key, label, value(row), fill(cell, row), width, class}], address(row), none,
  // sort, and what the query asks (keys, anyDocument, text).  Optional: parts(row), how many parts a row unfolds into, and
  // fillPart(cell, key, row, part); facets; above(query), nodes above the rows; times(row), what a row counts for.
  constructor(spec, state, changed) {
    this.spec = spec;
    this.state = state;
    this.changed = changed;
    this.body = element("tbody");
    this.upper = element("tr", { class: "space", "aria-hidden": "true" }, element("td"));
    this.lower = this.upper.cloneNode(true);
    this.heads = new Map();
    this.said = element("p", { "aria-live": "polite", role: "status" });
    this.rows = element("div", { class: "rows", tabindex: "0", role: "region", "aria-label": spec.title });
    this.table = element("table", { "aria-label": spec.title }, this.header(), this.body);
    this.rows.append(this.table);
    this.empty = element("p", { class: "none", hidden: true });
    this.above = element("div", { class: "above" });
    this.tray = spec.size ? trayOf(this) : null;
    this.node = element("section", { class: "listing" },
      element("div", { class: "head" }, element("h2", {}, spec.title), this.said, this.tray && this.tray.node),
      spec.note && spec.note.length && spec.size ? element("p", { class: "note" }, ...[].concat(spec.note)) : null, this.above, this.rows, this.empty);
    this.unfolded = new Set();
    this.alive = new Map();
    this.at = -1;
    this.budget = 10;
    this.sorted = null;
    this.rows.addEventListener("scroll", () => this.draw(), { passive: true });
    this.body.addEventListener("focusin", (event) => this.choose(event.target.closest("tr").getAttribute("aria-rowindex") - 2));
    this.body.append(this.upper, this.lower);
    this.arrange();
  }

  header() {
    const row = element("tr", { "aria-rowindex": "1" });
    for (const column of this.spec.columns) {
      const head = element("th", { scope: "col", class: column.class },
        element("button", { type: "button", title: column.hint, click: () => this.sortBy(column.key) }, column.label));
      if (column.width) head.style.width = column.width;
      this.heads.set(column.key, head);
      row.append(head);
    }
    return element("thead", {}, row);
  }

  sortBy(key) {
    const [now, order] = this.order();
    const first = this.spec.columns.find((column) => column.key === key).falling ? "-" : "";
    this.state.sort = now === key ? (order < 0 ? key : `-${key}`) : first + key;
    this.sorted = null;
    this.arrange();
    this.changed();
  }

  // The next column, for those who sort by the key s.
  sortNext() {
    const keys = this.spec.columns.map((column) => column.key);
    this.sortBy(keys[(keys.indexOf(this.order()[0]) + 1) % keys.length]);
  }

  order() {
    const sort = this.state.sort || this.spec.sort || "";
    const key = sort.replace(/^-/, "");
    return this.spec.columns.some((column) => column.key === key) ? [key, sort.startsWith("-") ? -1 : 1] : ["", 1];
  }

  // All rows in order: sorted once, and filtered without being sorted again.
  all() {
    if (this.sorted) return this.sorted;
    this.top = 0;
    const rows = Uint32Array.from({ length: this.spec.size }, (_, at) => at);
    const [key, order] = this.order();
    const column = this.spec.columns.find((one) => one.key === key);
    if (column) {
      const values = Array.from(rows, column.value);
      const after = (a, b) => (values[a] < values[b] ? -1 : values[a] > values[b] ? 1 : 0);
      rows.sort((a, b) => after(a, b) * order || a - b);
    }
    this.sorted = rows;
    return rows;
  }

  arrange() {
    const query = (this.state.q || "").trim();
    const rows = this.all();
    this.list = query ? rows.filter(rowTest(query, this.spec)) : rows;
    const total = count(this.spec.size, this.spec.noun, this.spec.nouns);
    const times = this.spec.times ? this.list.reduce((sum, row) => sum + this.spec.times(row), 0) : this.list.length;
    this.said.textContent = `${query ? `${number(this.list.length)} of ${total}` : total}${times > this.list.length ? `, which count ${number(times)} times` : ""}`;
    this.above.replaceChildren(...(this.spec.above ? this.spec.above(query) : []));
    if (this.tray) this.tray.update(query);
    this.rows.hidden = !this.spec.size;
    this.empty.hidden = this.list.length > 0;
    this.empty.replaceChildren(...(this.spec.size ? ["No row matches the filter. ", element("button", { type: "button", click: clearFilter }, "Clear the filter")] : [this.spec.none]));
    const [key, order] = this.order();
    for (const [name, head] of this.heads) {
      if (name === key) head.setAttribute("aria-sort", order < 0 ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    this.at = -1;
    this.line();
    this.rows.scrollTop = 0;
    this.measure();
    this.draw();
  }

  // The lines of the table: its rows, and below an unfolded one its parts, each as row + part * size.
  line() {
    this.lines = this.list;
    if (this.unfolded.size) {
      this.lines = [];
      for (const row of this.list) {
        this.lines.push(row);
        if (this.unfolded.has(row)) for (let part = 1; part <= this.spec.parts(row); part++) this.lines.push(row + part * this.spec.size);
      }
    }
    this.table.setAttribute("aria-rowcount", this.lines.length + 1);
    this.clear();
  }

  // Unfold a row or fold it again, and leave what is in sight where it is.
  fold(row) {
    if (!this.spec.parts || row === undefined) return;
    const { scrollTop } = this.rows;
    if (!this.unfolded.delete(row)) this.unfolded.add(row);
    this.line();
    this.measure();
    this.rows.scrollTop = scrollTop;
    this.draw();
    this.at = this.lines.indexOf(row);
    this.move(0);
  }

  // Into the page again: as high as the window allows, and where it was scrolled to.
  settle() {
    if (!this.sorted) this.arrange();
    this.measure();
    this.rows.scrollTop = this.top || 0;
    this.draw();
  }

  clear() {
    for (const row of this.alive.values()) row.remove();
    this.alive.clear();
  }

  // How many rows may exist at once, by the nodes that the first one takes.
  measure() {
    if (!this.lines.length) {
      this.rows.style.height = `${HEAD}px`;
      return;
    }
    const least = Math.max(...Array.from(this.lines.slice(0, 5), (line) => nodes(this.row(line, 0))));
    this.budget = Math.max(Math.floor((NODES - nodes(this.table.tHead) - 6) / least), 4);
    // Below the top of the page a table gets the rest of the window; below the plan, most of one.
    const top = this.rows.isConnected && !document.body.classList.contains("first") ? this.rows.offsetTop + 20 : 190;
    const room = Math.max(Math.floor((window.innerHeight - top - HEAD) / ROW), 8);
    const inSight = Math.min(this.budget - 2 * SPARE, room, this.lines.length);
    this.rows.style.height = `${HEAD + inSight * ROW + 1}px`;
  }

  draw() {
    const total = this.lines.length;
    const first = Math.max(Math.min(Math.floor(this.rows.scrollTop / ROW) - SPARE, total - this.budget), 0);
    const last = Math.min(first + this.budget, total);
    for (const [at, row] of this.alive) {
      if (at < first || at >= last) {
        if (row.contains(document.activeElement)) this.rows.focus({ preventScroll: true });
        row.remove();
        this.alive.delete(at);
      }
    }
    let before = this.upper;
    for (let at = first; at < last; at++) {
      if (!this.alive.has(at)) {
        const row = this.row(this.lines[at], at);
        this.alive.set(at, row);
        before.after(row);
      }
      before = this.alive.get(at);
    }
    this.upper.firstChild.style.height = `${first * ROW}px`;
    this.lower.firstChild.style.height = `${(total - last) * ROW}px`;
  }

  row(line, at) {
    const row = line % this.spec.size;
    const part = Math.floor(line / this.spec.size);
    const made = element("tr", { "aria-rowindex": at + 2, class: `${at === this.at ? "on" : ""}${part ? " part" : ""}` || null });
    for (const column of this.spec.columns) {
      const cell = element("td", { class: column.class, dir: column.prose ? "auto" : null });
      if (part) this.spec.fillPart(cell, column.key, row, part - 1);
      else if (column.fill) column.fill(cell, row, this);
      else text(cell, String(column.value(row)));
      made.append(cell);
    }
    return made;
  }

  // The row that the keys continue from: the one with the focus.
  choose(at) {
    const old = this.alive.get(this.at);
    if (old) old.classList.remove("on");
    this.at = at;
    const row = this.alive.get(at);
    if (row) row.classList.add("on");
  }

  // Move the chosen row by *steps* and put the focus on its link.
  move(steps) {
    if (!this.lines.length) return;
    const to = Math.min(Math.max(this.at + steps, 0), this.lines.length - 1);
    this.choose(to);
    const top = to * ROW;
    const sight = this.rows.clientHeight - HEAD;
    if (top < this.rows.scrollTop) this.rows.scrollTop = top;
    else if (top + ROW > this.rows.scrollTop + sight) this.rows.scrollTop = top + ROW - sight;
    this.draw();
    const row = this.alive.get(to);
    row.classList.add("on");
    const first = row.querySelector("a");
    if (first) first.focus({ preventScroll: true });
  }
}

function nodes(root) {
  const walker = document.createTreeWalker(root);
  let found = 1;
  while (walker.nextNode()) found++;
  return found;
}
