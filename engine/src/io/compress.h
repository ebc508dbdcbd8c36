// Compressed output, of the same format as an input was.
#pragma once

#include "io/codec.h"

namespace inkblot {

// One member of its format.  The sequence of calls matches the regexp write* finish.
class CompressingSink : public Sink {
 public:
  // Hands on what is left and the end of the format.  Nothing may be written afterwards.
  virtual Status finish() = 0;
};

// Compresses as a stream.  `head` are the first bytes of the input that this one takes the place
// of: the level is taken from there where the format tells it (gzip, bzip2); else it is the one
// that the format's own program takes, of xz one that needs less memory.
// LIFETIME: `inner` outlives the result.
// ERRORS: invalid_argument for zip, lz4 and none; no_memory.  Those of `inner` are passed on.
Result<std::unique_ptr<CompressingSink>> make_compressing_sink(Sink& inner, Compression compression,
                                                               Bytes head);

}  // namespace inkblot
