// Two searches at most; what they find has a label instead of a rule.
#include "known_part.h"

#include <algorithm>

#include "tag.h"

namespace inkblot {

KnownPart::Part KnownPart::part_of(std::shared_ptr<const Index> index, Offset from) {
  Part part{nullptr, next_};
  if (index == nullptr) return part;
  next_ += static_cast<std::uint32_t>(index->forms());
  part.search = std::make_unique<Search>(std::move(index), from);
  return part;
}

Status KnownPart::know(Bytes value, const std::string& label, Offset from) {
  const auto fresh = masks_.add(value, from, label);
  if (!fresh) return fresh.error();
  if (!*fresh) return {};
  announced_ = part_of(masks_.index(), from);
  return {};
}

void KnownPart::know_fields(std::vector<Span> fields) {
  if (fields.empty()) return;
  fields_ = std::move(fields);
  field_rule_ = next_++;
  Rule& rule = rules_[field_rule_];
  rule.id = rule.provider = rule.description = kFieldLabel;
}

bool KnownPart::take(Offset released) {
  if (options_->known == nullptr) return false;
  auto vault = options_->known->get();
  if (taken_ && vault == vault_) return false;
  const bool another = std::exchange(taken_, true);
  vault_ = std::move(vault);
  auto index = std::static_pointer_cast<const Index>(vault_);
  labels_.set_more(index == nullptr ? nullptr : &index->labels());
  stores_ = part_of(std::move(index), released);
  return another;
}

void KnownPart::search(const Window& window, Part& part, bool announced,
                       std::vector<Finding>& out) {
  if (part.search == nullptr) return;
  found_.clear();
  part.search->scan(window, found_);
  mark_ = std::min(mark_, part.search->watermark(window));
  const Index& index = part.search->index();
  for (const KnownSpan& one : found_) {
    const Index::Print& print = index.print(one.print);
    if (announced && one.span.begin < masks_.from(print)) continue;
    const std::uint32_t number = part.base + one.print;
    const auto [at, fresh] = rules_.try_emplace(number);
    if (fresh) {
      at->second.id = index.tag_of(print);
      at->second.provider = "known";
      at->second.description = index.name_of(print);
    }
    out.push_back({one.span, number, Evidence::known});
  }
}

Status KnownPart::find(const Window& window, Offset released, std::vector<Finding>& out) {
  mark_ = window.end();
  if (options_->accept_masks) {
    const auto fresh = masks_.scan(window);
    if (!fresh) return fresh.error();
    if (*fresh) {
      announced_ = part_of(masks_.index(), released);
      labels_.add(std::string(Masks::kLabel));
    }
    if (!window.at_end) mark_ = masks_.waits_from(mark_);
  }
  search(window, stores_, false, out);
  search(window, announced_, true, out);
  for (; fields_told_ < fields_.size(); ++fields_told_) {
    const Span& field = fields_[fields_told_];
    if (field.end > window.end()) {
      mark_ = std::min(mark_, field.begin);
      break;
    }
    out.push_back({field, field_rule_, Evidence::known});
  }
  return {};
}

}  // namespace inkblot
