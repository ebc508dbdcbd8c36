// Every message that a server of the Model Context Protocol sends, without credentials.
'use strict';

const {defaultRedactor} = require('./index.js');

const INTERNAL_ERROR = -32603;
const WITHHELD = 'inkblot withheld a message that it could not redact';
const NO_ROOM = 'The result holds a credential where its schema leaves no room for a ' +
  'replacement: it was withheld.';
// What a peer gives back as it is: to redact it would break the exchange, and nothing shows it to
// a model.
const KEPT = new Set(['requestState', 'progressToken', 'nextCursor', 'taskId', 'requestId',
  'elicitationId', 'io.modelcontextprotocol/subscriptionId']);
// Where such a thing may stand, besides the body itself.
const HOLDERS = new Set(['_meta', 'task', 'tasks', 'io.modelcontextprotocol/related-task']);
// Of a list of tools that comes in parts.
const PAGES_MAX = 100;

/** A message could not be redacted.  Says nothing of what it held. */
class Withheld extends Error {
  constructor() {
    super(WITHHELD);
    this.name = 'Withheld';
    this.code = INTERNAL_ERROR;
  }
}

const isObject = (value) => typeof value === 'object' && value !== null;

/** Redacts what the server sends from now on, and returns the server. */
function protect(server, options = {}) {
  const {redactor = defaultRedactor(), logs = true} = options;
  const target = isObject(server?.server) ? server.server : server;
  if (typeof target?.connect !== 'function') {
    throw new TypeError('protect() needs an McpServer or a Server of the SDK');
  }
  const guard = new Guard(redactor, target);
  if (isObject(target.transport)) {
    shield(target.transport, guard).listen();
  }
  const connect = target.connect;
  target.connect = function (transport, ...rest) {
    shield(transport, guard);
    return connect.call(this, transport, ...rest);
  };
  if (logs) redactWrites(process.stderr, redactor);
  return server;
}

/** Stands between a server and a transport, which stays the object that it is. */
function shield(transport, guard) {
  const calls = new Map();
  const {send, start} = transport;
  const listen = () => {
    const hear = transport.onmessage;
    transport.onmessage = function (message, ...rest) {
      note(message, calls);
      return hear?.call(this, message, ...rest);
    };
  };
  transport.send = async function (message, ...rest) {
    let safe = guard.message(message, calls);
    // In the order of the calls wherever nobody has to be asked.
    if (safe instanceof Promise) safe = await safe;
    return safe === undefined ? undefined : send.call(this, safe, ...rest);
  };
  transport.start = function (...args) {
    listen();  // The server listens by now.
    return start.apply(this, args);
  };
  return {listen};
}

function note(message, calls) {
  for (const one of Array.isArray(message) ? message : [message]) {
    if (!isObject(one) || typeof one.method !== 'string') continue;
    if (one.id !== undefined) calls.set(one.id, {method: one.method, tool: one.params?.name});
    // What was cancelled has no answer.
    if (one.method === 'notifications/cancelled') calls.delete(one.params?.requestId);
  }
}

/** Redacts messages. */
class Guard {
  constructor(redactor, server) {
    this.redactor = redactor;
    this.server = server;
    this.schemas = new Map();
  }

  /** What may be sent instead, perhaps later; undefined: nothing. */
  message(message, calls) {
    try {
      const out = this.redacted(message, calls);
      return out instanceof Promise ? out.catch(() => withheld(message)) : out;
    } catch {
      return withheld(message);
    }
  }

  redacted(message, calls) {
    if (Array.isArray(message)) {
      return Promise.all(message.map((one) => this.message(one, calls)))
        .then((all) => all.filter((one) => one !== undefined));
    }
    if (message.method !== undefined) {
      return message.params === undefined ? message :
        {...message, params: this.body(message.params)};
    }
    const call = calls.get(message.id);
    calls.delete(message.id);
    if (message.error !== undefined) {
      return {...message, error: {...this.body(message.error), code: message.error.code}};
    }
    const result = this.result(call, message.result);
    return result instanceof Promise ? result.then((later) => ({...message, result: later})) :
      {...message, result};
  }

  result(call, result) {
    if (call?.method === 'tools/list') this.learn(result);
    const out = this.body(result);
    const checked = call?.method === 'tools/call' && out !== result && isObject(out) &&
      out.structuredContent !== undefined && !out.isError;
    if (!checked) return out;
    if (this.schemas.has(call.tool)) return this.conforming(call.tool, result, out);
    return this.ask(call.tool).then(() => this.conforming(call.tool, result, out));
  }

