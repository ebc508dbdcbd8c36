// What a file is, told by its first bytes.
#pragma once

#include <string_view>

#include "archive_io.h"
#include "io/codec.h"

namespace inkblot::cli {

enum class Kind : std::uint8_t {
  text,        // Or anything else that may be read as a stream of bytes.
  compressed,  // By a codec that can be undone and done again.
  archive,     // Of members that are files.
  unhandled,   // May hold secrets, and we cannot take it apart.
  binary,      // An image and its like: no text in it.
};

struct Format {
  Kind kind = Kind::text;
  std::string_view name;  // For words and reports; static.
  Compression compression = Compression::none;
  bool utf16 = false;
  ArchiveKind archive = ArchiveKind::tar;
};

// As much of a file's begin as is looked at, in bytes.
inline constexpr std::size_t kHeadBytes = 8192;
// `head` is the begin, kHeadBytes of it if there are so many.
Format format_of(Bytes head);

}  // namespace inkblot::cli
