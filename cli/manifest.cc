// JSON lines, whose last one signs all that stand above it.
#include "manifest.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "options.h"
#include "vault.h"

namespace inkblot::cli {
namespace {

using Json = nlohmann::ordered_json;
using Sum = std::array<std::uint8_t, 32>;

// What is signed is this and the digest, so that no signature of something else fits.
constexpr std::string_view kPurpose = "inkblot manifest 1\n";
constexpr std::size_t kSignedBytes = kPurpose.size() + Sum().size();
std::array<std::uint8_t, kSignedBytes> signed_words(const Sum& sum) {
  std::array<std::uint8_t, kSignedBytes> out{};
  std::copy(sum.begin(), sum.end(), std::copy(kPurpose.begin(), kPurpose.end(), out.begin()));
  return out;
}

Sum end_of(crypto_generichash_state& state) {
  Sum out{};
  crypto_generichash_final(&state, out.data(), out.size());
  return out;
}

void add(crypto_generichash_state& state, std::string_view text) {
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(text.data()),
                            text.size());
}

Json json_of(const FileSum& sum) { return {{"size", sum.size}, {"blake2b", sum.blake2b}}; }

template <std::size_t kSize>
bool read_hex(const nlohmann::json& row, const char* name, std::array<std::uint8_t, kSize>& out) {
  const auto found = row.find(name);
  if (found == row.end() || !found->is_string()) return false;
  const std::string& text = found->get_ref<const std::string&>();
  std::size_t size = 0;
  return text.size() == 2 * kSize &&
         sodium_hex2bin(out.data(), kSize, text.data(), text.size(), nullptr, &size, nullptr) ==
             0 &&
         size == kSize;
}

}  // namespace

std::string hex_of(std::span<const std::uint8_t> bytes) {
  std::string out(2 * bytes.size() + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), bytes.data(), bytes.size());
  out.pop_back();
  return out;
}

Result<FileSum> sum_of(int fd) {
  std::vector<std::uint8_t> buffer(std::size_t{1} << 18U);
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, 32);
  FileSum out;
  ssize_t read = 1;
  while (read != 0) {
    read = pread(fd, buffer.data(), buffer.size(), static_cast<off_t>(out.size));
    if (read < 0 && errno != EINTR) break;
    if (read <= 0) continue;
    crypto_generichash_update(&state, buffer.data(), static_cast<std::size_t>(read));
    out.size += static_cast<Offset>(read);
  }
  const int why = errno;
  sodium_memzero(buffer.data(), buffer.size());
  if (read < 0) {
    return failure(Code::io, std::string("cannot read it once more: ") + std::strerror(why));
  }
  out.blake2b = hex_of(end_of(state));
  return out;
}

Status sum_both(const Both& fds, std::optional<FileSum>& before, std::optional<FileSum>& after) {
  auto first = sum_of(fds.before);
  if (!first) return first.error();
  before = after = std::move(*first);
  if (fds.after < 0) return {};
  auto second = sum_of(fds.after);
  if (!second) return second.error();
  after = std::move(*second);
  return {};
}

namespace {

Status read_pair(const std::string& key_file, PublicKey& open, SecretKey& secret) {
  std::array<std::uint8_t, crypto_sign_SEEDBYTES> seed{};
  Status status = read_key(key_file, seed);
  if (status.ok()) crypto_sign_seed_keypair(open.data(), secret.data(), seed.data());
  sodium_memzero(seed.data(), seed.size());
  return status;
}

}  // namespace

Result<PublicKey> public_key_of(const std::string& key_file) {
  PublicKey out{};
  SecretKey secret{};
  Status status = read_pair(key_file, out, secret);
  sodium_memzero(secret.data(), secret.size());
  if (!status.ok()) return tl::unexpected<Status>(std::move(status));
  return out;
}

