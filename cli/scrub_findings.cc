// Rows of one size, and all their words in one text.
#include "scrub_findings.h"

#include <functional>

namespace inkblot::cli {

bool Findings::is_known(const Rule* rule) const {
  const Rule* const first = pack_->rules().data();
  return std::less<>()(rule, first) || !std::less<>()(rule, first + pack_->rules().size());
}

const Rule* Findings::keep(const Rule* rule) {
  if (!is_known(rule)) return rule;
  return &rules_.try_emplace({rule->id, rule->description}, *rule).first->second;
}

void Findings::add(const Piece& piece) {
  const Redaction& told = piece.told;
  rows_.push_back({told.input, told.line, told.rule, told.key,
                   static_cast<std::uint32_t>(words_.size()),
                   static_cast<std::uint32_t>(piece.text.size()),
                   static_cast<std::uint8_t>(told.fingerprint.size()), told.evidence, told.coding});
  words_ += piece.text;
  words_ += told.fingerprint;
}

Piece Findings::get(std::size_t i) const {
  const Row& row = rows_[i];
  Piece out;
  out.told.rule = row.rule;
  out.told.evidence = row.evidence;
  out.told.input = row.input;
  out.told.line = row.line;
  out.told.fingerprint = words_.substr(row.words + row.text_size, row.fingerprint_size);
  out.told.coding = row.coding;
  out.told.key = row.key;
  out.text = words_.substr(row.words, row.text_size);
  return out;
}

void Findings::clear() {
  rows_ = {};
  words_ = {};
}

}  // namespace inkblot::cli
