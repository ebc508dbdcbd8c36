// Whatever is imported: an error that says something, or values that lie in the text; and what is
// enrolled of them is known again.
#include "fuzz.h"
#include "vault/enroll.h"
#include "vault/import.h"

namespace inkblot::fuzz {
namespace {

void enroll(const std::vector<ImportEntry>& entries) {
  StoreContents contents;
  static auto enroller = Enroller::create(contents.keys);  // PERF: its memory is locked.
  require(enroller.has_value(), "there is memory for an enroller");
  for (std::size_t i = 0; i < std::min<std::size_t>(entries.size(), 3); ++i) {
    Enrolled one;
    if (!enroller->enroll(entries[i].value, true, one).reason.empty()) continue;
    std::vector<Enrolled> more;
    more.push_back(std::move(one));
    add_secrets(contents, std::move(more));
    const auto known = find_value(contents, entries[i].value);
    require(known.has_value() && !known->empty(), "what was enrolled is known");
  }
}

void read(std::span<const std::uint8_t> data, ImportFormat format) {
  std::vector<std::uint8_t> text(data.begin(), data.end());
  const auto imported = read_import(text, format);
  if (!imported) {
    require(imported.error().code() == Code::invalid_argument,
            "a bad export is an argument's fault");
    require(!imported.error().message().empty(), "an error says something");
    return;
  }
  for (const ImportEntry& entry : imported->entries) {
    const bool inside = entry.value.empty() ||
                        (entry.value.data() >= text.data() &&
                         entry.value.data() + entry.value.size() <= text.data() + text.size());
    require(inside, "a value lies in the text");
  }
  enroll(imported->entries);
}

}  // namespace
}  // namespace inkblot::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > 4096) return 0;
  const auto format = static_cast<inkblot::ImportFormat>(
      data[0] % (static_cast<unsigned>(inkblot::ImportFormat::lines) + 1));
  inkblot::fuzz::read({data + 1, size - 1}, format);
  return 0;
}
