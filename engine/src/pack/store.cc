// A pack as a file: magic, digest, rules as CBOR, Hyperscan's database.  docs/FORMATS.md has the
// bytes.
#include <fcntl.h>
#include <inkblot/io.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "pack/pack.h"

namespace inkblot {
namespace {

using nlohmann::json;

constexpr std::array<std::uint8_t, 8> kMagic = {'I', 'N', 'K', 'D', 'B', 0, 0, 4};
constexpr std::size_t kDigestBytes = 32;
constexpr std::size_t kHeaderBytes = kMagic.size() + kDigestBytes + 16;

void digest_of(Bytes bytes, std::uint8_t* out) {
  crypto_generichash(out, kDigestBytes, bytes.data(), bytes.size(), nullptr, 0);
}

void put_size(std::string& out, std::uint64_t size) {
  for (unsigned shift = 0; shift < 64; shift += 8) {
    out.push_back(static_cast<char>(static_cast<std::uint8_t>(size >> shift)));
  }
}

std::uint64_t get_size(Bytes bytes) {
  std::uint64_t size = 0;
  for (unsigned i = 0; i < 8; ++i) size |= std::uint64_t{bytes[i]} << (8U * i);
  return size;
}

// PERF: rules are arrays, not objects: reading them is most of what loading a pack takes.
json to_json(const Rule& rule, const Derived& derived) {
  return json::array(
      {rule.id,          rule.provider, rule.description, static_cast<int>(rule.severity),
       rule.on,          rule.pattern,  rule.head,        rule.parser,
       rule.checksum,    rule.back,     rule.run_min,     rule.forms,
       rule.keywords,    rule.sample,   rule.examples,    rule.negative_examples,
       rule.references,  rule.tail,     derived.head_min, derived.head_max,
       derived.width_max});
}

void from_json(const json& row, Rule& rule, Derived& derived) {
  std::size_t i = 0;
  const auto next = [&row, &i](auto& out) { row.at(i++).get_to(out); };
  next(rule.id);
  next(rule.provider);
  next(rule.description);
  int severity = 0;
  next(severity);
  rule.severity = static_cast<Severity>(severity & 3);
  next(rule.on);
  next(rule.pattern);
  next(rule.head);
  next(rule.parser);
  next(rule.checksum);
  next(rule.back);
  next(rule.run_min);
  next(rule.forms);
  next(rule.keywords);
  next(rule.sample);
  next(rule.examples);
  next(rule.negative_examples);
  next(rule.references);
  next(rule.tail);
  next(derived.head_min);
  next(derived.head_max);
  next(derived.width_max);
}

}  // namespace

Result<std::string> PackImpl::serialise() const {
  for (const Rule& rule : rules_) {
    if (rule.foreign != nullptr) {
      return failure(Code::invalid_argument,
                     "a pack with rules of a gitleaks configuration cannot be saved; load that "
                     "each time");
    }
  }
  json rules = json::array();
  for (std::size_t i = 0; i < rules_.size(); ++i) rules.push_back(to_json(rules_[i], derived_[i]));
  const json meta = {{"hyperscan", hyperscan::version()},
                     {"rules", std::move(rules)},
                     {"neighbours", json::binary(neighbours_.save())}};
  const std::vector<std::uint8_t> cbor = json::to_cbor(meta);
  const auto database = hyperscan::save(database_.get());
  if (!database) return tl::unexpected<Status>(database.error());
  std::string rest;
  put_size(rest, cbor.size());
  put_size(rest, database->size());
  rest.append(cbor.begin(), cbor.end());
  rest += *database;
  std::array<std::uint8_t, kDigestBytes> digest{};
  digest_of(Bytes(reinterpret_cast<const std::uint8_t*>(rest.data()), rest.size()), digest.data());
  std::string out(kMagic.begin(), kMagic.end());
  out.append(digest.begin(), digest.end());
  return out + rest;
}

Status PackImpl::save(const std::filesystem::path& file) const {
  const auto bytes = serialise();
  if (!bytes) return bytes.error();
  const auto cannot = [&file](int why) {
    return Status(Code::io, "cannot write " + file.string() + ": " + std::strerror(why));
  };
  // The draft is ours alone: whatever stands beside the file is neither followed nor written to.
  const std::string draft = file.string() + ".new-" + std::to_string(randombytes_random());
  const int fd = open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
  if (fd < 0) return cannot(errno);
  const Bytes piece(reinterpret_cast<const std::uint8_t*>(bytes->data()), bytes->size());
  Status status = make_fd_sink(fd)->write({&piece, 1});
  if (!status.ok()) status = Status(Code::io, file.string() + ": " + status.message());
  if (status.ok() && fsync(fd) != 0) status = cannot(errno);
  if (close(fd) != 0 && status.ok()) status = cannot(errno);
  if (status.ok() && rename(draft.c_str(), file.c_str()) != 0) status = cannot(errno);
  if (!status.ok()) unlink(draft.c_str());
  return status;
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
  std::array<std::uint8_t, kDigestBytes> digest{};
  digest_of(bytes.subspan(kMagic.size() + kDigestBytes), digest.data());
  if (std::memcmp(digest.data(), bytes.data() + kMagic.size(), kDigestBytes) != 0) {
    return bad("this rule database is damaged");
  }
  const std::uint64_t cbor_size = get_size(bytes.subspan(kHeaderBytes - 16));
  const Bytes rest = bytes.subspan(kHeaderBytes);
  if (cbor_size > rest.size()) return bad("this rule database is damaged");
  auto pack = std::make_shared<PackImpl>();
  pack->origin_ = origin;
  try {
    const json meta = json::from_cbor(rest.begin(), rest.begin() + static_cast<long>(cbor_size));
    if (meta.at("hyperscan") != hyperscan::version()) {
      return bad("this rule database was made with another version of Hyperscan");
    }
    if (!pack->neighbours_.load(meta.at("neighbours").get_binary())) {
      return bad("this rule database is damaged");
    }
    const json& rows = meta.at("rules");
    pack->rules_.resize(rows.size());
    pack->derived_.resize(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      from_json(rows[i], pack->rules_[i], pack->derived_[i]);
    }
  } catch (const json::exception&) {
    return bad("this rule database is damaged");
  }
  if (Status s = pack->derive(); !s.ok()) return bad(s.message());
  auto database = hyperscan::load(rest.subspan(cbor_size));
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