  /** A body without its secrets. */
  body(value, redactor = this.redactor) {
    const held = withoutKept(value);
    const out = redactValue(held, redactor);
    return out === held ? value : withKept(value, out);
  }

  learn(result) {
    for (const tool of Array.isArray(result?.tools) ? result.tools : []) {
      this.schemas.set(tool?.name, tool?.outputSchema);
    }
  }

  // A client checks structured content against the schema of the tool, and fails the call where it
  // does not fit: a tag may be too long for it, or have another form.
  conforming(tool, result, out) {
    const fits = this.validator(this.schemas.get(tool));
    if (fits === undefined || fits(out) || !fits(result)) return out;
    this.masking ??= this.redactor.withOptions({style: 'mask'});
    const masked = this.body(result, this.masking);
    if (fits(masked)) return masked;
    const {structuredContent, ...rest} = out;
    return {...rest, content: [{type: 'text', text: NO_ROOM}], isError: true};
  }

  // Whoever serves one request alone was not asked for its tools.
  async ask(tool) {
    const handler = this.server._requestHandlers?.get('tools/list');
    const {signal} = new AbortController();
    const params = {};
    for (let page = 0; page < PAGES_MAX && handler && !this.schemas.has(tool); ++page) {
      try {
        const request = {jsonrpc: '2.0', id: 0, method: 'tools/list', params: {...params}};
        const listed = await handler(request, {signal, mcpReq: {id: 0, signal}});
        this.learn(listed);
        params.cursor = listed.nextCursor;
      } catch {
        return;
      }
      if (params.cursor === undefined) return;
    }
  }

  validator(schema) {
    const maker = this.server._jsonSchemaValidator;
    if (!isObject(schema) || typeof maker?.getValidator !== 'function') return undefined;
    try {
      const validate = maker.getValidator(schema);
      return (result) => validate(result.structuredContent).valid === true;
    } catch {
      return undefined;
    }
  }
}

/** What is sent where a message cannot be. */
function withheld(message) {
  if (isObject(message) && message.id !== undefined) {
    // Whoever asks something learns that it was not sent.
    if (message.method !== undefined) throw new Withheld();
    return {jsonrpc: '2.0', id: message.id, error: {code: INTERNAL_ERROR, message: WITHHELD}};
  }
  process.emitWarning(WITHHELD);
  return undefined;
}

function redactValue(value, redactor) {
  if (value === undefined) return value;
  try {
    return redactor.redactJson(value);
  } catch (error) {
    // What is no JSON is sent as what JSON.stringify() makes of it.
    if (!(error instanceof TypeError)) throw error;
    return JSON.parse(redactor.redactJsonText(JSON.stringify(value)));
  }
}

/** The body with null for what is to be kept of it. */
function withoutKept(value) {
  if (Array.isArray(value)) {
    const out = value.map(withoutKept);
    return out.every((item, i) => item === value[i]) ? value : out;
  }
  if (!isObject(value)) return value;
  let out = value;
  for (const key of Object.keys(value)) {
    const item = KEPT.has(key) ? null : HOLDERS.has(key) ? withoutKept(value[key]) : value[key];
    if (item === value[key]) continue;
    if (out === value) out = {...value};
    out[key] = item;
  }
  return out;
}

/** The redacted body with what was kept in its place. */
function withKept(value, out) {
  if (Array.isArray(value)) return value.map((item, i) => withKept(item, out[i]));
  if (!isObject(value)) return out;
  for (const key of Object.keys(value)) {
    if (KEPT.has(key)) out = {...out, [key]: value[key]};
    else if (HOLDERS.has(key)) out = {...out, [key]: withKept(value[key], out[key])};
  }
  return out;
}

const guarded = new WeakSet();

/** Redacts what is written from now on; what one call writes is read by itself. */
function redactWrites(stream, redactor = defaultRedactor()) {
  if (guarded.has(stream)) return;
  guarded.add(stream);
  const write = stream.write;
  stream.write = function (chunk, encoding, ...rest) {
    let text = chunk;
    try {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) text = redactor.redact(chunk);
    } catch {
      text = `${WITHHELD}\n`;
      encoding = typeof encoding === 'function' ? encoding : 'utf8';
    }
    return write.call(this, text, encoding, ...rest);
  };
}

module.exports = {protect, redactWrites};
