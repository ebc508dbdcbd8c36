// The addon that fits this machine.
'use strict';

const place = `../prebuilt/${process.platform}-${process.arch}/inkblot.node`;
try {
  module.exports = require(place);
} catch (error) {
  throw new Error(`inkblot has no addon that runs here (${process.platform}-${process.arch}): ` +
    `${error.message}`, {cause: error});
}
