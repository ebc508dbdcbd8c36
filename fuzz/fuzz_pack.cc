// Bad rule files and databases are refused with a message; a good one filters; nothing crashes.
#include <inkblot/redactor.h>

#include "fuzz.h"
#include "pack/pack.h"
#include "pack/record.h"

namespace inkblot::fuzz {
namespace {

constexpr std::size_t kHeaderBytes = kSealBytes + 16;

void use(const std::shared_ptr<const Pack>& pack) {
  Options options;
  options.pack = pack;
  const auto out = redact("some text: acme_qwkzrtyp0123456789 \\u0061 and more\n", options);
  require(out.has_value(), "a pack that loads can be run");
}

void refuse(const Status& status, const std::string& file) {
  require(status.code() == Code::bad_pack, "a bad pack is called bad_pack");
  require(status.message().size() > file.size(), "a refusal says why");
}

void read_toml(std::string_view text) {
  std::vector<Rule> rules;
  if (const Status s = read_rules(text, "rules.toml", rules); !s.ok()) {
    refuse(s, "rules.toml");
    require(s.message().starts_with("rules.toml:"), "a refusal names the file and the line");
    return;
  }
  if (rules.size() > 4) return;
  for (const Rule& rule : rules) {
    if (rule.head.size() + rule.pattern.size() > 256) return;  // Compiling may take its time.
  }
  const auto pack = PackImpl::make(std::move(rules), "rules.toml");
  if (!pack) return refuse(pack.error(), "");
  use(*pack);
}

void read_database(Bytes bytes) {
  const auto pack = load_pack(bytes, "rules.inkdb");
  if (!pack) {
    refuse(pack.error(), "rules.inkdb");
    require(pack.error().message().starts_with("rules.inkdb:"), "a refusal names the file");
    return;
  }
  use(*pack);
}

const std::string& good_database() {
  static const std::string bytes = [] {
    Rule rule;
    rule.id = "acme-key";
    rule.pattern = "acme_[0-9a-z]{16,24}";
    rule.head = "acme_[0-9a-z]{8}";
    return PackImpl::make({rule}, "good").value()->serialise().value();
  }();
  return bytes;
}

// A database whose digest holds, so that the rules in it are reached.
void read_signed(std::string_view rules) {
  const std::string& good = good_database();
  std::uint64_t old = 0;
  for (unsigned i = 0; i < 8; ++i) {
    old |= std::uint64_t{static_cast<std::uint8_t>(good[kSealBytes + i])} << (8U * i);
  }
  RecordReader reader(std::string_view(good).substr(kHeaderBytes, old));
  RecordWriter records;
  for (int i = 0; i < 2; ++i) {  // Hyperscan's version and the neighbours.
    std::string text;
    reader(text);
    records(text);
  }
  const std::uint64_t size = records.bytes().size() + rules.size();
  std::string rest = good.substr(kSealBytes, 16);
  for (unsigned i = 0; i < 8; ++i) rest[i] = static_cast<char>(size >> (8U * i));
  rest += records.bytes();
  rest += rules;
  rest += good.substr(kHeaderBytes + old);
  const std::string bytes = seal_pack(rest);
  read_database(Bytes(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
}

// The good database with the bytes of `patch` laid over it from an offset on.
void read_patched(std::string_view patch) {
  if (patch.size() < 3) return;
  std::string bytes = good_database();
  std::size_t at =
      static_cast<unsigned char>(patch[0]) * 256U + static_cast<unsigned char>(patch[1]);
  at %= bytes.size();
  for (const char c : patch.substr(2)) {
    if (at == bytes.size()) break;
    bytes[at++] = c;
  }
  read_database(Bytes(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
}

}  // namespace
}  // namespace inkblot::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace inkblot::fuzz;
  if (size == 0 || size > 4096) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0]) {
    case 'C':
      read_signed(rest);
      break;
    case 'P':
      read_patched(rest);
      break;
    case 'R':
      read_database({data + 1, size - 1});
      break;
    default:
      read_toml({reinterpret_cast<const char*>(data), size});
  }
  return 0;
}
