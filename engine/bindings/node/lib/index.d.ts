// Removes credentials from text, JSON and streams before a model or a log sees them.
import type {Transform, TransformOptions} from 'node:stream';

/** One redaction. Holds no byte of the secret. Places are counted in bytes of UTF-8. */
export interface Finding {
  rule: string;
  provider: string;
  severity: 'low' | 'medium' | 'high' | 'critical';
  evidence: string;
  /** Such as base64, where it stood in one; else empty. */
  coding: string;
  /** Keyed, hexadecimal; empty without a key. */
  fingerprint: string;
  input: [begin: number, end: number];
  output: [begin: number, end: number];
  line: number;
  /** Of a JSON value, the JSON Pointer of its place, with * for a name that is redacted itself. */
  path: string;
}

/** What it throws comes out of the call, and nothing else does. */
export type OnFinding = (finding: Finding) => void;

export interface RedactorOptions {
  /** How much evidence a finding needs; balanced where nothing is said. */
  profile?: 'strict' | 'balanced' | 'precise';
  /** tag, pseudonym, mask, partial, or a template such as `<{rule}>`. */
  style?: string;
  /** 32 bytes, for pseudonyms and fingerprints. */
  key?: Uint8Array;
  /** TOML files or folders of rules, and at most one compiled pack. */
  rules?: string[];
  /** gitleaks configurations. */
  gitleaks?: string[];
  /** Files of what is never redacted. */
  allow?: string[];
  /** Rule ids: no other rule runs. */
  only?: string[];
  /** Rule ids that do not run. */
  except?: string[];
  /** Stores of known secrets. */
  vaults?: string[];
  /** The file of their key. */
  vaultKey?: string;
  /** Whether lines such as `::add-mask::VALUE` announce a secret. */
  acceptMasks?: boolean;
  /** Whether base64 and its like are looked into; they are where nothing is said. */
  decode?: boolean;
  /**
   * JSON Pointers of what redactJson() keeps; `*` is any one name or number, and `**` any number of
   * them.
   */
  keepFields?: string[];
  /** The same of what it redacts whatever stands there. */
  redactFields?: string[];
}

/** Rules, lists and stores, loaded once. */
export class Redactor {
  /** Throws an Error whose `code` begins with INKBLOT_ for what cannot be loaded. */
  constructor(options?: RedactorOptions);
  /** Another one, with some options in other words. */
  withOptions(options: RedactorOptions): Redactor;
  /** The text without its secrets; the same value where it holds none. */
  redact(text: string, onFinding?: OnFinding): string;
  redact<Bytes extends Uint8Array>(text: Bytes, onFinding?: OnFinding): Bytes | Buffer;
  redact(text: string | Uint8Array, onFinding?: OnFinding): string | Uint8Array;
  /**
   * A copy of a JSON value without its secrets; the same one where nothing had to change. Keys and
   * values are read together, and a value that was found anywhere is redacted wherever else it
   * stands.
   *
   * Own enumerable properties are read, as JSON.stringify() does. What has a toJSON() is replaced
   * by what it gives, but for a Date. Throws TypeError for what JSON has no word for (BigInt,
   * functions, symbols, instances of classes, Map, Set, views of memory), and RangeError for what
   * is nested deeper than 500 levels or holds itself. NaN, infinities and undefined stay.
   */
  redactJson<Value>(value: Value, onFinding?: OnFinding): Value;
  /** The same for one JSON value that is still text. */
  redactJsonText(text: string, onFinding?: OnFinding): string;
  redactJsonText<Bytes extends Uint8Array>(text: Bytes, onFinding?: OnFinding): Bytes | Buffer;
  /** Takes the pieces of one text, however they are cut, and gives Buffers. */
  stream(onFinding?: OnFinding, options?: TransformOptions): Transform;
  /** The same for streams of the Web. */
  transformStream(onFinding?: OnFinding): TransformStream<string | Uint8Array, Uint8Array>;
}

/** The one that redact() and redactJson() use: the built-in rules at the balanced profile. */
export function defaultRedactor(): Redactor;
/** Redactor.redact() with the built-in rules. */
export const redact: Redactor['redact'];
/** Redactor.redactJson() with the built-in rules. */
export const redactJson: Redactor['redactJson'];
export const version: string;
