// Removes credentials from text, JSON and streams before a model or a log sees them.
'use strict';

const json = require('./json.js');
const native = require('./native.js');
const {RedactingStream, transformStream} = require('./stream.js');

const DEFAULTS = {profile: 'balanced', style: 'tag', key: undefined, rules: [], gitleaks: [],
  allow: [], only: [], except: [], vaults: [], vaultKey: '', acceptMasks: false, decode: true,
  keepFields: [], redactFields: []};

function checked(options) {
  const out = {...DEFAULTS};
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(DEFAULTS, name)) throw new TypeError(`there is no option ${name}`);
    if (value === undefined) continue;
    const usual = DEFAULTS[name];
    if (name === 'key') {
      if (!(value instanceof Uint8Array)) throw new TypeError('key must be a Uint8Array');
    } else if (Array.isArray(usual)) {
      if (!Array.isArray(value) || value.some((word) => typeof word !== 'string')) {
        throw new TypeError(`${name} must be an array of strings`);
      }
    } else if (typeof value !== typeof usual) {
      throw new TypeError(`${name} must be a ${typeof usual}`);
    }
    out[name] = value;
  }
  return out;
}

function checkedFunction(onFinding) {
  if (onFinding !== undefined && typeof onFinding !== 'function') {
    throw new TypeError('onFinding must be a function');
  }
  return onFinding;
}

// Another thread could write to it meanwhile.
function refuseShared(text) {
  if (typeof text !== 'string' && text?.buffer instanceof SharedArrayBuffer) {
    throw new TypeError('a view of shared memory is refused: copy it');
  }
}

class Redactor {
  #engine;
  #options;

  constructor(options = {}) {
    this.#options = checked(options);
    this.#engine = new native.Engine(this.#options);
  }

  withOptions(options) {
    return new Redactor({...this.#options, ...options});
  }

  redact(text, onFinding) {
    refuseShared(text);
    return told(onFinding, (list) => this.#engine.redact(text, list));
  }

  redactJsonText(text, onFinding) {
    refuseShared(text);
    return told(onFinding, (list) => this.#engine.redactJsonText(text, list));
  }

  redactJson(value, onFinding) {
    return told(onFinding, (list) => json.redactJson(this.#engine, value, list));
  }

  stream(onFinding, options) {
    return new RedactingStream(this.#engine, checkedFunction(onFinding), options);
  }

  transformStream(onFinding) {
    return transformStream(this.#engine, checkedFunction(onFinding));
  }
}

function told(onFinding, work) {
  if (onFinding === undefined) return work(undefined);
  checkedFunction(onFinding);
  const findings = [];
  const out = work(findings);
  for (const finding of findings) onFinding(finding);
  return out;
}

let usual;

function defaultRedactor() {
  usual ??= new Redactor();
  return usual;
}

function redact(text, onFinding) {
  return defaultRedactor().redact(text, onFinding);
}

function redactJson(value, onFinding) {
  return defaultRedactor().redactJson(value, onFinding);
}

module.exports = {Redactor, defaultRedactor, redact, redactJson, version: native.version};
