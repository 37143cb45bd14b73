// Two texts side by side, the later one right: passages numbered on both sides, their differences, a map between.

const TOP = 90; // pixels above a passage that was brought into view

// The passages that both documents carry, in the order of the left one; of one document, its repeats.
function sharedPassages(left, right) {
  const { passages } = data;
  const found = [];
  const others = new Set(corpus.carried.get(right) || []);
  for (const at of corpus.carried.get(left) || []) {
    if (!others.has(at)) continue;
    const slots = carriersOf(at);
    const here = slots.filter((slot) => passages.document[slot] === left);
    const there = left === right ? here.splice(1) : slots.filter((slot) => passages.document[slot] === right);
    if (here.length && there.length) found.push({ at, sides: [here, there] });
  }
  found.sort((a, b) => passages.start[a.sides[0][0]] - passages.start[b.sides[0][0]] || a.at - b.at);
  found.forEach((one, place) => { one.number = place + 1; });
  const first = found.map((one) => one.sides[1][0]);
  const kept = inOrder(first.map((slot) => passages.start[slot]), first.map((slot) => passages.words[slot]));
  found.forEach((one, place) => { one.moved = !kept.has(place); });
  return found;
}

const ribbon = (top, bottom, top2, bottom2) =>
  `M10 ${top}C36 ${top} 36 ${top2} 62 ${top2}L62 ${bottom2}C36 ${bottom2} 36 ${bottom} 10 ${bottom}Z`;

// What the two texts of a pair are called, by what is known about their order.
function namesOf(left, right) {
  const at = corpus.pair(left, right);
  const tie = corpus.tie(left, right);
  const decided = tie === undefined ? at !== undefined && ["left", "right"].includes(data.pairs.directions[data.pairs.direction[at]]) : data.derivations.decided[tie] && data.derivations.copy[tie] === right;
  return decided ? ["original", "copy"] : apart(left, right) ? ["earlier", "later"] : ["first", "second"];
}

const wholeText = (held) => (held.pieces.length === 1 && held.pieces[0].start === 0 && held.pieces[0].end >= held.length ? held.pieces[0].text : null);

class PairView {
  constructor(left, right, state) {
    this.same = left === right;
    [this.left, this.right] = this.same ? [left, right] : sides(left, right);
    this.state = state;
    this.passages = sharedPassages(this.left, this.right);
    this.names = this.same ? ["left", "right"] : namesOf(this.left, this.right);
    this.now = 0;
    this.sync = true;
    this.claims = false;
    this.quiet = 0;
    this.node = element("article", { class: "pair" });
  }

  async open() {
    const held = await Promise.all([record(this.left), record(this.right)]);
    this.held = held;
    this.node.append(element("h2", {}, this.same ? "A text that repeats itself" : "Two texts, side by side"), ...this.said());
    if (!this.same) this.node.append(reviewNode(this.left, this.right, this.names));
    if (!held[0] || !held[1]) {
      this.node.append(failed("The texts of this pair are not in this page; open their files to read them."));
      return;
    }
    const [one, other] = held.map(wholeText);
    if (!this.same && one !== null && other !== null && one.split(/\s+/).join(" ") === other.split(/\s+/).join(" ")) {
      this.node.append(element("p", { class: "note" }, one === other ? "The two texts are identical, character for character; it is shown once." : "The two texts differ only in spaces and line ends; the text is shown once."),
        element("div", { class: "single" }, ...[this.left, this.right].flatMap((_, side) => this.head(side)), element("div", { class: "pane" }, textNode(held[0], claimMarks(held[0])))));
      this.once = true;
      return;
    }
    this.compare();
    this.node.append(this.toolbar(), element("div", { class: "sides" }, ...this.side(0), this.map(), ...this.side(1)));
    this.fillPanes();
    const wanted = Number(this.state.passage);
    requestAnimationFrame(() => {
      if (this.passages.length) this.go(wanted >= 1 && wanted <= this.passages.length ? wanted : 1, wanted >= 1);
      this.sight();
    });
  }

  compare() {
    const { passages } = data;
    for (const one of this.passages) {
      const [a, b] = one.sides.map((slots) => slots[0]);
      one.texts = [a, b].map((slot, side) => textOf(this.held[side], passages.start[slot], passages.end[slot]));
      one.differences = one.texts[0] && one.texts[1] ? differences(...one.texts) : null;
    }
  }

