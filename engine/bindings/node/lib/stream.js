// Streams of Node and of the Web in front of the engine's.
'use strict';

const {Transform} = require('node:stream');
const native = require('./native.js');

/** One text that comes in pieces.  After an exception nothing more comes out of it. */
class Pieces {
  constructor(engine, onFinding) {
    this.onFinding = onFinding;
    this.stream = new native.Stream(engine, onFinding && []);
    this.half = '';
  }

  run(work) {
    const told = this.onFinding && [];
    try {
      const out = work(told);
      for (const finding of told ?? []) this.onFinding(finding);
      return out;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  write(piece) {
    return this.run((told) => this.stream.write(this.whole(piece), told));
  }

  // A character of two code units may be cut.
  whole(piece) {
    if (typeof piece !== 'string') {
      if (this.half === '') return piece;
      piece = Buffer.concat([Buffer.from(this.half), piece]);
      this.half = '';
      return piece;
    }
    const text = this.half + piece;
    const cut = /[\ud800-\udbff]$/.test(text.slice(-1)) ? text.length - 1 : text.length;
    this.half = text.slice(cut);
    return Buffer.from(text.slice(0, cut));
  }

  finish() {
    return this.run((told) => {
      const last = this.half === '' ? '' : this.stream.write(Buffer.from(this.half), told);
      return Buffer.concat([Buffer.from(last), this.stream.finish(told)]);
    });
  }

  close() {
    this.stream.close();
  }
}

/** A Transform that takes strings and buffers, and gives buffers. */
class RedactingStream extends Transform {
  #pieces;

  constructor(engine, onFinding, options) {
    super({...options, decodeStrings: false, objectMode: false, writableObjectMode: false,
      readableObjectMode: false, transform: undefined, flush: undefined});
    this.#pieces = new Pieces(engine, onFinding);
  }

  _transform(chunk, encoding, callback) {
    const text = typeof chunk === 'string' && !/^utf-?8$/i.test(encoding);
    this.#give(() => this.#pieces.write(text ? Buffer.from(chunk, encoding) : chunk), callback);
  }

  _flush(callback) {
    this.#give(() => this.#pieces.finish(), callback);
  }

  _destroy(error, callback) {
    this.#pieces.close();
    super._destroy(error, callback);
  }

  #give(work, callback) {
    let out;
    try {
      out = work();
    } catch (error) {
      callback(error);
      return;
    }
    callback(null, out.length > 0 ? out : undefined);
  }
}

/** The same as a TransformStream of the Web: strings and Uint8Arrays in, Uint8Arrays out. */
function transformStream(engine, onFinding) {
  const pieces = new Pieces(engine, onFinding);
  const give = (out, controller) => {
    if (out.length > 0) controller.enqueue(new Uint8Array(out));
  };
  return new TransformStream({
    transform(chunk, controller) {
      give(pieces.write(chunk), controller);
    },
    flush(controller) {
      give(pieces.finish(), controller);
      pieces.close();
    },
    cancel() {
      pieces.close();
    },
  });
}

module.exports = {RedactingStream, transformStream};
