// Values as JSON: one walk writes them, another one puts what changed into a copy.
'use strict';

// Deeper values are refused, and so are those that hold themselves.
const DEPTH_MAX = 500;

const KINDS = {plain: 1, list: 2, date: 3, told: 4};

function kindOf(value) {
  if (Array.isArray(value)) return KINDS.list;
  const prototype = Object.getPrototypeOf(value);
  if (typeof value.toJSON === 'function' && !ArrayBuffer.isView(value)) {
    const date = value instanceof Date && value.toJSON === Date.prototype.toJSON &&
      value.toISOString === Date.prototype.toISOString;
    return date ? KINDS.date : KINDS.told;
  }
  // An object of another realm has another prototype, but nothing is behind it either.
  if (prototype === null || prototype === Object.prototype ||
      (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'hasOwnProperty'))) {
    return KINDS.plain;
  }
  const name = Object.prototype.toString.call(value).slice(8, -1);
  throw new TypeError(`JSON has no word for a value of type ${name}`);
}

/** Writes a value: its strings, and what stands between them. */
class Writer {
  constructor() {
    this.parts = [];
    this.sizes = [];
    this.between = '';
    this.scalars = [];
    this.told = [];  // What toJSON() gave.
  }

  text(value) {
    this.parts.push(this.between, value);
    this.sizes.push(this.between.length, value.length);
    this.scalars.push(value);
    this.between = '';
  }

  other(value, spelled) {
    this.scalars.push(value);
    this.between += spelled;
  }

  write(value, key, depth) {
    switch (typeof value) {
      case 'string': return this.text(value);
      case 'number': return this.other(value, Number.isFinite(value) ? String(value) : 'null');
      case 'boolean': return this.other(value, String(value));
      case 'undefined': return this.other(value, 'null');
      case 'object': break;
      default: throw new TypeError(`JSON has no word for a value of type ${typeof value}`);
    }
    if (value === null) return this.other(value, 'null');
    if (depth > DEPTH_MAX) {
      throw new RangeError('the value is nested deeper than 500 levels, or holds itself');
    }
    switch (kindOf(value)) {
      case KINDS.list: return this.list(value, depth);
      case KINDS.plain: return this.plain(value, depth);
      case KINDS.date: return this.write(value.toJSON(), key, depth + 1);
      default: {
        const given = value.toJSON(key);
        this.told.push(given);
        return this.write(given, key, depth + 1);
      }
    }
  }

  list(value, depth) {
    this.between += '[';
    for (let i = 0; i < value.length; ++i) {
      if (i > 0) this.between += ',';
      this.write(value[i], String(i), depth + 1);
    }
    this.between += ']';
  }

  plain(value, depth) {
    this.between += '{';
    let first = true;
    for (const key of Object.keys(value)) {
      const item = value[key];
      if (item === undefined) continue;
      if (!first) this.between += ',';
      first = false;
      this.text(key);
      this.between += ':';
      this.write(item, key, depth + 1);
    }
    this.between += '}';
  }

  /** What stands behind the last string belongs to it. */
  end() {
    this.parts.push(this.between);
    this.sizes.push(this.between.length);
  }
}

/** Copies what changed; the walk is that of the writer. */
class Merger {
  constructor(writer, changed) {
    this.writer = writer;
    this.changed = changed;
    this.at = 0;
    this.toldAt = 0;
  }

  scalar(value) {
    const number = this.at++;
    if (!Object.is(this.writer.scalars[number], value)) changedMeanwhile();
    const token = this.changed.get(number);
    // What JSON has no word for was written as null.
    return token === undefined || token === 'null' ? value : JSON.parse(token);
  }

  merge(value, depth) {
    if (typeof value !== 'object' || value === null) return this.scalar(value);
    if (depth > DEPTH_MAX) changedMeanwhile();
    switch (kindOf(value)) {
      case KINDS.list: return this.list(value, depth);
      case KINDS.plain: return this.plain(value, depth);
      case KINDS.date: {
        const written = value.toJSON();
        const merged = this.merge(written, depth + 1);
        return merged === written ? value : merged;
      }
      default:
        if (this.toldAt === this.writer.told.length) changedMeanwhile();
        return this.merge(this.writer.told[this.toldAt++], depth + 1);
    }
  }

  list(value, depth) {
    const out = new Array(value.length);
    let same = true;
    for (let i = 0; i < out.length; ++i) {
      const item = value[i];
      out[i] = this.merge(item, depth + 1);
      same = same && Object.is(out[i], item);
    }
    return same ? value : out;
  }

  plain(value, depth) {
    const out = {};
    let same = true;
    for (const key of Object.keys(value)) {
      const item = value[key];
      const name = item === undefined ? key : this.scalar(key);
      const merged = item === undefined ? item : this.merge(item, depth + 1);
      same = same && name === key && Object.is(merged, item);
      // An assignment to __proto__ would be none.
      Object.defineProperty(out, name,
        {value: merged, writable: true, enumerable: true, configurable: true});
    }
    return same ? value : out;
  }

  end() {
    if (this.at !== this.writer.scalars.length) changedMeanwhile();
  }
}

function changedMeanwhile() {
  throw new Error('the value was changed while it was redacted');
}

// PERF: nothing else runs until it is read, and a new one takes as long as redacting a line.
const usual = new Uint32Array(1024);

/** How many there are, and they. */
function packed(sizes) {
  const out = sizes.length < usual.length ? usual : new Uint32Array(sizes.length + 1);
  out[0] = sizes.length;
  out.set(sizes, 1);
  return out;
}

/** The value without its secrets; the same one where it holds none. */
function redactJson(engine, value, told) {
  const writer = new Writer();
  writer.write(value, '', 0);
  writer.end();
  const changed = engine.redactJson(writer.parts.join(''), packed(writer.sizes), told);
  if (changed === undefined && writer.told.length === 0) return value;
  const tokens = new Map();
  for (let i = 0; changed !== undefined && i < changed.length; i += 2) {
    tokens.set(changed[i], changed[i + 1]);
  }
  const merger = new Merger(writer, tokens);
  const out = merger.merge(value, 0);
  merger.end();
  return out;
}

module.exports = {redactJson};
