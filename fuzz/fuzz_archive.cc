// Archives: whatever they are, reading ends without a crash; what is written in an archive's place
// holds nothing more to redact, and is what the first reading said it would be.
#include <archive.h>
#include <archive_entry.h>

#include "archive_io.h"
#include "expand.h"
#include "fuzz.h"
#include "scrub_archive.h"
#include "support/chunking.h"

namespace inkblot::fuzz {
namespace {

using cli::ArchiveKind;
using cli::ArchiveScrub;

class Collected final : public Sink {
 public:
  Status write(std::span<const Bytes> pieces) override {
    for (const Bytes piece : pieces) bytes.insert(bytes.end(), piece.begin(), piece.end());
    return {};
  }
  std::vector<std::uint8_t> bytes;
};

void check(ArchiveKind kind, Bytes bytes) {
  Options options;
  options.pack = builtin_pack();
  std::uint64_t told = 0;
  ArchiveScrub scrub({kind, [bytes] { return cli::make_archive_memory(bytes); },
                      static_cast<Offset>(bytes.size()), options,
                      [&told](const Redaction&, std::string_view) { ++told; }, true});
  const auto changed = scrub.measure();
  require(changed.has_value() || !changed.error().message().empty(), "a failure says why");
  if (!changed) return;
  require(*changed == (told > 0) && told == scrub.stats().redactions, "a finding is a change");
  if (!*changed) return;
  Collected out;
  const Status written = scrub.write(out);
  if (!written.ok()) return;  // What cannot be kept as it is stays.
  const Status same = scrub.verify([&out] { return cli::make_archive_memory(Bytes(out.bytes)); });
  require(same.ok(), "what is written is what was measured");
}

// An archive of what the input says, with secrets in it.
std::vector<std::uint8_t> made(int format, std::string_view input) {
  std::vector<std::uint8_t> out(std::size_t{1} << 20U);
  std::size_t used = 0;
  archive* const to = archive_write_new();
  archive_write_set_format(to, format);
  archive_write_open_memory(to, out.data(), out.size(), &used);
  archive_entry* const entry = archive_entry_new();
  const std::size_t half = input.size() / 2;
  for (const bool second : {false, true}) {
    const std::string text =
        expand(*builtin_pack(), second ? input.substr(half) : input.substr(0, half));
    archive_entry_clear(entry);
    archive_entry_set_pathname(entry, second ? "folder/two" : "one");
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0640);
    archive_entry_set_size(entry, static_cast<la_int64_t>(text.size()));
    archive_write_header(to, entry);
    archive_write_data(to, text.data(), text.size());
  }
  archive_entry_free(entry);
  archive_write_close(to);
  archive_write_free(to);
  out.resize(used);
  return out;
}

}  // namespace
}  // namespace inkblot::fuzz

// The first byte says what of: an archive as it stands, one with a byte changed, one made of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace inkblot;
  if (size < 4) return 0;
  const auto kind = (data[0] & 1U) != 0 ? cli::ArchiveKind::zip : cli::ArchiveKind::tar;
  const Bytes rest(data + 3, size - 3);
  if ((data[0] & 2U) != 0) {
    fuzz::check(kind, rest);
    return 0;
  }
  const int format = kind == cli::ArchiveKind::zip ? ARCHIVE_FORMAT_ZIP
                     : (data[0] & 4U) != 0         ? ARCHIVE_FORMAT_TAR_GNUTAR
                                                   : ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE;
  auto archive = fuzz::made(format, {reinterpret_cast<const char*>(rest.data()), rest.size()});
  if ((data[0] & 8U) != 0) {
    archive[(data[1] * 256U + data[2]) % archive.size()] ^=
        static_cast<std::uint8_t>(1U << (data[0] >> 5U));
  }
  fuzz::check(kind, archive);
  return 0;
}