  // Plain sentences about how the two texts are related.
  said() {
    if (this.same) {
      const share = data.documents.repeated[this.left] ?? -1;
      return [element("p", { class: "sentence" },
        `${share > 0 ? `${exactly(share)} of this text repeats` : "This text repeats"} an earlier part of it. ${count(this.passages.length, "passage")} below, with the earlier place on the left.`)];
    }
    const at = corpus.pair(this.left, this.right);
    const said = [];
    if (at !== undefined) {
      const { pairs } = data;
      const turned = pairs.left[at] !== this.left;
      const [there, back] = turned ? [pairs.right_in_left[at], pairs.left_in_right[at]] : [pairs.left_in_right[at], pairs.right_in_left[at]];
      const [a, b] = this.spoken();
      said.push(pairs.relations[pairs.relation[at]] === "identical" ? "Both have the same words." : `${exactly(there)} of the ${a} is also in the ${b}, and ${exactly(back)} of the ${b} is also in the ${a}.`);
    } else if (this.passages.length) {
      const shares = [0, 1].map((side) => this.covered(side));
      said.push(`Shared passages make up ${shares[0]} of the ${this.spoken()[0]} and ${shares[1]} of the ${this.spoken()[1]}.`);
    }
    const [direction, reasons] = this.direction(at);
    said.push(direction);
    if (!this.passages.length) said.push(at === undefined ? "They share no passage." : "No shared passage was aligned.");
    const moved = this.passages.filter((one) => one.moved).length;
    if (moved) said.push(`${count(moved, "passage")} ${moved === 1 ? "is" : "are"} in a different order.`);
    return [element("p", { class: "sentence" }, said.filter(Boolean).join(" ")),
      reasons.length ? element("ul", { class: "reasons" }, ...reasons.map((reason) => element("li", {}, reason))) : null].filter(Boolean);
  }

  // "original" and "copy", or "earlier text" and "later text".
  spoken() {
    return this.names[1] === "copy" ? [...this.names] : this.names.map((name) => `${name} text`);
  }

  direction(at) {
    const tie = corpus.tie(this.left, this.right);
    const { derivations, pairs } = data;
    if (tie !== undefined) {
      const reasons = derivations.why[tie].map((reason) => derivations.reasons[reason]);
      const kind = derivations.kinds.names[derivations.kinds.of[tie]];
      if (!derivations.decided[tie]) return [`They are ${/^[a-z]+$/.test(kind) && kind !== "excerpt" && kind !== "quotation" ? `${kind} copies` : `related by ${kind}`}; who copied whom is undecided.`, reasons];
      const [other, copy] = derivations.copy[tie] === this.right ? this.spoken() : this.spoken().reverse();
      return [`The ${copy} derives from the ${other} (${kind}, ${pairs.confidences[derivations.confidence[tie]]} confidence).`, reasons];
    }
    if (at === undefined) return ["", []];
    const direction = pairs.directions[pairs.direction[at]];
    if (direction === "undecided") return ["Who copied whom is undecided.", []];
    if (!direction) return ["", []];
    return ["The evidence says which one is the copy.", []];
  }

  covered(side) {
    const held = this.held[side];
    if (!held || !held.length) return "–";
    const spans = this.passages.flatMap((one) => one.sides[side].map((slot) => [data.passages.start[slot], data.passages.end[slot]])).sort((a, b) => a[0] - b[0]);
    let at = 0;
    let total = 0;
    for (const [start, end] of spans) {
      total += Math.max(end - Math.max(start, at), 0);
      at = Math.max(at, end);
    }
    return exactly(Math.round((total / held.length) * 10000));
  }

  toolbar() {
    this.where = element("span", { class: "note", "aria-live": "polite" });
    this.switches = {
      sync: element("button", { type: "button", "aria-pressed": "true", title: "Key: s", click: () => this.toggle("sync") }, "Scroll together"),
      claims: element("button", { type: "button", "aria-pressed": "false", title: "Key: c", click: () => this.toggle("claims") }, "Show claims"),
    };
    return element("div", { class: "toolbar" },
      element("button", { type: "button", title: "Key: p", disabled: !this.passages.length, click: () => this.step(-1) }, "Previous passage"),
      element("button", { type: "button", title: "Key: n", disabled: !this.passages.length, click: () => this.step(1) }, "Next passage"),
      this.switches.sync, this.switches.claims, this.where);
  }

  toggle(name) {
    this[name] = !this[name];
    this.switches[name].setAttribute("aria-pressed", this[name]);
    if (name === "claims") {
      this.fillPanes();
      this.go(this.now, true);
    }
  }

