// Compiled, not run: what the types say of the package.
import {Redactor, redact, redactJson, type Finding} from 'inkblot';
import {protect} from 'inkblot/mcp';

const text: string = redact('text');
const bytes: Uint8Array = redact(new Uint8Array(2));
const buffer: Buffer = redact(Buffer.from('a'), (finding: Finding) => finding.rule);
const value: {a: number[]} = redactJson({a: [1]});
const redactor = new Redactor({profile: 'strict', style: 'mask', only: ['github-pat']});
redactor.stream(undefined, {highWaterMark: 5}).write('a');
const web: ReadableStream<Uint8Array> =
  new ReadableStream<string>().pipeThrough(redactor.transformStream());
const server: Map<string, string> = protect(new Map<string, string>(), {redactor, logs: false});
// @ts-expect-error There is no such profile.
new Redactor({profile: 'careless'});
// @ts-expect-error A number is no text.
redact(5);
export {text, bytes, buffer, value, web, server};
