// From two passages to the words in which they differ (Myers, An O(ND) Difference Algorithm, 1986).

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;
// Beyond so many words that differ, two passages are not worth comparing word by word.
const MOST_DIFFERENT = 1500;

function wordsOf(text) {
  return Array.from(text.matchAll(WORD), (match) => ({
    word: match[0], key: folded(match[0]), from: match.index, to: match.index + match[0].length,
  }));
}

// The places in *left* that *right* has not, those in *right* that *left* has not, and those spelled otherwise; null
// where they differ too much.
function differences(left, right) {
  const [a, b] = [wordsOf(left), wordsOf(right)];
  let head = 0;
  while (head < a.length && head < b.length && a[head].key === b[head].key) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail].key === b[b.length - 1 - tail].key) tail++;
  const matched = matches(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  if (!matched) return null;
  const of = new Array(a.length).fill(-1);
  for (let at = 0; at < head; at++) of[at] = at;
  for (let at = 0; at < tail; at++) of[a.length - 1 - at] = b.length - 1 - at;
  for (const [one, other] of matched) of[head + one] = head + other;
  const has = new Uint8Array(b.length);
  const alike = [];
  of.forEach((other, one) => {
    if (other < 0) return;
    has[other] = 1;
    if (a[one].word !== b[other].word) alike.push([a[one], b[other]]);
  });
  return { gone: runs(a, (at) => of[at] < 0), come: runs(b, (at) => !has[at]), alike };
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
