// Every example of README.md runs as it stands there.
import assert from 'node:assert/strict';
import {once} from 'node:events';
import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {PassThrough, Readable} from 'node:stream';
import {test} from 'node:test';
import {accessKey} from './samples.mjs';

const readme = createRequire(import.meta.url).resolve('inkblot/package.json')
  .replace('package.json', 'README.md');

test('the examples', async () => {
  const examples = [...readFileSync(readme, 'utf8').matchAll(/```js\n(.*?)```/gs)];
  assert.ok(examples.length > 3);
  const key = accessKey();
  const sink = new PassThrough();
  Object.assign(globalThis, {text: `key ${key}`, result: {key}, sink,
    source: Readable.from(['key ', key.slice(0, 7), key.slice(7)]),
    response: new Response(`key ${key}`),
    server: {connect() {}}});
  for (const [number, example] of examples.entries()) {
    const file = new URL(`./example${number}.mjs`, import.meta.url);
    writeFileSync(file, example[1]);
    try {
      await import(file);
    } finally {
      rmSync(file);
    }
  }
  await once(sink, 'readable');
  const word = 'key ' + 'X'.repeat(key.length);
  assert.equal(Buffer.concat(await sink.toArray()).toString(), word);
  assert.equal(await globalThis.response.text(), 'key REDACTED_aws-access-key-id');
});
