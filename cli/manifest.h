// What a run of scrub did to which files, signed: whoever has the public key can tell that nothing
// of it was changed since, and compare the files with it.
#pragma once

#include <inkblot/span.h>
#include <inkblot/status.h>
#include <sodium.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "report.h"

namespace inkblot::cli {

// The bytes of a file as they lie on the disk.
struct FileSum {
  Offset size = 0;
  std::string blake2b;  // Of 256 bits, in hexadecimal, as `b2sum -l 256` shows it.
};
// From its begin to its end, whatever the descriptor's place, which stays.  ERRORS: io.
Result<FileSum> sum_of(int fd);

// Of a file and of what takes its place, or -1 where nothing does.
struct Both {
  int before;
  int after;
};
// ERRORS: io.
Status sum_both(const Both& fds, std::optional<FileSum>& before, std::optional<FileSum>& after);

using PublicKey = std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES>;
using SecretKey = std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES>;
std::string hex_of(std::span<const std::uint8_t> bytes);

// THREADS: one at a time.
class Manifest {
 public:
  // What was done, and by what.
  struct Head {
    std::string pack;           // A digest of the rules.
    std::string configuration;  // And of all that the output depends on.
    std::string style;
    std::string profile;
    bool in_place;
  };
  struct Row {
    std::string_view file;  // Escaped and redacted.
    std::string_view to;    // Where its content went, if it is another place.
    std::string_view outcome;
    std::uint64_t redactions = 0;
    std::optional<FileSum> before;
    std::optional<FileSum> after;
  };
  // `key_file` holds the 32 bytes that the pair of Ed25519 keys is made from.
  // ERRORS: invalid_argument, which says what to do; as Report::open().
  static Result<std::unique_ptr<Manifest>> open(const std::string& file,
                                                const std::string& key_file,
                                                std::span<const FileId> in_use, const Head& head);
  ~Manifest();
  Manifest(const Manifest&) = delete;
  Manifest& operator=(const Manifest&) = delete;
  void add(const Row& row);
  // Writes the signature, without which it says nothing.  ERRORS: io.
  Status close();

 private:
  Manifest() = default;
  void write(const nlohmann::ordered_json& row);
  std::FILE* file_ = nullptr;
  bool failed_ = false;
  std::uint64_t files_ = 0;
  crypto_generichash_state state_{};
  SecretKey key_{};
  PublicKey public_key_{};
};

// The public key that belongs to a key file.  ERRORS: as Manifest::open().
Result<PublicKey> public_key_of(const std::string& key_file);

// What a manifest says, once its signature fits.
struct Checked {
  PublicKey key{};
  std::uint64_t files = 0;
};
// `row` is called with each row of a file, before it is known whether the signature fits.
// ERRORS: io; invalid_argument, when it is no manifest, is not complete, or was changed.
Result<Checked> check_manifest(const std::string& file,
                               const std::function<void(const nlohmann::json&)>& row);

}  // namespace inkblot::cli
