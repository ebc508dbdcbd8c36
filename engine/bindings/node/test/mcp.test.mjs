// Real clients of the SDK call a server that leaks in every kind of message, until it is mended.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {connect, createServer} from 'node:net';
import {createInterface} from 'node:readline';
import {describe, test} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {accessKey} from './samples.mjs';

const SDK = '@modelcontextprotocol';
const second = await import(`${SDK}/client`).catch(() => undefined);
const {Client, StreamableHTTPClientTransport} = second ?? {
  ...await import(`${SDK}/sdk/client/index.js`),
  ...await import(`${SDK}/sdk/client/streamableHttp.js`)};
const {StdioClientTransport} = await import(second ? `${SDK}/client/stdio` :
  `${SDK}/sdk/client/stdio.js`);
const types = second ?? await import(`${SDK}/sdk/types.js`);

// It stands beside this file where the tests run.
const SERVER = fileURLToPath(new URL('./server.mjs', import.meta.url));
const CALLS = ['text', 'structured', 'narrow', 'exact', 'picture', 'failing', 'talking', 'asking'];
const planted = accessKey();
const env = {...process.env, PLANTED: planted};
const ERAS = second ? ['legacy', {pin: '2026-07-28'}] : [undefined];

async function tried(call) {
  try {
    return await call();
  } catch (error) {
    return {name: error.name, message: error.message, code: error.code, data: error.data};
  }
}

/** Everything that arrives, by what it answers. */
async function conversation(transport, era, listsTools) {
  const heard = {log: [], progress: [], asked: []};
  const client = new Client({name: 'test', version: '1'}, {
    capabilities: {sampling: {}, elicitation: {}}, versionNegotiation: era && {mode: era}});
  const on = (kind, method, schema, handler) => client[`set${kind}Handler`](
    second ? method : types[schema], handler);
  on('Notification', 'notifications/message', 'LoggingMessageNotificationSchema', (message) => {
    heard.log.push(message.params);
  });
  on('Request', 'elicitation/create', 'ElicitRequestSchema', (request) => {
    heard.asked.push(request.params);
    return {action: 'accept', content: {why: 'so'}};
  });
  on('Request', 'sampling/createMessage', 'CreateMessageRequestSchema', (request) => {
    heard.asked.push(request.params);
    return {role: 'assistant', content: {type: 'text', text: 'yes'}, model: 'none'};
  });
  await client.connect(transport);
  const meta = {_meta: {'io.modelcontextprotocol/logLevel': 'debug'}};
  heard.instructions = [client.getServerVersion(), client.getInstructions()];
  if (listsTools) heard.tools = await client.listTools();
  heard.resources = await client.listResources();
  heard.prompts = await client.listPrompts();
  const onprogress = (progress) => heard.progress.push(progress);
  for (const name of CALLS) {
    const call = {name, arguments: {}, ...meta};
    heard[name] = await tried(() => second ? client.callTool(call, {onprogress}) :
      client.callTool(call, undefined, {onprogress}));
  }
  heard.resource = await client.readResource({uri: 'store://config'});
  heard.prompt = await client.getPrompt({name: 'ask'});
  heard.unknown = await tried(() => client.callTool({name: planted, arguments: {}}));
  heard.missing = await tried(() => client.readResource({uri: 'store://missing'}));
  await client.close();
  return heard;
}

