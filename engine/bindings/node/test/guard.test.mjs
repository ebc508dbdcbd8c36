// What stands between a server and its transport, without either.
import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {describe, test} from 'node:test';
import {Redactor} from 'inkblot';
import {protect, redactWrites} from 'inkblot/mcp';
import {NAME, TAG, secret} from './samples.mjs';

const WITHHELD = 'inkblot withheld a message that it could not redact';

class FakeServer {
  async connect(transport) {
    this.transport = transport;
    transport.onmessage = () => {};
    await transport.start();
  }
}

class FakeTransport {
  sent = [];
  async start() {}
  async send(message) { this.sent.push(message); }
}

async function protectedPair(options) {
  const server = new FakeServer();
  const transport = new FakeTransport();
  assert.equal(protect(server, {logs: false, ...options}), server);
  await server.connect(transport);
  const send = async (message) => {
    await transport.send(message);
    return transport.sent.at(-1);
  };
  return {server, transport, send};
}

const line = (value) => `${NAME} = '${value}'`;

describe('a message on its way out', () => {
  test('is the same where it holds nothing', async () => {
    const {send} = await protectedPair();
    const message = {jsonrpc: '2.0', id: 1, result: {content: [{type: 'text', text: 'plain'}]}};
    assert.deepEqual(await send(message), message);
    assert.equal((await send(message)).result, message.result);
    const bare = {jsonrpc: '2.0', method: 'notifications/tools/list_changed'};
    assert.equal(await send(bare), bare);
  });

  test('keeps what its reader gives back', async () => {
    const {send} = await protectedPair();
    const token = line(secret());
    const kept = {requestState: token, nextCursor: token, taskId: token, progressToken: token};
    const related = {'io.modelcontextprotocol/related-task': {taskId: token}};
    const result = {...kept, task: {taskId: token, status: line(secret())},
      tasks: [{taskId: token}],
      _meta: {progressToken: token, ...related, other: line(secret())}, text: line(secret())};
    const out = await send({jsonrpc: '2.0', id: token, result});
    assert.equal(out.id, token);
    assert.deepEqual(Object.keys(out.result), Object.keys(result));
    const tag = out.result.text;
    assert.match(tag, new RegExp(TAG));
    assert.deepEqual({...out.result, text: 0, task: 0, _meta: 0},
      {...result, text: 0, task: 0, _meta: 0});
    assert.equal(out.result.task.taskId, token);
    assert.match(out.result.task.status, new RegExp(TAG));
    assert.deepEqual({...out.result._meta, other: 0}, {...result._meta, other: 0});
    assert.match(out.result._meta.other, new RegExp(TAG));
    const notice = await send({jsonrpc: '2.0', method: 'notifications/progress',
      params: {progressToken: token, progress: 1, message: line(secret())}});
    assert.deepEqual(notice.params, {progressToken: token, progress: 1, message: line(TAG)});
    // The same names deeper down are a tool's own.
    const own = await send({jsonrpc: '2.0', id: 1, result: {structuredContent: {taskId: token}}});
    assert.deepEqual(own.result, {structuredContent: {taskId: line(TAG)}});
  });

  test('errors', async () => {
    const {send} = await protectedPair();
    const out = await send({jsonrpc: '2.0', id: 'a', error: {code: -32001, message: line(secret()),
      data: {[NAME]: secret()}}});
    assert.equal(out.error.code, -32001);
    assert.doesNotMatch(JSON.stringify(out).replaceAll(/REDACTED_\w+/g, ''), /[A-Za-z0-9]{16}/);
  });

  test('pictures and sounds stay', async () => {
    const {send} = await protectedPair();
    for (let i = 0; i < 20; ++i) {
      const data = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(20_000)]);
      const content = [{type: 'image', data: data.toString('base64'), mimeType: 'image/png'},
        {type: 'audio', data: randomBytes(20_000).toString('base64'), mimeType: 'audio/wav'}];
      const message = {jsonrpc: '2.0', id: i, result: {content}};
      assert.equal((await send(message)).result, message.result);
    }
  });

  test('what JSON.stringify() can write is sent', async () => {
    const {send} = await protectedPair();
    class Mine { [NAME] = secret(); }
    const out = await send({jsonrpc: '2.0', method: 'notifications/message', params: {level: 'info',
      data: {mine: new Mine(), call: () => 1, map: new Map([[1, secret()]]), list: [undefined]}}});
    assert.deepEqual(out.params.data, {mine: {[NAME]: TAG}, map: {}, list: [null]});
  });

  test('several in one', async () => {
    const {transport} = await protectedPair();
    await transport.send([{jsonrpc: '2.0', id: 1, result: {text: line(secret())}},
      {jsonrpc: '2.0', id: 2, result: {text: 1n}}]);
    assert.deepEqual(transport.sent[0][0].result, {text: line(TAG)});
    assert.equal(transport.sent[0][1].error.message, WITHHELD);
  });

  test('the order stays', async () => {
    const {transport} = await protectedPair();
    await Promise.all([1, 2, 3].map((id) => transport.send({jsonrpc: '2.0', id, result: {}})));
    assert.deepEqual(transport.sent.map((message) => message.id), [1, 2, 3]);
  });
});

describe('a message that cannot be redacted', () => {
  let deep = {text: secret()};
  for (let i = 0; i < 600; ++i) deep = [deep];
  const wrong = [1n, deep, {toJSON() { throw new Error(secret()); }}];

  test('is an error instead', async () => {
    const {send} = await protectedPair();
    for (const value of wrong) {
      assert.deepEqual(await send({jsonrpc: '2.0', id: 7, result: {value}}),
        {jsonrpc: '2.0', id: 7, error: {code: -32603, message: WITHHELD}});
      const error = {code: 1, message: 'a', data: value};
      assert.deepEqual(await send({jsonrpc: '2.0', id: 7, error}),
        {jsonrpc: '2.0', id: 7, error: {code: -32603, message: WITHHELD}});
    }
  });

  test('is not sent where nobody waits, and thrown where the server does', async () => {
    const {transport} = await protectedPair();
    const warned = new Promise((done) => process.once('warning', done));
    await transport.send({jsonrpc: '2.0', method: 'notifications/message', params: {data: 1n}});
    assert.equal((await warned).message, WITHHELD);
    await assert.rejects(
      transport.send({jsonrpc: '2.0', id: 1, method: 'sampling/createMessage', params: {a: deep}}),
      {message: WITHHELD});
    assert.equal(transport.sent.length, 0);
  });
});

test('a server that is connected already', async () => {
  const server = new FakeServer();
  const transport = new FakeTransport();
  await server.connect(transport);
  protect({server}, {logs: false, redactor: new Redactor({style: '<{rule}>'})});
  await transport.send({jsonrpc: '2.0', id: 1, result: {text: line(secret())}});
  assert.deepEqual(transport.sent[0].result, {text: line(`<${NAME}>`)});
});

test('what is no server is refused', () => {
  for (const wrong of [undefined, null, 5, {}, {server: {}}]) {
    assert.throws(() => protect(wrong, {logs: false}), TypeError);
  }
});

test('what is written to a stream', () => {
  const written = [];
  const stream = {write: (chunk) => written.push(String(chunk))};
  redactWrites(stream);
  redactWrites(stream);
  stream.write(line(secret()));
  stream.write(Buffer.from(line(secret())));
  assert.deepEqual(written, [line(TAG), line(TAG)]);
});
