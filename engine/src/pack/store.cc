// A pack as a file: magic, digest, records of the rules, Hyperscan's database.  docs/FORMATS.md has
// the bytes.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <array>
#include <cstring>
#include <fstream>
#include <iterator>

#include "file.h"
#include "little_endian.h"
#include "pack/pack.h"
#include "pack/record.h"
#include "pack/ways.h"

namespace inkblot {
namespace {

constexpr std::array<std::uint8_t, 8> kMagic = {'I', 'N', 'K', 'D', 'B', 0, 0, 6};
constexpr std::size_t kDigestBytes = sizeof(XXH128_canonical_t);
constexpr std::size_t kHeaderBytes = kSealBytes + 16;
static_assert(kSealBytes == kMagic.size() + kDigestBytes);

// Finds damage, not malice: whoever can write a pack could make any digest.
XXH128_canonical_t digest_of(Bytes bytes) {
  XXH128_canonical_t out;
  XXH128_canonicalFromHash(&out, XXH3_128bits(bytes.data(), bytes.size()));
  return out;
}

// All of a rule that is saved, in the order of the file.
void visit(auto& each, auto& rule, auto& derived) {
  each(rule.id);
  each(rule.provider);
  each(rule.description);
  each(rule.on);
  each(rule.pattern);
  each(rule.head);
  each(rule.parser);
  each(rule.checksum);
  each(rule.back);
  each(rule.tail);
  each(rule.run_min);
  each(rule.forms);
  each(rule.keywords);
  each(rule.sample);
  each(rule.examples);
  each(rule.negative_examples);
  each(rule.references);
  each(derived.head_min);
  each(derived.head_max);
  each(derived.width_min);
  each(derived.width_max);
  each(derived.opens);
}

// How many bytes a rule takes at least.
constexpr std::size_t kRuleBytesMin = 92;

Status read_rules(RecordReader& reader, std::vector<Rule>& rules, std::vector<Derived>& derived) {
  rules.resize(reader.length(kRuleBytesMin));
  derived.resize(rules.size());
  for (std::size_t i = 0; i < rules.size(); ++i) {
    std::uint8_t severity = 0;
    reader(severity);
    rules[i].severity = static_cast<Severity>(severity & 3U);
    visit(reader, rules[i], derived[i]);
  }
  return reader.done() ? Status() : Status(Code::bad_pack, "this rule database is damaged");
}

}  // namespace

std::string seal_pack(const std::string& rest) {
  const XXH128_canonical_t digest =
      digest_of(Bytes(reinterpret_cast<const std::uint8_t*>(rest.data()), rest.size()));
  std::string out(kMagic.begin(), kMagic.end());
  out.append(std::begin(digest.digest), std::end(digest.digest));
  return out + rest;
}

Result<std::string> PackImpl::serialise() const {
  for (const Rule& rule : rules_) {
    if (rule.foreign != nullptr) {
      return failure(Code::invalid_argument,
                     "a pack with rules of a gitleaks configuration cannot be saved; load that "
                     "each time");
    }
  }
  RecordWriter records;
  records(hyperscan::version());
  records(neighbours_.save());
  records(openings_.save());
  records(rules_.size());
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    records(static_cast<unsigned>(rules_[i].severity));
    visit(records, rules_[i], derived_[i]);
  }
  const auto database = hyperscan::save(database_.get());
  if (!database) return tl::unexpected<Status>(database.error());
  std::string rest;
  put_number(records.bytes().size(), 8, rest);
  put_number(database->size(), 8, rest);
  rest += records.bytes();
  rest += *database;
  return seal_pack(rest);
}

Status PackImpl::save(const std::filesystem::path& file) const {
  const auto bytes = serialise();
  if (!bytes) return bytes.error();
  return replace_file(
      file, Bytes(reinterpret_cast<const std::uint8_t*>(bytes->data()), bytes->size()), 0644);
}

Result<std::shared_ptr<PackImpl>> PackImpl::deserialise(Bytes bytes, std::string origin) {
  const auto bad = [&](const std::string& what) {
    return failure(Code::bad_pack, origin + ": " + what +
                                       "; make it again with "
                                       "`inkblot rules compile`");
  };
  if (bytes.size() < kHeaderBytes || std::memcmp(bytes.data(), kMagic.data(), 5) != 0) {
    return bad("this is no rule database");
  }
  if (std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0) {
    return bad("this rule database has another format version");
  }
  const XXH128_canonical_t digest = digest_of(bytes.subspan(kMagic.size() + kDigestBytes));
  if (std::memcmp(&digest, bytes.data() + kMagic.size(), kDigestBytes) != 0) {
    return bad("this rule database is damaged");
  }
  const std::uint64_t size = number_in(bytes.subspan(kHeaderBytes - 16, 8));
  const Bytes rest = bytes.subspan(kHeaderBytes);
  if (size > rest.size()) return bad("this rule database is damaged");
  auto pack = std::make_shared<PackImpl>();
  pack->origin_ = origin;
  RecordReader reader({reinterpret_cast<const char*>(rest.data()), size});
  std::string version;
  std::string neighbours;
  std::string openings;
  reader(version);
  if (reader.ok() && version != hyperscan::version()) {
    return bad("this rule database was made with another version of Hyperscan");
  }
  reader(neighbours);
  reader(openings);
  if (!pack->neighbours_.load(neighbours)) {
    return bad("this rule database is damaged");
  }
  if (Status s = read_rules(reader, pack->rules_, pack->derived_); !s.ok()) return bad(s.message());
  if (Status s = pack->derive(); !s.ok()) return bad(s.message());
  for (std::uint32_t i = 0; i < pack->rules_.size(); ++i) {
    if (pack->derived_[i].opens) add_openings(pack->rules_[i], i, pack->openings_);
  }
  if (!pack->openings_.load(openings)) return bad("this rule database is damaged");
  auto database = hyperscan::load(rest.subspan(size));
  if (!database && database.error().code() == Code::no_memory) {
    return tl::unexpected<Status>(database.error());
  }
  if (!database) return bad(database.error().message());
  pack->database_ = std::move(*database);
  return pack;
}

Result<std::shared_ptr<const Pack>> load_pack(Bytes bytes, const std::string& origin) {
  auto pack = PackImpl::deserialise(bytes, origin);
  if (!pack) return tl::unexpected<Status>(pack.error());
  return std::shared_ptr<const Pack>(std::move(*pack));
}

Result<std::shared_ptr<const Pack>> Pack::load(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return failure(Code::bad_pack, "cannot read the rules in " + file.string());
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  return load_pack(Bytes(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()),
                   file.string());
}

}  // namespace inkblot