async function byStdio(era, listsTools, ...words) {
  const transport = new StdioClientTransport({command: process.execPath, args: [SERVER, ...words],
    env, stderr: 'pipe'});
  let logged = '';
  transport.stderr.on('data', (piece) => { logged += piece; });
  const heard = await conversation(transport, era, listsTools);
  return {...heard, logged};
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const {port} = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

async function answers(port) {
  for (let i = 0; i < 400; ++i) {
    const socket = connect(port, '127.0.0.1');
    const up = await new Promise((done) => {
      socket.on('connect', () => done(true)).on('error', () => done(false));
    });
    socket.destroy();
    if (up) return;
    await pause(50);
  }
}

async function byHttp(era, listsTools, ...words) {
  const port = await freePort();
  const server = spawn(process.execPath, [SERVER, '--http', port, ...words],
    {env, stdio: ['ignore', 'ignore', 'pipe']});
  let logged = '';
  server.stderr.on('data', (piece) => { logged += piece; });
  try {
    await answers(port);
    const transport = new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${port}/mcp`));
    return {...await conversation(transport, era, listsTools), logged};
  } finally {
    server.kill();
    await once(server, 'close');
  }
}

const REVISIONS = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'];

/** The lines of a server that is spoken to as a client of that revision does. */
async function byLines(revision, ...words) {
  // A token that looks like a secret has to come back as it is.
  const meta = {_meta: {progressToken: planted}};
  const calls = [
    ['tools/list', {}], ['resources/list', {}], ['prompts/list', {}],
    ...CALLS.map((name) => ['tools/call', {name, arguments: {}, ...meta}]),
    ['resources/read', {uri: 'store://config'}], ['resources/read', {uri: 'store://missing'}],
    ['prompts/get', {name: 'ask'}], ['prompts/get', {name: planted}],
  ];
  const server = spawn(process.execPath, [SERVER, ...words],
    {env, stdio: ['pipe', 'pipe', 'ignore']});
  const lines = createInterface({input: server.stdout})[Symbol.asyncIterator]();
  const heard = [];
  const say = (message) => server.stdin.write(`${JSON.stringify({jsonrpc: '2.0', ...message})}\n`);
  const ask = async (id, method, params) => {
    say({id, method, params});
    for (;;) {
      const {value, done} = await lines.next();
      assert.ok(!done, `the server ended during ${method}`);
      const message = JSON.parse(value);
      heard.push(message);
      if (message.method !== undefined && message.id !== undefined) {
        say({id: message.id, result: message.method === 'elicitation/create' ?
          {action: 'accept', content: {why: 'so'}} :
          {role: 'assistant', content: {type: 'text', text: 'yes'}, model: 'none'}});
      } else if (message.id === id) {
        return;
      }
    }
  };
  await ask('first', 'initialize', {protocolVersion: revision,
    capabilities: {sampling: {}, elicitation: {}}, clientInfo: {name: 'test', version: '1'}});
  say({method: 'notifications/initialized'});
  for (const [number, [method, params]] of calls.entries()) await ask(number, method, params);
  server.stdin.end();
  server.kill();
  await once(server, 'close');
  return heard;
}

const count = (text, word) => text.split(word).length - 1;

/** Nothing planted arrived, and all else is as it was. */
function check(bare, safe) {
  const untoken = (heard) => JSON.stringify(heard).replaceAll(`"progressToken":"${planted}"`, '');
  const before = untoken(bare);
  const after = untoken(safe);
  assert.ok(count(before, planted) > 16, before);
  assert.equal(count(after, planted), 0, after);
  const tag = 'REDACTED_aws-access-key-id';
  assert.equal(after.replaceAll(new RegExp(`${tag}_\\d+`, 'g'), tag),
    before.replaceAll(planted, tag));
}

// What has no room for a tag comes in another form.
function checkNarrow(safe) {
  const {narrow, exact} = safe;
  assert.deepEqual(narrow.structuredContent, {token: 'X'.repeat(20)});
  assert.equal(exact.isError, true);
  assert.equal(exact.structuredContent, undefined);
}

async function checkClient(talk, era, listsTools) {
  const bare = await talk(era, listsTools);
  // Over HTTP the SDK's second version asks nothing of a client that speaks an older revision.
  const mute = second && talk === byHttp && era === 'legacy';
  for (const name of ['text', 'structured', 'narrow', 'exact', 'failing', 'log', 'progress',
    'resource', 'resources', 'prompt', 'unknown', 'missing', 'logged', ...mute ? [] : ['asked']]) {
    assert.ok(JSON.stringify(bare[name]).includes(planted), `${name} holds nothing`);
  }
  const safe = await talk(era, listsTools, '--protect');
  checkNarrow(safe);
  for (const heard of [bare, safe]) heard.narrow = heard.exact = undefined;
  check(bare, safe);
}

for (const era of ERAS) {
  describe(`a client that speaks ${JSON.stringify(era) ?? 'what it speaks'}`, () => {
    for (const talk of [byStdio, byHttp]) {
      for (const listsTools of [true, false]) {
        test(`${talk.name}, ${listsTools ? 'knows' : 'does not know'} the tools`, () =>
          checkClient(talk, era, listsTools));
      }
    }
  });
}

for (const revision of REVISIONS) {
  test(`line by line, ${revision}`, async () => {
    const bare = await byLines(revision);
    const safe = await byLines(revision, '--protect');
    assert.equal(bare[0].result.protocolVersion, revision);
    assert.deepEqual(safe.map((message) => [message.id, message.method]),
      bare.map((message) => [message.id, message.method]));
    assert.ok(safe.some((message) => message.params?.progressToken === planted));
    const others = (heard) => heard.filter((message) =>
      !['narrow', 'exact'].includes(CALLS[message.id - 3]));
    check(others(bare), others(safe));
  });
}
