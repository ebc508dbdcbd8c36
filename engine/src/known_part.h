// What is known in one stream: the vault in force, and what the stream itself announces.
#pragma once

#include <inkblot/redactor.h>

#include <memory>
#include <unordered_map>
#include <vector>

#include "labels.h"
#include "vault/masks.h"
#include "vault/search.h"

namespace inkblot {

// THREADS: one per stream.
class KnownPart {
 public:
  // Findings have numbers from `base` on.  LIFETIME: the options outlive it.
  KnownPart(const Options& options, std::uint32_t base)
      : options_(&options), base_(base), next_(base) {}
  // Knows nothing of what was announced, nor which vault is in force.
  void restart() {
    const bool knows =
        taken_ || announced_.search != nullptr || options_->accept_masks || !fields_.empty();
    if (knows) *this = KnownPart(*options_, base_);
  }

  // Finds a value as if it had been announced before the stream's begin, which is `from`.
  // REQUIRES: nothing was read; the label is the id of a rule, or of what is known otherwise.
  // ERRORS: no_memory.
  Status know(Bytes value, const std::string& label, Offset from);
  // Finds these parts of the stream, whatever they say.  REQUIRES: in order and apart from one
  // another; nothing was read.
  void know_fields(std::vector<Span> fields);
  // Whether this is how such a part is told.
  bool is_field(std::uint32_t rule) const { return !fields_.empty() && rule == field_rule_; }
  // Takes the vault that is in force now, for what is not released; true when it is another one
  // than was in force before.
  bool take(Offset released);
  // Appends what has become complete.  ERRORS: no_memory.
  Status find(const Window& window, Offset released, std::vector<Finding>& out);
  // What is known and not told yet begins here or behind it.
  Offset mark() const { return mark_; }
  // Of a finding.  LIFETIME: as this.
  const Rule& rule(std::uint32_t number) const { return rules_.at(number); }
  const Labels& labels() const { return labels_; }

 private:
  // One index that is searched for, and the number of its first form.
  struct Part {
    std::unique_ptr<Search> search;
    std::uint32_t base = 0;
  };
  Part part_of(std::shared_ptr<const Index> index, Offset from);
  void search(const Window& window, Part& part, bool announced, std::vector<Finding>& out);

  const Options* options_;
  std::uint32_t base_;
  std::uint32_t next_;  // Number that no form has.
  std::shared_ptr<const Vault> vault_;
  bool taken_ = false;
  Part stores_;
  Masks masks_;
  Part announced_;
  Labels labels_;
  std::unordered_map<std::uint32_t, Rule> rules_;  // Of the forms that were found.
  std::vector<KnownSpan> found_;
  std::vector<Span> fields_;
  std::size_t fields_told_ = 0;
  std::uint32_t field_rule_ = 0;
  Offset mark_ = 0;
};

}  // namespace inkblot
