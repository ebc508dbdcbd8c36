// Answers a text at a time: a byte that says how, four that say how long, and the text.
import {Redactor} from 'inkblot';

const redactor = new Redactor();

function same(one, other, how) {
  if (Buffer.compare(Buffer.from(one), Buffer.from(other)) === 0) return;
  console.error(`compare: Node, ${how}, gives out something else`);
  process.exit(1);
}

// By all the ways through the package.
function text(bytes) {
  const out = redactor.redact(bytes);
  const words = bytes.toString();
  if (Buffer.from(words).equals(bytes)) same(out, redactor.redact(words), 'a string');
  return out;
}

function value(bytes) {
  const out = redactor.redactJsonText(bytes);
  const object = redactor.redactJson(JSON.parse(bytes.toString()));
  same(JSON.stringify(JSON.parse(out.toString())), JSON.stringify(object), 'an object');
  return out;
}

let held = Buffer.alloc(0);

function answer() {
  while (held.length >= 5) {
    const size = held.readUInt32LE(1);
    if (held.length < 5 + size) return;
    const bytes = held.subarray(5, 5 + size);
    const out = held[0] === 'j'.charCodeAt(0) ? value(bytes) : text(bytes);
    const head = Buffer.alloc(4);
    head.writeUInt32LE(out.length);
    process.stdout.write(Buffer.concat([head, out]));
    held = held.subarray(5 + size);
  }
}

// Where this runs by itself it has nothing to answer.
process.stdin.on('data', (chunk) => {
  held = Buffer.concat([held, chunk]);
  answer();
});
