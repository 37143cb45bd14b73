"use strict";
// Used by all other scripts: elements that contain only text, and values as people read them.

const byId = (id) => document.getElementById(id);

// Control characters and marks that change the direction of a line are shown by number; no text is ever markup.
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
const shown = (text) =>
  text.replace(HIDDEN, (sign) => `⟨${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);

// Attributes that people read or hear.
const READ = new Set(["title", "aria-label"]);

function element(tag, properties, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, READ.has(name) ? shown(String(value)) : value);
  }
  for (const child of children) {
    if (child === null || child === undefined) continue;
    made.append(child instanceof Node ? child : shown(String(child)));
  }
  return made;
}

function drawn(tag, properties, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (typeof value === "function") made.addEventListener(name, value);
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

// Shares are in ten-thousandths; -1 means that it was not requested.
function percent(share) {
  if (share === undefined || share === null || share < 0) return "–";
  if (share === 0 || share === 10000) return `${share / 100}%`;
  return share < 100 ? "<1%" : `${Math.min(Math.round(share / 100), 99)}%`;
}

function exactly(share) {
  return share < 0 ? "–" : share === 0 || share === 10000 ? `${share / 100}%` : `${(share / 100).toFixed(1)}%`;
}

const grouped = new Intl.NumberFormat("en");
const number = (value) => grouped.format(value);
const count = (value, noun, plural) => `${number(value)} ${value === 1 ? noun : plural || `${noun}s`}`;

// Without case, diacritics and compatibility forms, as the tool compares words.
const folded = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d");

const address = (...parts) => `#${parts.map((part) => `/${encodeURIComponent(part)}`).join("")}`;
const link = (where, text, properties) => element("a", { href: where, ...properties }, text);

function sentenceList(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}
