// Redactions in base64 that the document around it decodes are base64 again (ADR 0018).
#pragma once

#include <inkblot/redactor.h>

#include <optional>
#include <string>
#include <string_view>

#include "decode/coded_place.h"
#include "decoded_part.h"
#include "resolve/resolve.h"

namespace inkblot {

// THREADS: one per stream.
class Recoder {
 public:
  // LIFETIME: both outlive it.
  Recoder(const Options& options, DecodedPart& decoded) : options_(&options), decoded_(&decoded) {}
  // Goes on with another text.
  void restart() {
    credit_ = kCreditMax;
    member_.reset();
  }
  // Whether a group is such base64: then write() is for it.  REQUIRES: it is complete, and asked
  // for in the order of the stream.  need_more: what stands behind it has not come.
  Step find(const Window& window, const Group& group, bool& coded);
  // Appends the replacement of the group that was found last, which `rule` labels.
  // ERRORS: internal, no_memory.
  Status write(const Group& group, const Rule& rule, std::string& out);

 private:
  bool write_parts(std::string& out) const;
  void write_userpass(const Rule& rule, std::string& out) const;
  void write_whole(const Rule& rule, std::string_view text, std::string& out) const;

  const Options* options_;
  DecodedPart* decoded_;
  std::string text_;  // What the group's base64 stands for.
  bool userpass_ = false;
  // How much may be walked back over yet.
  static constexpr Offset kCreditMax = kMapBytesMax * 16;
  Offset credit_ = kCreditMax;
  Offset credit_at_ = 0;
  std::optional<Offset> member_;  // The last value that a map of them holds.
};

}  // namespace inkblot