  // The head of a side and its pane.
  side(number) {
    const name = ["left", "right"][number];
    const pane = element("div", { class: `pane ${name}`, tabindex: "0", role: "region", "aria-label": `${this.names[number]} text`, click: (event) => this.clicked(event), scroll: () => this.scrolled(number) });
    (this.panes = this.panes || [])[number] = pane;
    return [element("div", { class: `side ${name}` }, ...this.head(number)), pane];
  }

  head(side) {
    const of = side ? this.right : this.left;
    return [this.same ? "" : element("p", { class: "which" }, this.names[side]), element("h3", {}, link(documentAddress(of), heading(of).slice(0, 200))), facts(of, true)];
  }

  fillPanes() {
    this.panes.forEach((pane, side) => {
      const marks = this.passages.flatMap((one) => this.marks(one, side));
      if (this.claims) marks.push(...claimMarks(this.held[side]));
      pane.replaceChildren(textNode(this.held[side], marks));
    });
    this.anchors = null;
  }

  marks(one, side) {
    const { passages } = data;
    const other = this.names[1 - side];
    const made = [];
    one.sides[side].forEach((slot, place) => {
      const title = `passage ${one.number}${one.moved ? ", moved" : ""}, ${percent(passages.similarity[slot])} similar`;
      const badge = () => element("a", { class: one.moved ? "n moved" : "n", href: this.address(one.number), "data-p": one.number, "data-start": one.number, "aria-label": `passage ${one.number}, show it in the ${other} text` }, one.number);
      const mark = marked(this.held[side], passages.start[slot], passages.end[slot], { class: one.moved ? "p moved" : "p", passage: one.number, title, badge });
      if (!mark) return;
      made.push(mark);
      if (place === 0 && one.differences) {
        const at = (from, to, kind, said) => made.push({ piece: mark.piece, from: mark.from + from, to: mark.from + to, class: kind, title: said });
        for (const { from, to } of side ? one.differences.come : one.differences.gone) at(from, to, side ? "come" : "gone", `only in the ${this.names[side]} text`);
        one.differences.moved.forEach((both, part) => made.push({ piece: mark.piece, from: mark.from + both[side].from, to: mark.from + both[side].to, class: "shifted", title: `in another position in the ${other} text`, part: `${one.number}-${part}` }));
        for (const both of one.differences.alike) at(both[side].from, both[side].to, "alike", `spelled ${both[1 - side].word} in the ${other} text`);
      }
    });
    return made;
  }

  address(passage) {
    return `${pairAddress(this.left, this.right)}?passage=${passage}`;
  }

  clicked(event) {
    const part = event.target.closest("[data-p]");
    if (!part) return;
    event.preventDefault();
    this.go(Number(part.dataset.p), !part.dataset.part, true);
    if (part.dataset.part) this.align(`[data-part="${part.dataset.part}"]`);
  }

  step(steps) {
    if (!this.passages.length) return;
    this.go(Math.min(Math.max(this.now + steps, 1), this.passages.length), true, true);
  }

  // Bring a passage into view on both sides.
  go(passage, scroll, keep) {
    this.now = passage;
    const one = this.passages[passage - 1];
    if (!one) return;
    for (const part of this.node.querySelectorAll(".now")) part.classList.remove("now");
    for (const part of this.node.querySelectorAll(`[data-p="${passage}"]`)) part.classList.add("now");
    if (scroll) this.align(`[data-start="${passage}"]`);
    const slot = one.sides[1][0];
    const parts = one.differences ? one.differences.moved.length : 0;
    const differing = one.differences ? ` · ${count(one.differences.gone.length + one.differences.come.length, "difference")}${parts ? ` · ${count(parts, "part")} moved` : ""}` : one.texts[0] && one.texts[1] ? " · too many differences to mark them" : "";
    this.where.replaceChildren(`Passage ${passage} of ${this.passages.length}${one.moved ? ", moved" : ""} · ${percent(data.passages.similarity[slot])} similar${differing} · `, link(address("passage", one.at + 1), "all places of this passage"));
    if (keep) history.replaceState(null, "", this.address(passage));
  }

  // Bring what *selector* finds first in each pane to the same height.
  align(selector) {
    this.quiet = 2;
    for (const pane of this.panes) {
      const begin = pane.querySelector(selector);
      if (begin) pane.scrollTop = begin.offsetTop - pane.offsetTop - TOP;
    }
    requestAnimationFrame(() => requestAnimationFrame(() => { this.quiet = 0; this.sight(); }));
  }

