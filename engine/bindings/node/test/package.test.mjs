// The package as a user has it: installed, with secrets made while the test runs.
import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {createRequire} from 'node:module';
import {Readable, Writable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {describe, test} from 'node:test';
import vm from 'node:vm';
import {Worker} from 'node:worker_threads';
import inkblot, {Redactor, defaultRedactor, redact, redactJson} from 'inkblot';
import {NAME, TAG, secret} from './samples.mjs';

const line = (value) => `${NAME} = '${value}'`;

describe('texts', () => {
  test('types stay', () => {
    const text = line(secret());
    assert.equal(redact(text), line(TAG));
    assert.deepEqual(redact(Buffer.from(text)), Buffer.from(line(TAG)));
    assert.equal(Buffer.from(redact(new TextEncoder().encode(text))).toString(), line(TAG));
    assert.equal(createRequire(import.meta.url)('inkblot').redact(text), line(TAG));
  });

  test('what holds nothing is the same object', () => {
    for (const text of ['', 'nothing', 'n\u00e9ant \ud83d\ude00', Buffer.from('nothing'),
      Buffer.alloc(0), new Uint8Array(3)]) {
      assert.equal(redact(text), text);
    }
    for (const value of [{a: [1, 'b', null, undefined]}, [], {}, 'x', 5, null, true, undefined]) {
      assert.equal(redactJson(value), value);
    }
  });

  test('lone surrogates and other scripts', () => {
    for (const odd of ['\ud800 \u00e9\u{1f600}', '\u00e9', '\udfff', '\0',
      '\u20ac\u{10ffff}\ud7ff\ue000']) {
      assert.equal(redact(`${odd} ${line(secret())} ${odd}`), `${odd} ${line(TAG)} ${odd}`);
      assert.deepEqual(redactJson({[odd]: odd, [NAME]: secret()}), {[odd]: odd, [NAME]: TAG});
    }
  });

  test('a view of a part is read as that part', () => {
    const whole = Buffer.from(`${line(secret())}\nplain`);
    const part = whole.subarray(whole.length - 5);
    assert.equal(redact(part), part);
  });

  test('findings are told without the value', () => {
    const value = secret();
    const told = [];
    redact(`x\n${line(value)}`, (finding) => told.push(finding));
    assert.deepEqual([told[0].rule, told[0].line, told.length], [NAME, 2, 1]);
    assert.ok(!JSON.stringify(told).includes(value));
    assert.deepEqual(told[0].input, [2 + NAME.length + 4, 2 + NAME.length + 4 + 16]);
  });

  test('what a callback throws comes out', () => {
    for (const call of [(f) => redact(line(secret()), f), (f) => redactJson({[NAME]: secret()}, f),
      (f) => defaultRedactor().redactJsonText(JSON.stringify({[NAME]: secret()}), f)]) {
      assert.throws(() => call(() => { throw new URIError('mine'); }), URIError);
    }
  });

  test('a callback may call again', () => {
    const text = line(secret());
    let inner;
    redact(text, () => { inner = redact(text); });
    assert.equal(inner, line(TAG));
  });

  test('wrong types', () => {
    for (const wrong of [5, null, undefined, {}, ['a'], Symbol('a'), 5n, () => 1,
      new Uint16Array(2), new ArrayBuffer(2), new Uint8Array(new SharedArrayBuffer(8))]) {
      assert.throws(() => redact(wrong), TypeError);
      assert.throws(() => defaultRedactor().redactJsonText(wrong), TypeError);
    }
    assert.throws(() => redact('x', 5), TypeError);
    assert.throws(() => defaultRedactor().stream(5), TypeError);
  });

  test('options that cannot be', () => {
    for (const options of [{profile: 'careless'}, {style: 'pseudonym'}, {only: ['none']},
      {rules: ['/no/such/file']}, {vaults: ['/no/such'], vaultKey: '/no'}]) {
      assert.throws(() => new Redactor(options), (error) => error.code?.startsWith('INKBLOT_'));
    }
    assert.throws(() => new Redactor({key: Buffer.from('short')}), RangeError);
    for (const options of [{only: 'github-pat'}, {only: [1]}, {key: 'a'.repeat(32)}, {profil: 'x'},
      {decode: 1}]) {
      assert.throws(() => new Redactor(options), TypeError);
    }
  });

  test('styles, keys and other options', () => {
    const value = secret();
    const redactor = new Redactor({style: 'pseudonym', key: randomBytes(32), profile: undefined});
    const told = [];
    const out = redactor.redact(line(value), (finding) => told.push(finding));
    assert.ok(!out.includes(value) && out !== line(TAG) && told[0].fingerprint.length > 0);
    assert.match(redactor.withOptions({style: 'mask'}).redact(line(value)), /X{16}/);
  });
});

describe('values', () => {
  test('keys and values are read together', () => {
    const value = secret();
    const given = {[NAME]: value, rest: [`it was ${value} then`, 1, 2.5, true, null, undefined, -0],
      [`key ${value}`]: 1, same: {a: 1}, gone: undefined};
    const out = redactJson(given);
    assert.deepEqual(out, {[NAME]: TAG,
      rest: [`it was ${TAG} then`, 1, 2.5, true, null, undefined, -0],
      [`key ${TAG}`]: 1, same: {a: 1}, gone: undefined});
    assert.equal(out.same, given.same);
    assert.equal(given[NAME], value);
  });

  test('fields are named by their path', () => {
    const redactor = new Redactor({redactFields: ['/**/ssn', '/list/*/0'], keepFields: ['/id']});
    const told = [];
    const value = {id: line(secret()), deep: {ssn: '078', n: 5},
      list: [[7, 'x'], {[NAME]: secret()}]};
    const out = redactor.redactJson(value, (finding) => told.push(finding.path));
    assert.deepEqual(out, {id: value.id, deep: {ssn: 'REDACTED_field', n: 5},
      list: [[0, 'x'], {[NAME]: TAG}]});
    assert.deepEqual(told, ['/deep/ssn', '/list/0/0', `/list/1/${NAME}`]);
    assert.equal(redactor.redactJson(out), out);
    assert.throws(() => redactor.redactJsonText('no JSON'), {code: 'INKBLOT_INVALID_ARGUMENT'});
    assert.throws(() => redactor.withOptions({keepFields: ['no path']}),
      {code: 'INKBLOT_INVALID_ARGUMENT'});
  });

  test('what JSON has no word for stays, and is never looked into', () => {
    const out = redactJson({[NAME]: secret(), n: [NaN, Infinity, -Infinity, -0, 1e21, 5e-324]});
    assert.deepEqual(out, {[NAME]: TAG, n: [NaN, Infinity, -Infinity, -0, 1e21, 5e-324]});
  });

  test('keys in every order, and __proto__', () => {
    const value = secret();
    const text = `{"2":"${value}","1":"a","b":"c","__proto__":{"${NAME}":"${value}"},"0":null}`;
    const out = redactJson(JSON.parse(text));
    assert.equal(JSON.stringify(out), JSON.stringify(JSON.parse(text)).replaceAll(value, TAG));
    assert.equal(Object.getPrototypeOf(out), Object.prototype);
  });

  test('keys stay different from one another', () => {
    const out = redactJson({[`${NAME}=${secret()}`]: 1, [`${NAME}=${secret()}`]: 2});
    assert.equal(Object.keys(out).length, 2);
  });

  test('own properties alone are read', () => {
    const nothing = Object.assign(Object.create(null), {[NAME]: secret()});
    assert.deepEqual({...redactJson(nothing)}, {[NAME]: TAG});
    const other = vm.runInNewContext(`({a: [{"${NAME}": "${secret()}"}]})`);
    assert.deepEqual(redactJson(other), {a: [{[NAME]: TAG}]});
    class Mine { [NAME] = secret(); }
    for (const inherited of [new Mine(), Object.create({[NAME]: secret()}),
      Object.create(Object.create(null, {a: {value: 1}}))]) {
      assert.throws(() => redactJson(inherited), TypeError);
    }
    const hidden = Object.defineProperty({a: 1}, 'b', {value: secret()});
    assert.equal(redactJson(hidden), hidden);
  });

  test('what is no JSON is refused', () => {
    const cycle = [];
    cycle.push({cycle});
    let deep = [];
    for (let i = 0; i < 10_000; ++i) deep = [deep];
    for (const wrong of [cycle, deep]) assert.throws(() => redactJson(wrong), RangeError);
    for (const wrong of [new Map([[1, secret()]]), new Set(), 5n, () => 1, Symbol('a'), /a/,
      new Error('a'),
      new String('a'), Buffer.from('a'), new ArrayBuffer(1), Promise.resolve(), new WeakMap()]) {
      assert.throws(() => redactJson(wrong), TypeError);
      assert.throws(() => redactJson({[NAME]: secret(), a: [wrong]}), TypeError);
    }
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    assert.throws(() => redactJson([revoked.proxy]), TypeError);
  });

  test('the limit of nesting is 500', () => {
    let deep = {[NAME]: secret()};
    for (let i = 0; i < 500; ++i) deep = [deep];
    let out = redactJson(deep);
    while (Array.isArray(out)) out = out[0];
    assert.deepEqual(out, {[NAME]: TAG});
    assert.throws(() => redactJson([deep]), RangeError);
  });

  test('toJSON', () => {
    const date = new Date(0);
    const out = redactJson({[NAME]: secret(), date});
    assert.equal(out.date, date);
    assert.equal(redactJson(date), date);
    assert.equal(redactJson(new Date(NaN)).getTime(), NaN);
    // Who says himself how he is to be read is replaced by that.
    const speaking = {toJSON: (key) => ({[NAME]: secret(), key})};
    assert.deepEqual(redactJson({a: speaking}), {a: {[NAME]: TAG, key: 'a'}});
    assert.deepEqual(redactJson([{toJSON: () => 'plain'}]), ['plain']);
    assert.equal(redactJson(new URL('http://a/b')), 'http://a/b');
    const itself = {toJSON() { return this; }};
    assert.throws(() => redactJson(itself), RangeError);
    assert.throws(() => redactJson({toJSON() { throw new URIError('mine'); }}), URIError);
  });

  test('what changes while it is read is not passed on', () => {
    let times = 0;
    const moving = {get a() { return ++times > 1 ? secret() : 'plain'; }, [NAME]: secret()};
    assert.throws(() => redactJson(moving), /changed/);
    const growing = {get a() { this.more ??= secret(); return 1; }, [NAME]: secret()};
    assert.throws(() => redactJson(growing), /changed/);
  });

  test('a large object', () => {
    const rows = Array.from({length: 20_000}, (_, id) => ({id, text: 'plain words '.repeat(20)}));
    assert.equal(redactJson(rows), rows);
    rows.push({[NAME]: secret(), '\u00e9': '\u20ac'});
    const out = redactJson(rows);
    assert.deepEqual(out.at(-1), {[NAME]: TAG, '\u00e9': '\u20ac'});
    assert.equal(out[0], rows[0]);
  });

  test('JSON text', () => {
    const text = JSON.stringify({[NAME]: secret(), n: 1});
    const redactor = defaultRedactor();
    assert.deepEqual(JSON.parse(redactor.redactJsonText(text)), {[NAME]: TAG, n: 1});
    assert.deepEqual(JSON.parse(redactor.redactJsonText(Buffer.from(text))), {[NAME]: TAG, n: 1});
  });
});

describe('streams', () => {
  const redactor = new Redactor();
  const text = `one \u00e9\n${line(secret())} \u{1f600}\nend`;
  const want = redactor.redact(text);

  function* cut(whole, size) {
    for (let at = 0; at < whole.length; at += size) yield whole.slice(at, at + size);
  }

  for (const size of [1, 3, 1000]) {
    test(`pieces of ${size}`, async () => {
      for (const whole of [text, Buffer.from(text)]) {
        const parts = await Readable.from(cut(whole, size)).pipe(redactor.stream()).toArray();
        assert.equal(Buffer.concat(parts).toString(), want);
        const web = ReadableStream.from(cut(whole, size)).pipeThrough(redactor.transformStream());
        assert.equal(await new Response(web).text(), want);
      }
    });
  }

  test('other encodings of pieces', async () => {
    const stream = redactor.stream();
    stream.write(Buffer.from(text).toString('hex'), 'hex');
    stream.end();
    assert.equal(Buffer.concat(await stream.toArray()).toString(), want);
  });

  test('a slow reader holds the writer back', async () => {
    let written = 0;
    function* source() {
      for (; written < 400; ++written) yield 'a line of plain words\n'.repeat(1000);
    }
    let seen = 0;
    let most = 0;
    await pipeline(Readable.from(source()), redactor.stream(), new Writable({
      write(chunk, _, done) {
        seen += chunk.length;
        most = Math.max(most, written * 22_000 - seen);
        setImmediate(done);
      },
    }));
    assert.equal(seen, 400 * 22_000);
    assert.ok(most < 3_000_000, `${most} bytes were under way`);
  });

  test('what a callback throws ends the stream', async () => {
    const fail = () => { throw new URIError('mine'); };
    await assert.rejects(Readable.from([text]).pipe(redactor.stream(fail)).toArray(), URIError);
    const web = ReadableStream.from([text]).pipeThrough(redactor.transformStream(fail));
    await assert.rejects(new Response(web).text());
    const told = [];
    await Readable.from([text]).pipe(redactor.stream((finding) => told.push(finding))).toArray();
    assert.equal(told.length, 1);
  });

  test('use after the end', async () => {
    const stream = redactor.stream();
    stream.on('error', () => {});
    stream.end();
    await stream.toArray();
    await new Promise((done) => stream.write('x', (error) => { assert.ok(error); done(); }));
    const destroyed = redactor.stream();
    destroyed.write(`${NAME} = 'abc`);
    destroyed.destroy();
    await assert.rejects(destroyed.toArray());
    const writer = redactor.transformStream().writable.getWriter();
    writer.close();
    await assert.rejects(writer.write('x'));
  });

  test('pieces of a wrong type', async () => {
    assert.throws(() => redactor.stream().write(5), TypeError);
    const web = redactor.transformStream();
    const writer = web.writable.getWriter();
    web.readable.getReader().read().catch(() => {});
    await assert.rejects(writer.write({}), TypeError);
  });
});

test('worker threads load it and go, whatever they hold', async () => {
  const code = `
    const {parentPort, workerData} = require('node:worker_threads');
    const {redact, Redactor} = require(workerData.path);
    const stream = new Redactor().stream();
    stream.write('held back');
    for (let i = 0; i < 100; ++i) redact(workerData.text);
    parentPort.postMessage(redact(workerData.text));`;
  const path = createRequire(import.meta.url).resolve('inkblot');
  const works = Array.from({length: 8}, () => {
    const value = secret();
    const worker = new Worker(code, {eval: true, workerData: {path, text: line(value)}});
    return new Promise((done, fail) => {
      let said;
      worker.on('message', (text) => { said = text; });
      worker.on('error', fail);
      worker.on('exit', () => done(said));
    });
  });
  assert.deepEqual(await Promise.all(works), works.map(() => line(TAG)));
});

test('both kinds of modules see the same', () => {
  assert.equal(inkblot.redact, redact);
  assert.match(inkblot.version, /^\d+\.\d+\.\d+$/);
});
