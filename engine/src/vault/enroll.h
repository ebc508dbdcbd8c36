// Secrets into a store, and the question whether one is there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "vault/derive.h"
#include "vault/judge.h"

namespace inkblot {

// A secret without its value: what of it goes into a store.
struct Enrolled {
  KnownSecret secret;
  std::vector<FormPrint> prints;
};

// Judges a value and makes its prints.  THREADS: one at a time.
class Enroller {
 public:
  // ERRORS: no_memory.
  static Result<Enroller> create(const HashKeys& keys);
  // Line ends around the value are no part of it.  `insist`: also what is short or common.
  // A refusal leaves `out` as it is.
  Refusal enroll(Bytes value, bool insist, Enrolled& out);

 private:
  explicit Enroller(Deriver deriver) : deriver_(std::move(deriver)) {}
  Deriver deriver_;
};

struct Added {
  std::size_t fresh = 0;
  std::size_t known = 0;  // The same value under the same label; it may have got an expiry.
};
// A label may have several values: the older ones stay known.
Added add_secrets(StoreContents& contents, std::vector<Enrolled> more);

// Takes all secrets of that label out, with their prints; how many.
std::size_t remove_secrets(StoreContents& contents, std::string_view label);

struct Known {
  std::uint32_t secret = 0;
  Form form = Form::plain;
};
// Every secret of which the value is a form.  ERRORS: no_memory.
Result<std::vector<Known>> find_value(const StoreContents& contents, Bytes value);

}  // namespace inkblot
