// Compressed input, recognised by its magic number.
#pragma once

#include <inkblot/io.h>

#include <memory>
#include <string_view>

namespace inkblot {

enum class Compression : std::uint8_t { none, gzip, bzip2, xz, zstd, zip, lz4 };

// Tells from the first bytes; six are enough, fewer may be none.
Compression sniff(Bytes head);
// True when `head` is too short to tell, and may yet turn out to be a magic number.
bool may_be_compressed(Bytes head);
std::string_view name(Compression compression);

// Decompresses as a stream, in bounded memory.  LIFETIME: `inner` outlives the result.
// ERRORS: invalid_argument for zip and lz4; a corrupt or truncated input fails peek() with io.
Result<std::unique_ptr<Source>> make_decompressing_source(Source& inner, Compression compression);

}  // namespace inkblot
