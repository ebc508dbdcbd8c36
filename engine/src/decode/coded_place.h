// The place of base64 in a document: whether what reads it there decodes it.
#pragma once

#include <optional>
#include <string>

#include "decode/glyph.h"
#include "window.h"

namespace inkblot {

// How far before a value the map that holds it may begin, in bytes.
inline constexpr Offset kMapBytesMax = kHistoryBytes - 2 * kEscapeBytesMax;

// The characters of base64 in the standard alphabet, padded, if the span is all of it that stands
// there; otherwise none.  need_more: what stands behind it has not come.
Step read_coded(const Window& window, const Span& span, std::string& out);

// True when a value at `at` stands behind the scheme of Basic credentials.
bool follows_basic(const Window& window, Offset at);

// Walks back through the map that holds a value.
class MapWalk {
 public:
  // Nothing before the floor is looked at.  `member`: a value of such a map, if one is known.
  explicit MapWalk(Offset floor, std::optional<Offset> member = std::nullopt)
      : floor_(floor), member_(member) {}
  // True when the value at `at` is one of the map `data` in YAML or JSON, in which every value is
  // base64 as a Kubernetes Secret has it.
  bool in_data(const Window& window, Offset at);
  // How far back that looked.
  Offset seen() const { return seen_; }

 private:
  bool in_yaml_data(const Window& window, Offset at);
  bool in_json_data(const Window& window, const Glyph& quote);
  bool back(const Window& window, Offset at, Glyph& glyph);
  bool back_over_blanks(const Window& window, Glyph& glyph);
  bool back_over_string(const Window& window, Glyph& quote, std::string& text);
  bool back_over_line(const Window& window, Offset& at, std::string& line);

  Offset floor_;
  std::optional<Offset> member_;
  Offset seen_ = 0;
  unsigned depth_ = 0;  // Backslashes before the line ends.
};

}  // namespace inkblot
