// JSON lines that are only added to, but for a last one that was cut.
#include "scrub_journal.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "manifest.h"

namespace inkblot::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;
constexpr std::size_t kNameBytes = 16;

std::string hash(std::string_view text, const std::array<std::uint8_t, 32>* key) {
  std::array<unsigned char, kNameBytes> out{};
  crypto_generichash(out.data(), out.size(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), key == nullptr ? nullptr : key->data(),
                     key == nullptr ? 0 : key->size());
  return hex_of(out);
}

Json row_of(const FileState& state) {
  return {state.node, state.size, state.modified, state.changed};
}

FileState state_of(const Json& row) {
  return {row.at(0).get<std::uint64_t>(), row.at(1).get<std::int64_t>(),
          row.at(2).get<std::int64_t>(), row.at(3).get<std::int64_t>()};
}

Status cannot(const std::string& path, const std::string& why) {
  return Status(Code::io, "cannot write the journal " + path + ": " + why);
}

}  // namespace

Journal::~Journal() {
  if (file_ != nullptr) std::fclose(file_);
}

// False when it is no row of a journal.
bool Journal::read_row(const std::string& line) {
  const Json row = Json::parse(line, nullptr, false);
  if (!row.is_object()) return false;
  try {
    if (row.contains("journal")) {
      of_this_ = row.at("journal") == kVersion && row.at("configuration") == configuration_;
      const auto key = row.at("key").get<std::string>();
      done_.clear();
      return sodium_hex2bin(key_.data(), key_.size(), key.data(), key.size(), nullptr, nullptr,
                            nullptr) == 0;
    }
    if (row.contains("links")) {
      auto names = row.at("links").get<std::vector<std::string>>();
      if (names.empty()) {
        links_.clear();
        return true;
      }
      links_.push_back(
          {std::move(names), state_of(row.at("before")), row.at("node").get<std::uint64_t>()});
    } else {
      done_[row.at("file").get<std::string>()] = {state_of(row.at("from")), state_of(row.at("to"))};
    }
    return true;
  } catch (const Json::exception&) {
    return false;
  }
}

// A line that is cut, as a run leaves it that was killed, ends what is heeded and what stays.
Status Journal::read(const std::string& path) {
  struct stat about {};
  if (fstat(fileno(file_), &about) != 0) return cannot(path, std::strerror(errno));
  const Status foreign(Code::invalid_argument, path + " is no journal; name another one");
  if (!S_ISREG(about.st_mode)) return foreign;
  std::ifstream in(path, std::ios::binary);
  off_t heeded = 0;
  for (std::string line; std::getline(in, line) && !in.eof();) {
    if (!read_row(line)) break;
    heeded += static_cast<off_t>(line.size()) + 1;
  }
  constexpr std::string_view kBegin = "{\"journal\":";
  std::string begin(kBegin.size(), '\0');
  in.clear();
  in.seekg(0);
  in.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  // What somebody else wrote is not written over.
  const bool ours = kBegin.starts_with(std::string_view(begin).substr(
      0, static_cast<std::size_t>(std::min<off_t>(about.st_size, kBegin.size()))));
  if (!ours) return foreign;
  return ftruncate(fileno(file_), heeded) == 0 ? Status() : cannot(path, std::strerror(errno));
}

Status Journal::open(const std::string& path, const std::string& configuration) {
  constexpr int kFlags = O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY;
  configuration_ = configuration;
  randombytes_buf(key_.data(), key_.size());
  const int fd = ::open(path.c_str(), kFlags, 0600);
  file_ = fd < 0 ? nullptr : fdopen(fd, "a");
  if (file_ == nullptr) return cannot(path, std::strerror(errno));
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) return cannot(path, "another run is at work with it");
  if (Status s = read(path); !s.ok()) return s;
  if (of_this_) return {};
  done_.clear();
  const Json head = {
      {"journal", kVersion}, {"configuration", configuration_}, {"key", hex_of(key_)}};
  write(head.dump());
  return {};
}

std::string Journal::name_of(const std::string& path) const { return hash(path, &key_); }

const Journal::Done* Journal::find(const std::string& path) const {
  const auto row = done_.find(name_of(path));
  return row == done_.end() ? nullptr : &row->second;
}

void Journal::write(const std::string& line) {
  const std::string text = line + "\n";
  std::fwrite(text.data(), 1, text.size(), file_);
  std::fflush(file_);
}

void Journal::add(const std::string& path, const Done& done) {
  if (!is_open()) return;
  write(Json{{"file", name_of(path)}, {"from", row_of(done.from)}, {"to", row_of(done.to)}}.dump());
}

Status Journal::add_links(const Links& links) {
  if (!is_open()) return {};
  write(
      Json{{"links", links.names}, {"before", row_of(links.before)}, {"node", links.node}}.dump());
  const bool synced = std::ferror(file_) == 0 && fsync(fileno(file_)) == 0;
  return synced ? Status() : Status(Code::io, "the journal cannot be written");
}

Status Journal::close() {
  if (!is_open()) return {};
  const bool bad = std::ferror(file_) != 0;
  const bool unwritten = std::fclose(file_) != 0;
  file_ = nullptr;
  return bad || unwritten ? Status(Code::io, "the journal could not be written completely")
                          : Status();
}

void Digest::add(std::string_view text) {
  text_ += std::to_string(text.size()) + ':';
  text_ += text;
}

void Digest::add(const std::vector<std::string>& texts) {
  add(std::to_string(texts.size()));
  for (const std::string& text : texts) add(text);
}

void Digest::add_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  add(hash(std::string(std::istreambuf_iterator<char>(in), {}), nullptr));
}

std::string Digest::end() const { return hash(text_, nullptr); }

}  // namespace inkblot::cli
