// As the libraries of other languages write them.
#include "coded.h"

#include <zlib.h>

#include <cctype>
#include <string_view>

#include "confirm/coding.h"

namespace inkblot::fuzz {
namespace {

constexpr std::size_t kLine = 76;

std::string padded(std::string_view bytes) {
  std::string out = coding::encode(bytes, coding::kBase64);
  while (out.size() % 4 != 0) out += '=';
  return out;
}

std::string in_lines(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += kLine) {
    if (at > 0) out += '\n';
    out += text.substr(at, kLine);
  }
  return out;
}

// Each byte that is not kept as two digits behind a mark.
std::string marked(const std::string& text, std::string_view mark, std::string_view kept) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = std::isalnum(byte) != 0 || kept.find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      out.append(mark).append({kDigits[byte / 16], kDigits[byte % 16]});
    }
  }
  return out;
}

std::string hexadecimal(const std::string& text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out.append({kDigits[byte / 16], kDigits[byte % 16]});
  }
  return out;
}

std::string quoted_printable(const std::string& text) {
  constexpr std::string_view kKept = " !\"#$%&'()*+,-./:;<>?@[\\]^_`{|}~\n";
  std::string out;
  std::size_t width = 0;
  for (const char c : text) {
    const std::string one = marked({c}, "=", kKept);
    if (c != '\n' && width + one.size() >= kLine) {
      out += "=\n";
      width = 0;
    }
    out += one;
    width = c == '\n' ? 0 : width + one.size();
  }
  return out;
}

std::string entities(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#x27;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace

std::string deflated(std::string text, bool gzip) {
  z_stream stream = {};
  if (deflateInit2(&stream, 6, Z_DEFLATED, gzip ? 31 : 15, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    return {};
  }
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string coded(const std::string& text, std::size_t coding) {
  switch (coding) {
    case 0:
      return padded(text);
    case 1:
      return coding::encode(text, coding::kBase64Url);
    case 2:
      return in_lines(padded(text));
    case 3:
      return hexadecimal(text);
    case 4:
      return marked(text, "%", "/-_.");
    case 5:
      return entities(text);
    case 6:
      return quoted_printable(text);
    default:
      return padded(deflated(text, coding == 7));
  }
}

}  // namespace inkblot::fuzz
