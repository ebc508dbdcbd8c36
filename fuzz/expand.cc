// Placeholders to tokens.
#include "expand.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "coded.h"
#include "fuzz.h"
#include "pack/sample.h"

namespace inkblot::fuzz {
namespace {

std::string json_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20) {
      std::array<char, 8> code{};
      std::snprintf(code.data(), code.size(), "\\u%04x", byte);
      out += code.data();
    } else {
      out += c;
    }
  }
  return out;
}

class Expander {
 public:
  Expander(const Pack& pack, std::string_view text) : pack_(pack), text_(text) {}

  std::string run() {
    std::vector<Part> open(1);
    for (std::size_t i = 0; i < text_.size(); ++i) {
      const char c = text_[i];
      std::string& out = open.back().text;
      if (out.size() > kExpandedBytesMax) break;
      if (c == '@') {
        i += named(i, out);
      } else if (c == '\x01' && i + 2 < text_.size()) {
        const auto high = static_cast<unsigned char>(text_[i + 1]);
        const auto low = static_cast<unsigned char>(text_[i + 2]);
        token(pack_.rules()[(high * 256U + low) % pack_.rules().size()], out);
        i += 2;
      } else if (c == '\x02' && open.size() < 4) {
        open.emplace_back();
      } else if (c == '\x05' && i + 1 < text_.size() && open.size() < 4) {
        open.push_back({"", static_cast<unsigned char>(text_[++i]) % kCodings});
      } else if (c == '\x03' && open.size() > 1) {
        close(open);
      } else if (c == '\x06' && i + 2 < text_.size()) {
        repeat(static_cast<unsigned char>(text_[i + 1]) % kRepeatedMax + 1,
               static_cast<unsigned char>(text_[i + 2]) * kRepeatedMax, out);
        i += 2;
      } else if (c == '\x04') {
        out += "\x1b[01;31m";
      } else {
        out += c;
      }
    }
    while (open.size() > 1) close(open);
    return open.front().text.substr(0, kExpandedBytesMax);
  }

 private:
  static constexpr std::size_t kRepeatedMax = 64;

  // The last `unit` characters again, until `size` more are there.
  static void repeat(std::size_t unit, std::size_t size, std::string& out) {
    if (unit > out.size()) return;
    const std::size_t end = out.size() + size;
    while (out.size() < end) out += out[out.size() - unit];
  }

  // What is written as JSON does, or in a coding.
  struct Part {
    std::string text;
    std::size_t coding = kCodings;
  };

  static void close(std::vector<Part>& open) {
    const Part part = std::move(open.back());
    open.pop_back();
    open.back().text +=
        part.coding == kCodings ? json_escaped(part.text) : coded(part.text, part.coding);
  }

  void token(const Rule& rule, std::string& out) {
    const auto sample = make_sample(rule, rule.sample, ++seed_);
    if (sample) out += *sample;
  }

  // Handles `@id@` at i; how many more bytes were used.
  std::size_t named(std::size_t i, std::string& out) {
    const std::size_t end = text_.find('@', i + 1);
    std::string_view word = end == std::string_view::npos ? "" : text_.substr(i + 1, end - i - 1);
    long most = 0;
    if (const std::size_t slash = word.find('/'); slash != std::string_view::npos) {
      std::from_chars(word.data() + slash + 1, word.data() + word.size(), most);
      word = word.substr(0, slash);
    }
    const auto rules = pack_.rules();
    const auto rule =
        std::find_if(rules.begin(), rules.end(), [&](const Rule& r) { return r.id == word; });
    if (rule == rules.end()) {
      out += '@';
      return 0;
    }
    std::string made;
    token(*rule, made);
    const auto size = static_cast<long>(made.size());
    if (most < 0 && -most < size) made.erase(0, made.size() - static_cast<std::size_t>(-most));
    if (most > 0 && most < size) made.resize(static_cast<std::size_t>(most));
    out += made;
    return end - i;
  }

  const Pack& pack_;
  std::string_view text_;
  std::uint64_t seed_ = 0;
};

}  // namespace

std::string expand(const Pack& pack, std::string_view text) { return Expander(pack, text).run(); }

const std::shared_ptr<const Pack>& builtin_pack() {
  static const std::shared_ptr<const Pack> pack = Pack::builtin().value();
  return pack;
}

std::string difference(const std::string& a, const std::string& b) {
  const auto at = static_cast<std::size_t>(
      std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
  const std::size_t from = at > 40 ? at - 40 : 0;
  return "at " + std::to_string(at) + " of " + std::to_string(a.size()) + " and " +
         std::to_string(b.size()) + "\n  " + json_escaped(a.substr(from, 160)) + "\n  " +
         json_escaped(b.substr(std::min(from, b.size()), 160));
}

}  // namespace inkblot::fuzz