Result<std::unique_ptr<Manifest>> Manifest::open(const std::string& file,
                                                 const std::string& key_file,
                                                 std::span<const FileId> in_use, const Head& head) {
  if (file.empty()) return nullptr;
  if (key_file.empty()) {
    return failure(Code::invalid_argument,
                   "--manifest needs a --manifest-key to sign with; make one with "
                   "`(umask 077; head -c 32 /dev/urandom > FILE)`");
  }
  std::unique_ptr<Manifest> out(new Manifest());
  Status status = read_pair(key_file, out->public_key_, out->key_);
  if (!status.ok()) return tl::unexpected<Status>(std::move(status));
  const auto opened = create_output("manifest", file, in_use);
  if (!opened) return tl::unexpected<Status>(opened.error());
  out->file_ = *opened;
  crypto_generichash_init(&out->state_, nullptr, 0, 32);
  out->write(Json{{"manifest", 1},
                  {"tool", "inkblot " INKBLOT_VERSION},
                  {"pack", head.pack},
                  {"configuration", head.configuration},
                  {"style", head.style},
                  {"profile", head.profile},
                  {"in_place", head.in_place},
                  {"began", shown_time(time_now())}});
  return out;
}

Manifest::~Manifest() {
  if (file_ != nullptr) std::fclose(file_);
  sodium_memzero(key_.data(), key_.size());
}

void Manifest::write(const Json& row) {
  const std::string text = row.dump() + "\n";
  cli::add(state_, text);
  failed_ = std::fwrite(text.data(), 1, text.size(), file_) != text.size() || failed_;
}

void Manifest::add(const Row& row) {
  Json out{{"outcome", row.outcome}, {"redactions", row.redactions}};
  if (row.before) out["before"] = json_of(*row.before);
  if (row.after) out["after"] = json_of(*row.after);
  if (!row.to.empty()) out["to"] = row.to;
  out["file"] = row.file;
  ++files_;
  write(out);
}

Status Manifest::close() {
  write(Json{{"files", files_}, {"ended", shown_time(time_now())}});
  const auto words = signed_words(end_of(state_));
  std::array<std::uint8_t, crypto_sign_BYTES> signature{};
  crypto_sign_detached(signature.data(), nullptr, words.data(), words.size(), key_.data());
  write(Json{{"key", hex_of(public_key_)}, {"signature", hex_of(signature)}});
  std::FILE* const file = std::exchange(file_, nullptr);
  const bool flushed = std::fflush(file) == 0 && fsync(fileno(file)) == 0;
  const bool closed = std::fclose(file) == 0;
  if (!failed_ && closed && (flushed || errno == EINVAL)) return {};
  return Status(Code::io, "the manifest could not be written completely");
}

Result<Checked> check_manifest(const std::string& file,
                               const std::function<void(const nlohmann::json&)>& row) {
  const auto wrong = [](const char* why) { return failure(Code::invalid_argument, why); };
  std::ifstream in(file, std::ios::binary);
  if (!in) return failure(Code::io, "cannot read it");
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, 32);
  Checked out;
  bool begun = false;
  std::uint64_t said = 0;
  for (std::string line; std::getline(in, line);) {
    const auto parsed = nlohmann::json::parse(line, nullptr, false);
    if (in.eof() || !parsed.is_object() || begun == parsed.contains("manifest")) {
      return wrong("it is no manifest, or was cut short");
    }
    begun = true;
    if (parsed.contains("signature")) {
      std::array<std::uint8_t, crypto_sign_BYTES> signature{};
      const auto words = signed_words(end_of(state));
      const bool fits = read_hex(parsed, "signature", signature) &&
                        read_hex(parsed, "key", out.key) &&
                        crypto_sign_verify_detached(signature.data(), words.data(), words.size(),
                                                    out.key.data()) == 0;
      if (!fits || said != out.files) return wrong("it was changed: the signature does not fit");
      if (in.peek() != std::ifstream::traits_type::eof()) {
        return wrong("something stands behind the signature");
      }
      return out;
    }
    add(state, line + "\n");
    if (parsed.contains("files")) said = parsed.value("files", std::uint64_t{0});
    if (!parsed.contains("file")) continue;
    ++out.files;
    row(parsed);
  }
  return wrong("it was cut short: no signature stands at its end");
}

}  // namespace inkblot::cli