  // Places that belong together, from top to bottom; between them the panes scroll in proportion.
  meetings() {
    if (!this.anchors) {
      const tops = (side, passage) => {
        const begin = this.panes[side].querySelector(`[data-start="${passage}"]`);
        return begin ? begin.offsetTop - this.panes[side].offsetTop - TOP : 0;
      };
      const inner = this.passages.filter((one) => !one.moved).map((one) => [tops(0, one.number), tops(1, one.number)]);
      const ends = this.panes.map((pane) => pane.scrollHeight - pane.clientHeight);
      this.anchors = [[0, 0]];
      for (const [a, b] of [...inner, ends]) {
        const last = this.anchors[this.anchors.length - 1];
        if (a > last[0] && b > last[1]) this.anchors.push([a, b]);
      }
    }
    return this.anchors;
  }

  scrolled(side) {
    this.sight();
    if (!this.sync || this.quiet > 0 || this.leads === 1 - side) return;
    this.leads = side;
    clearTimeout(this.rest);
    this.rest = setTimeout(() => { this.leads = undefined; }, 120);
    const meetings = this.meetings();
    const top = this.panes[side].scrollTop;
    let at = 0;
    while (at < meetings.length - 2 && meetings[at + 1][side] <= top) at++;
    const [from, to] = [meetings[at], meetings[at + 1] || meetings[at]];
    const share = to[side] > from[side] ? (top - from[side]) / (to[side] - from[side]) : 0;
    this.panes[1 - side].scrollTop = from[1 - side] + share * (to[1 - side] - from[1 - side]);
  }

  // A map of both texts: bars for passages, ribbons between them, frames around what is visible.
  map() {
    const { passages } = data;
    const scale = (side, place) => (this.held[side].length ? (place / this.held[side].length) * 1000 : 0);
    const svg = drawn("svg", { viewBox: "0 0 72 1000", preserveAspectRatio: "none", "aria-hidden": "true" },
      drawn("rect", { class: "track", x: 0, y: 0, width: 10, height: 1000 }), drawn("rect", { class: "track", x: 62, y: 0, width: 10, height: 1000 }));
    for (const one of this.passages) {
      for (const a of one.sides[0]) {
        for (const b of one.sides[1]) {
          const [top, bottom] = [scale(0, passages.start[a]), scale(0, passages.end[a])];
          const [top2, bottom2] = [scale(1, passages.start[b]), scale(1, passages.end[b])];
          svg.append(drawn("path", { class: one.moved ? "ribbon moved" : "ribbon", "data-p": one.number, d: ribbon(top, bottom, top2, bottom2), click: () => this.go(one.number, true, true) }));
          svg.append(drawn("rect", { class: "bar-of", x: 0, y: top, width: 10, height: Math.max(bottom - top, 3) }), drawn("rect", { class: "bar-of", x: 62, y: top2, width: 10, height: Math.max(bottom2 - top2, 3) }));
        }
      }
    }
    for (const one of this.passages.filter((passage) => passage.differences)) {
      const [left, right] = one.sides.map((slots) => passages.start[slots[0]]);
      for (const pair of one.differences.moved) {
        const [from, to] = pair;
        const [top, bottom, top2, bottom2] = [scale(0, left + from.from), scale(0, left + from.to), scale(1, right + to.from), scale(1, right + to.to)];
        svg.append(drawn("path", { class: "ribbon moved", d: ribbon(top, bottom, top2, bottom2), click: () => this.align(`[data-part="${one.number}-${one.differences.moved.indexOf(pair)}"]`) }));
      }
    }
    this.frames = [0, 61].map((x) => drawn("rect", { class: "sight", x: x + 0.5, width: 10, "vector-effect": "non-scaling-stroke" }));
    svg.append(...this.frames);
    return element("div", { class: "map" }, svg);
  }

  sight() {
    this.panes.forEach((pane, side) => {
      const content = pane.firstChild ? pane.firstChild.offsetHeight : 1;
      const top = Math.min((pane.scrollTop / content) * 1000, 1000);
      this.frames[side].setAttribute("y", top);
      this.frames[side].setAttribute("height", Math.max(Math.min((pane.clientHeight / content) * 1000, 1000 - top), 0));
    });
  }

  key(name) {
    if (this.once && "npsc".includes(name)) return false;
    if (name === "n" || name === "p") this.step(name === "n" ? 1 : -1);
    else if (name === "s") this.toggle("sync");
    else if (name === "c") this.toggle("claims");
    else if (this.same) return false;
    else if (name === "x") markNext(this.left, this.right);
    else if (name === "m") this.node.querySelector(".review").note.focus();
    else if (!markBy(name, this.left, this.right)) return false;
    else if (name !== "w") nextOpen();
    return true;
  }
}
