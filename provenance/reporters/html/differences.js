// From two passages to the words in which they differ (Myers, An O(ND) Difference Algorithm, 1986).

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;
const MOST_DIFFERENT = 1500; // words; passages that differ in more are not compared word by word

function wordsOf(text) {
  return Array.from(text.matchAll(WORD), (match) => ({
    word: match[0], key: folded(match[0]), from: match.index, to: match.index + match[0].length,
  }));
}

// The places that only *left* has, those that only *right* has, words that are spelled differently, and parts that are in
// another position in the other text; null if the two differ too much.
function differences(left, right) {
  const [a, b] = [wordsOf(left), wordsOf(right)];
  const plain = matched(a, b);
  const blocks = !plain || lost(a, plain) > a.length * MUCH ? movedBlocks(a, b) : [];
  const rest = (words, side) => words.filter((_, at) => !blocks.some((block) => at >= block[side] && at < block[side] + block.words));
  const [c, d] = blocks.length ? [rest(a, "left"), rest(b, "right")] : [a, b];
  const of = blocks.length ? matched(c, d) : plain;
  if (!of) return null;
  const has = new Uint8Array(d.length);
  const alike = [];
  of.forEach((other, one) => {
    if (other < 0) return;
    has[other] = 1;
    if (c[one].word !== d[other].word) alike.push([c[one], d[other]]);
  });
  const moved = blocks.map((block) => [
    { from: a[block.left].from, to: a[block.left + block.words - 1].to }, { from: b[block.right].from, to: b[block.right + block.words - 1].to },
  ]);
  return { gone: runs(c, (at) => of[at] < 0), come: runs(d, (at) => !has[at]), alike, moved };
}

const lost = (words, of) => words.length - of.filter((other) => other >= 0).length;

// For each word of *a* the position of its match in *b*, -1 for none; null if they differ too much.
function matched(a, b) {
  let head = 0;
  while (head < a.length && head < b.length && a[head].key === b[head].key) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail].key === b[b.length - 1 - tail].key) tail++;
  const inner = matches(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  if (!inner) return null;
  const of = new Array(a.length).fill(-1);
  for (let at = 0; at < head; at++) of[at] = at;
  for (let at = 0; at < tail; at++) of[a.length - 1 - at] = b.length - 1 - at;
  for (const [one, other] of inner) of[head + one] = head + other;
  return of;
}

// If more than this share of the words has no match in the same order, parts of BLOCK words or more are searched for
// anywhere in the other text.
const MUCH = 0.15;
const BLOCK = 8; // words

// Parts that both texts have in a different order: all shared parts except the longest run in the same order.
function movedBlocks(a, b) {
  const places = new Map();
  const name = (words, at) => words.slice(at, at + BLOCK).map((word) => word.key).join(" ");
  for (let at = 0; at + BLOCK <= b.length; at++) {
    const key = name(b, at);
    if (!places.has(key)) places.set(key, at);
  }
  const taken = new Uint8Array(b.length);
  const found = [];
  for (let at = 0; at + BLOCK <= a.length;) {
    const there = places.get(name(a, at));
    let words = 0;
    while (there !== undefined && at + words < a.length && there + words < b.length && !taken[there + words] && a[at + words].key === b[there + words].key) words++;
    if (words >= BLOCK) {
      taken.fill(1, there, there + words);
      found.push({ left: at, right: there, words });
      at += words;
    } else at++;
  }
  const kept = inOrder(found.map((block) => block.right), found.map((block) => block.words));
  return found.filter((_, at) => !kept.has(at));
}

// The places of a run of ascending *starts* that has the most weight.
function inOrder(starts, weights) {
  const weight = [...weights];
  const before = new Array(starts.length).fill(-1);
  let last = -1;
  // A pair has few passages; of one that has thousands, those long before are not looked at.
  const reach = 2000;
  for (let at = 0; at < starts.length; at++) {
    for (let other = Math.max(at - reach, 0); other < at; other++) {
      if (starts[other] < starts[at] && weight[other] + weights[at] > weight[at]) {
        weight[at] = weight[other] + weights[at];
        before[at] = other;
      }
    }
    if (last < 0 || weight[at] > weight[last]) last = at;
  }
  const kept = new Set();
  for (; last >= 0; last = before[last]) kept.add(last);
  return kept;
}

function runs(words, wanted) {
  const found = [];
  words.forEach((word, at) => {
    if (!wanted(at)) return;
    const last = found[found.length - 1];
    if (last && last.at === at - 1) Object.assign(last, { to: word.to, at });
    else found.push({ from: word.from, to: word.to, at });
  });
  return found;
}

// The longest common words of two runs as pairs of places, null beyond MOST_DIFFERENT differences.
function matches(a, b) {
  const most = Math.min(a.length + b.length, MOST_DIFFERENT);
  const offset = most + 1;
  let reach = new Int32Array(2 * most + 3);
  const history = [];
  for (let depth = 0; depth <= most; depth++) {
    history.push(reach.slice(offset - depth - 1, offset + depth + 2));
    for (let k = -depth; k <= depth; k += 2) {
      const down = k === -depth || (k !== depth && reach[offset + k - 1] < reach[offset + k + 1]);
      let x = down ? reach[offset + k + 1] : reach[offset + k - 1] + 1;
      while (x < a.length && x - k < b.length && a[x].key === b[x - k].key) x++;
      reach[offset + k] = x;
      if (x >= a.length && x - k >= b.length) return traced(history, a.length, b.length);
    }
  }
  return null;
}

function traced(history, x, y) {
  const found = [];
  for (let depth = history.length - 1; depth >= 0; depth--) {
    const reach = (k) => history[depth][k + depth + 1];
    const k = x - y;
    const down = k === -depth || (k !== depth && reach(k - 1) < reach(k + 1));
    const before = down ? k + 1 : k - 1;
    const startX = depth ? reach(before) : 0;
    const startY = depth ? startX - before : 0;
    while (x > startX && y > startY) found.push([--x, --y]);
    if (depth) [x, y] = [startX, startY];
  }
  return found.reverse();
}
