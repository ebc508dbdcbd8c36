// Magic numbers, and what tells a binary file without one.
#include "scrub_format.h"

#include <algorithm>
#include <array>

namespace inkblot::cli {
namespace {

using std::string_view_literals::operator""sv;

struct Magic {
  std::string_view bytes;
  std::string_view name;
  Kind kind;
  std::size_t at = 0;
};

// What holds other files comes before what is no text: never silently passed.
constexpr std::array<Magic, 29> kMagics = {{
    {"SQLite format 3\0"sv, "SQLite database", Kind::unhandled},
    {"\x37\x7f\x06\x82"sv, "SQLite log", Kind::unhandled},
    {"\x37\x7f\x06\x83"sv, "SQLite log", Kind::unhandled},
    {"ustar"sv, "tar archive", Kind::archive, 257},
    {"PK\x03\x04"sv, "zip archive", Kind::archive},
    {"PK\x05\x06"sv, "empty zip archive", Kind::text},
    {"PK\x07\x08"sv, "zip archive in parts", Kind::unhandled},
    {"\x04\x22\x4d\x18"sv, "lz4 file", Kind::unhandled},
    {"\x02\x21\x4c\x18"sv, "lz4 file", Kind::unhandled},
    {"7z\xbc\xaf\x27\x1c"sv, "7z archive", Kind::unhandled},
    {"Rar!\x1a\x07"sv, "rar archive", Kind::unhandled},
    {"\x1f\x9d"sv, "compress file", Kind::unhandled},
    {"LZIP\x01"sv, "lzip file", Kind::unhandled},
    {"\x5d\0\0\x80\0"sv, "lzma file", Kind::unhandled},
    {"!<arch>\n"sv, "ar archive", Kind::unhandled},
    {"070701"sv, "cpio archive", Kind::unhandled},
    {"\xff\xfe\0\0"sv, "UTF-32 text", Kind::unhandled},
    {"\0\0\xfe\xff"sv, "UTF-32 text", Kind::unhandled},
    {"\x89PNG\r\n\x1a\n"sv, "image", Kind::binary},
    {"\xff\xd8\xff"sv, "image", Kind::binary},
    {"GIF87a"sv, "image", Kind::binary},
    {"GIF89a"sv, "image", Kind::binary},
    {"RIFF"sv, "image, sound or video", Kind::binary},
    {"ftyp"sv, "video", Kind::binary, 4},
    {"\x1a\x45\xdf\xa3"sv, "video", Kind::binary},
    {"OggS"sv, "sound or video", Kind::binary},
    {"fLaC"sv, "sound", Kind::binary},
    {"ID3"sv, "sound", Kind::binary},
    {"%PDF-"sv, "PDF document", Kind::binary},
}};

// An archive of tar has no magic number where it is an old one, but a sum in its header.
bool is_old_tar(std::string_view head) {
  constexpr std::size_t kBlock = 512;
  constexpr std::size_t kFields = 100;
  constexpr std::size_t kSum = 148;
  constexpr std::size_t kSumDigits = 8;
  // Mode, owner, size, time and the sum itself are numbers; a text may have the sum by chance.
  constexpr std::string_view kNumbers = "01234567 \0"sv;
  if (head.size() < kBlock || head.front() == '\0') return false;
  if (head.substr(kFields, kSum + kSumDigits - kFields).find_first_not_of(kNumbers) != head.npos) {
    return false;
  }
  unsigned long told = 0;
  std::size_t digits = 0;
  for (const char c : head.substr(kSum, kSumDigits)) {
    if (c < '0' || c > '7') continue;
    told = told * 8 + static_cast<unsigned long>(c - '0');
    ++digits;
  }
  unsigned long sum = kSumDigits * ' ';
  for (std::size_t i = 0; i < kBlock; ++i) {
    if (i < kSum || i >= kSum + kSumDigits) sum += static_cast<unsigned char>(head[i]);
  }
  return digits >= 4 && told == sum;
}

bool is_marked_utf16(std::string_view head) {
  return head.starts_with("\xff\xfe"sv) || head.starts_with("\xfe\xff"sv);
}

}  // namespace

Format format_of(Bytes head) {
  const std::string_view text(reinterpret_cast<const char*>(head.data()), head.size());
  for (const Magic& magic : kMagics) {
    if (text.size() < magic.at || !text.substr(magic.at).starts_with(magic.bytes)) continue;
    Format format{magic.kind, magic.name};
    if (magic.bytes.starts_with("PK")) format.archive = ArchiveKind::zip;
    return format;
  }
  if (const Compression found = sniff(head); found != Compression::none) {
    return {Kind::compressed, name(found), found};
  }
  if (is_old_tar(text)) return {Kind::archive, "tar archive"};
  if (is_marked_utf16(text)) return {Kind::text, "UTF-16 text", Compression::none, true};
  if (text.find('\0') != text.npos) return {Kind::binary, "binary file"};
  return {Kind::text, "text"};
}

}  // namespace inkblot::cli
