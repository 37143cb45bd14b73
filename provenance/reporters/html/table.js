// A table of any length in which only the visible rows exist: at most 500 nodes, wherever it is scrolled to.

const ROW = 34; // pixels
const HEAD = 33; // pixels
const NODES = 490; // elements and texts of a table, at most
const SPARE = 2; // rows above and below the visible ones

class Table {
  // *spec* has name, title, note, size, columns [{key, label, value(row), fill(cell, row), width, class}], address(row), none,
  // sort, and what the query asks (keys, anyDocument, text).
  constructor(spec, state, changed) {
    this.spec = spec;
    this.state = state;
    this.changed = changed;
    this.body = element("tbody");
    this.above = element("tr", { class: "space", "aria-hidden": "true" }, element("td"));
    this.below = this.above.cloneNode(true);
    this.heads = new Map();
    this.said = element("p", { "aria-live": "polite", role: "status" });
    this.rows = element("div", { class: "rows", tabindex: "0", role: "region", "aria-label": spec.title });
    this.table = element("table", { "aria-label": spec.title }, this.header(), this.body);
    this.rows.append(this.table);
    this.empty = element("p", { class: "none", hidden: true });
    this.node = element("section", { class: "listing" },
      element("div", { class: "head" }, element("h2", {}, spec.title), this.said),
      spec.note && spec.size ? element("p", { class: "note" }, spec.note) : null, this.rows, this.empty);
    this.alive = new Map();
    this.at = -1;
    this.budget = 10;
    this.sorted = null;
    this.rows.addEventListener("scroll", () => this.draw(), { passive: true });
    this.body.addEventListener("focusin", (event) => this.choose(event.target.closest("tr").getAttribute("aria-rowindex") - 2));
    this.body.append(this.above, this.below);
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
    this.said.textContent = query ? `${number(this.list.length)} of ${total}` : total;
    this.rows.hidden = !this.spec.size;
    this.empty.hidden = this.list.length > 0;
    this.empty.replaceChildren(...(this.spec.size ? ["No row matches the filter. ", element("button", { type: "button", click: clearFilter }, "Clear the filter")] : [this.spec.none]));
    const [key, order] = this.order();
    for (const [name, head] of this.heads) {
      if (name === key) head.setAttribute("aria-sort", order < 0 ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    this.table.setAttribute("aria-rowcount", this.list.length + 1);
    this.at = -1;
    this.clear();
    this.rows.scrollTop = 0;
    this.measure();
    this.draw();
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
    if (!this.list.length) {
      this.rows.style.height = `${HEAD}px`;
      return;
    }
    const least = Math.max(...Array.from(this.list.subarray(0, 5), (row) => nodes(this.row(row, 0))));
    this.budget = Math.max(Math.floor((NODES - nodes(this.table.tHead) - 6) / least), 4);
    const room = Math.max(Math.floor((window.innerHeight - 190) / ROW), 8);
    const inSight = Math.min(this.budget - 2 * SPARE, room, this.list.length);
    this.rows.style.height = `${HEAD + inSight * ROW + 1}px`;
  }

  draw() {
    const total = this.list.length;
    const first = Math.max(Math.min(Math.floor(this.rows.scrollTop / ROW) - SPARE, total - this.budget), 0);
    const last = Math.min(first + this.budget, total);
    for (const [at, row] of this.alive) {
      if (at < first || at >= last) {
        if (row.contains(document.activeElement)) this.rows.focus({ preventScroll: true });
        row.remove();
        this.alive.delete(at);
      }
    }
    let before = this.above;
    for (let at = first; at < last; at++) {
      if (!this.alive.has(at)) {
        const row = this.row(this.list[at], at);
        this.alive.set(at, row);
        before.after(row);
      }
      before = this.alive.get(at);
    }
    this.above.firstChild.style.height = `${first * ROW}px`;
    this.below.firstChild.style.height = `${(total - last) * ROW}px`;
  }

  row(row, at) {
    const made = element("tr", { "aria-rowindex": at + 2, class: at === this.at ? "on" : null });
    for (const column of this.spec.columns) {
      const cell = element("td", { class: column.class, dir: column.prose ? "auto" : null });
      if (column.fill) column.fill(cell, row);
      else cell.textContent = shown(String(column.value(row)));
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
    if (!this.list.length) return;
    const to = Math.min(Math.max(this.at + steps, 0), this.list.length - 1);
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
