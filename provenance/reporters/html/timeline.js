// Texts by date: a lane for each source, a bar for each week, and arcs from originals to copies of a group or a source.

const LANES = 12; // sources with a lane of their own, at most
const [LOWEST, HIGHEST, HEIGHT] = [56, 120, 480]; // pixels of a lane at least and at most, and of all lanes where they fit
const ARCS = 200; // drawn, at most
const PERIODS = [["day", 90], ["week", 1120], ["month", 4800], ["year", Infinity]]; // and for how many days each is
const OTHER_LANE = "other sources";

const dayNumber = (day) => (day ? Math.round(Date.parse(`${day}${day.length < 5 ? "-01" : ""}${day.length < 8 ? "-01" : ""}`) / DAY) : NaN);
const dayNamed = (value) => new Date(value * DAY).toISOString().slice(0, 10);

// The first day of the period of a day, and of the one that follows.
function period(value, name) {
  const date = new Date(value * DAY);
  if (name === "day") return [value, value + 1];
  if (name === "week") { const monday = value - ((date.getUTCDay() + 6) % 7); return [monday, monday + 7]; }
  const [year, month] = [date.getUTCFullYear(), name === "year" ? 0 : date.getUTCMonth()];
  return [Date.UTC(year, month, 1) / DAY, (name === "year" ? Date.UTC(year + 1, 0, 1) : Date.UTC(year, month + 1, 1)) / DAY];
}

// [original, copy, whether that is decided] of all pairs that something ties.
function ties() {
  const { derivations, pairs } = data;
  if (derivations.original.length) return derivations.original.map((original, at) => [original, derivations.copy[at], derivations.decided[at]]);
  return pairs.left.map((left, at) => {
    const direction = pairs.directions[pairs.direction[at]];
    return direction === "left" ? [pairs.right[at], left, 1] : [left, pairs.right[at], Number(direction === "right")];
  });
}

class Timeline {
  constructor(state) {
    this.state = state;
    this.days = data.documents.id.map((_, of) => dayNumber(named.day(of)));
    const known = this.days.filter((day) => !Number.isNaN(day));
    this.whole = [known.reduce((a, b) => Math.min(a, b), Infinity), known.reduce((a, b) => Math.max(a, b), -Infinity)];
    this.undated = this.days.length - known.length;
    this.drawing = element("div", { class: "drawing" });
    this.said = element("span", { class: "note", role: "status" });
    this.node = element("section", { class: "listing" }, element("div", { class: "head" }, element("h2", {}, "Timeline"), known.length ? this.tools() : null),
      known.length ? element("p", { class: "note" }, "A bar counts the texts of a source; click it to list them, drag over the drawing to zoom. An arc leads from an original to its copy; it is broken where nothing decides who copied whom.") : element("p", { class: "none" }, "No document has a date."),
      this.drawing);
    this.empty = !known.length;
  }

  tools() {
    const sources = [...new Set(data.documents.sources.of)].map((of) => data.documents.sources.names[of]).filter(Boolean).sort();
    const groups = data.groups.members.map((members, at) => [members.length, at]).sort((a, b) => b[0] - a[0] || a[1] - b[1]).slice(0, 50);
    const option = (value, label) => element("option", { value }, label.slice(0, 60));
    this.arcs = element("select", { "aria-label": "Arcs of", change: () => this.set({ arcs: this.arcs.value }) }, option("", "no arcs"), option("all", "all arcs"),
      ...sources.slice(0, 50).map((name) => option(`source:${name}`, `arcs of ${name}`)), ...groups.map(([, at]) => option(`group:${at + 1}`, `arcs of group ${at + 1}: ${heading(data.groups.keep[at])}`)));
    if (this.state.arcs && ![...this.arcs.options].some((one) => one.value === this.state.arcs)) this.arcs.append(option(this.state.arcs, `arcs of ${this.state.arcs.replace(":", " ")}`));
    this.arcs.value = this.state.arcs || "";
    const field = (name, label) => element("input", { type: "date", "aria-label": label, change: (event) => this.set({ [name]: event.target.value }) });
    this.fields = [field("from", "From"), field("to", "To")];
    this.out = element("button", { type: "button", click: () => this.set({ from: "", to: "" }) }, "Whole time");
    return element("div", { class: "tray" }, this.arcs, element("span", { class: "soft" }, "from"), this.fields[0], element("span", { class: "soft" }, "to"), this.fields[1], this.out, this.said);
  }

