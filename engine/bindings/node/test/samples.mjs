// Secrets, made while a test runs.
import {randomInt} from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function chosen(letters, size) {
  return Array.from({length: size}, () => letters[randomInt(letters.length)]).join('');
}

/** Letters that are no word, with digits among them. */
export function secret(size = 16) {
  for (;;) {
    const out = chosen(LETTERS, size);
    if (out.replace(/\D/g, '').length > 2 && /^[A-Za-z]/.test(out) && /[a-z]/.test(out)) return out;
  }
}

/** What an access key of AWS looks like. */
export function accessKey() {
  for (;;) {
    const out = chosen('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16);
    if (/[2-7].*[2-7]/.test(out)) return 'AKIA' + out;
  }
}

export const NAME = 'pass' + 'word';
export const TAG = 'REDACTED_' + NAME;