  set(more) {
    Object.assign(this.state, more);
    history.replaceState(null, "", composed("timeline", this.state));
    this.draw();
  }

  range() {
    const [from, to] = [dayNumber(this.state.from), dayNumber(this.state.to)];
    const [first, last] = this.whole;
    const range = [Number.isNaN(from) ? first : from, Number.isNaN(to) ? last : to];
    return range[0] <= range[1] ? range : this.whole;
  }

  lanes(inside) {
    const found = new Map();
    for (const of of inside) found.set(named.source(of), (found.get(named.source(of)) || 0) + 1);
    const names = [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
    return names.length > LANES ? [...names.slice(0, LANES - 1), OTHER_LANE] : names;
  }

  draw() {
    if (this.empty) return;
    const [first, last] = this.range();
    const [name] = PERIODS.find(([, longest]) => last - first <= longest);
    const start = period(first, name)[0];
    const end = period(last, name)[1];
    const wide = Math.max(this.drawing.clientWidth, 300);
    const label = wide < 600 ? 0 : 140;
    const x = (day) => label + ((day - start) / (end - start)) * (wide - label - 8);
    const inside = this.days.map((_, of) => of).filter((of) => this.days[of] >= first && this.days[of] <= last);
    const lanes = this.lanes(inside);
    const lane = (of) => { const at = lanes.indexOf(named.source(of)); return at < 0 ? lanes.length - 1 : at; };
    this.lane = Math.min(Math.max(Math.floor(HEIGHT / lanes.length), LOWEST), HIGHEST);
    const y = (at) => 24 + this.lane * (at + 1);
    const svg = drawn("svg", { class: "timeline", width: wide, height: y(lanes.length - 1) + 12, role: "group", "aria-label": `${count(inside.length, "text")} by ${name} and source` });
    this.axis(svg, x, [start, end], y(lanes.length - 1), wide);
    const bars = new Map();
    for (const of of inside) {
      const key = `${lane(of)} ${period(this.days[of], name)[0]}`;
      bars.set(key, (bars.get(key) || 0) + 1);
    }
    const most = lanes.map((_, at) => Math.max(...[...bars].filter(([key]) => key.startsWith(`${at} `)).map(([, times]) => times), 1));
    lanes.forEach((source, at) => {
      svg.append(drawn("line", { class: "lane", x1: label, x2: wide - 8, y1: y(at), y2: y(at) }));
      svg.append(this.linked(this.query(source, first, last), `${source || "no source"}: all texts`, drawnText({ class: "source", x: label ? label - 12 : 0, y: label ? y(at) - 2 : y(at) - this.lane + 22, "text-anchor": label ? "end" : "start" }, shown(source || "no source").slice(0, label ? 18 : 40)), true));
    });
    for (const [key, times] of bars) {
      const [at, begins] = key.split(" ").map(Number);
      const next = period(begins, name)[1];
      const high = Math.max((times / most[at]) * (this.lane - 28), 2);
      const rect = drawn("rect", { class: "dot", x: x(begins), y: y(at) - high, width: Math.max(x(next) - x(begins) - 1, 2), height: high });
      svg.append(this.linked(this.query(lanes[at], Math.max(begins, first), Math.min(next - 1, last)), `${lanes[at] || "no source"}, ${name === "day" ? dayNamed(begins) : `${name} of ${dayNamed(begins)}`}: ${count(times, "text")}`, rect, bars.size < 60));
    }
    const shownArcs = this.drawArcs(svg, (of) => [(x(period(this.days[of], name)[0]) + x(period(this.days[of], name)[1])) / 2, y(lane(of))], new Set(inside));
    this.drawing.replaceChildren(svg);
    this.brush(svg, (at) => start + ((at - label) / (wide - label - 8)) * (end - start));
    this.fields[0].value = dayNamed(first);
    this.fields[1].value = dayNamed(last);
    this.out.disabled = !this.state.from && !this.state.to;
    this.said.textContent = `${count(inside.length, "text")} by ${name}${this.undated ? `, ${number(this.undated)} without a date` : ""}${shownArcs}`;
  }

  query(source, from, to) {
    const of = source === OTHER_LANE ? "" : `${termOf("src", source || "none")} `;
    return composed("documents", { q: `${of}date:${dayNamed(from)}..${dayNamed(to)}` });
  }

  linked(href, said, inner, reached) {
    const made = drawn("a", { href, "aria-label": shown(said), ...(reached ? {} : { tabindex: "-1" }) });
    const title = drawn("title", {});
    title.textContent = shown(said);
    made.append(inner, title);
    return made;
  }

  axis(svg, x, [start, end], bottom, wide) {
    const marks = Math.max(Math.floor(wide / 120), 2);
    const starts = (unit) => {
      const found = [];
      for (let at = period(start, unit)[0]; at < end && found.length < 400; at = period(at, unit)[1]) if (at >= start) found.push(at);
      return found;
    };
    const units = [["day", 10], ["month", 7], ["year", 4]].map(([unit, signs]) => [starts(unit), signs]);
    const [found, signs] = units.find(([days]) => days.length && days.length <= marks * 6) || [[start, end - 1], 10];
    const step = Math.ceil(found.length / marks);
    found.filter((_, at) => at % step === 0).forEach((at) => {
      svg.append(drawn("line", { class: "tick", x1: x(at), x2: x(at), y1: 18, y2: bottom }), drawnText({ class: "date", x: x(at), y: 12, "text-anchor": x(at) > wide - 90 ? "end" : "start" }, dayNamed(at).slice(0, signs)));
    });
  }

  drawArcs(svg, place, inside) {
    const { arcs } = this.state;
    if (!arcs) return "";
    const [kind, wanted] = [arcs.split(":")[0], arcs.slice(arcs.indexOf(":") + 1)];
    const fits = { all: () => true, source: ([a, b]) => named.source(a) === wanted || named.source(b) === wanted, group: ([a, b]) => data.documents.group[a] === Number(wanted) - 1 && data.documents.group[b] === Number(wanted) - 1 }[kind] || (() => false);
    const found = ties().filter((tie) => inside.has(tie[0]) && inside.has(tie[1]) && fits(tie)).sort((a, b) => b[2] - a[2]);
    for (const [a, b, decided] of found.slice(0, ARCS)) {
      const [[x1, y1], [x2, y2]] = [place(a), place(b)];
      const level = Math.min(y1, y2) - Math.min(18 + Math.abs(x2 - x1) / 8, this.lane - 8);
      const to = pairAddress(a, b);
      const path = drawn("path", { class: decided ? "arc" : "arc undecided", d: x1 === x2 && y1 === y2 ? `M${x1} ${y1}c-16 -28 16 -28 0 0` : `M${x1} ${y1}C${x1} ${level} ${x2} ${level} ${x2} ${y2}` });
      svg.append(this.linked(to, `${named.id(a)} and ${named.id(b)}`, path, found.length < 60));
    }
    return found.length > ARCS ? `, ${ARCS} of ${count(found.length, "arc")}` : `, ${count(found.length, "arc")}`;
  }

  // Drag from one day to another to see only the time between them.
  brush(svg, day) {
    const box = drawn("rect", { class: "brush", y: 18, height: svg.getAttribute("height") - 18, width: 0 });
    let from = null;
    svg.addEventListener("pointerdown", (event) => { if (event.button === 0 && event.pointerType !== "touch") from = event.offsetX; });
    svg.addEventListener("pointermove", (event) => {
      if (from === null || Math.abs(event.offsetX - from) < 6) return;
      svg.setPointerCapture(event.pointerId);
      svg.append(box);
      box.setAttribute("x", Math.min(from, event.offsetX));
      box.setAttribute("width", Math.abs(event.offsetX - from));
    });
    svg.addEventListener("pointerup", (event) => {
      const begin = from;
      from = null;
      if (begin === null || !box.isConnected) return;
      const [low, high] = [day(Math.min(begin, event.offsetX)), day(Math.max(begin, event.offsetX))].map(Math.floor);
      this.set({ from: dayNamed(Math.max(low, this.whole[0])), to: dayNamed(Math.min(Math.max(high, low), this.whole[1])) });
    });
    // A link is no thing to drag here.
    svg.addEventListener("dragstart", (event) => event.preventDefault());
  }
}

function drawnText(properties, said) {
  const made = drawn("text", properties);
  made.textContent = said;
  return made;
}
