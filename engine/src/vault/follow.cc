// Tail, then XXH3, then BLAKE2b: what costs more is asked only of what has passed.
#include "vault/follow.h"

#include <algorithm>

#include "vault/back.h"

namespace inkblot {
namespace {

// Asks the prints of one length, one after the other, and hashes what they need once.
class Check {
 public:
  explicit Check(const Index& index) : index_(index) {}
  bool is(std::uint32_t print, Bytes form) {
    const Index::Print& wanted = index_.print(print);
    const Hasher& hasher = index_.hasher(wanted);
    if (form.size() != size_) {
      size_ = form.size();
      tail_ = hasher.tail(form.last(std::min(kWindowBytes, form.size())));
      hashed_ = false;
    }
    if (tail_ != wanted.tail) return false;
    if (!hashed_) {
      whole_ = hasher.whole(form);
      hashed_ = true;
      proven_ = false;
    }
    if (whole_ != wanted.whole) return false;
    if (!proven_) proof_ = hasher.proof(form);
    proven_ = true;
    return same(proof_, wanted.proof);
  }

 private:
  const Index& index_;
  std::size_t size_ = 0;
  bool hashed_ = false;
  bool proven_ = false;
  std::uint64_t tail_ = 0;
  std::uint64_t whole_ = 0;
  Fingerprint128 proof_{};
};

}  // namespace

void Follower::start(const Index& index, const Window& window, const Start& start,
                     std::vector<KnownSpan>& out) {
  const std::size_t offset = index.print(start.prints.first).offset;
  const auto begin = back_by(window, reading_, start.at, offset);
  if (!begin || *begin < start.from) return;
  Job job{*begin, 0, start.prints, nullptr};
  // PERF: text that was read for another form is not read again.
  if (const auto number = strand_.number_of(*begin)) {
    job.number = *number;
  } else if (jobs_.empty()) {
    strand_.restart(*begin);
    job.number = strand_.end();
  } else {
    job.own = std::make_unique<Strand>(reading_);
    job.own->restart(*begin);
  }
  if (!run(index, window, job, out)) jobs_.push_back(std::move(job));
}

bool Follower::run(const Index& index, const Window& window, Job& job,
                   std::vector<KnownSpan>& out) {
  Strand& strand = job.own != nullptr ? *job.own : strand_;
  const auto has = [&](std::size_t size) {
    strand.extend(window, job.number + size - 1);
    return strand.end() >= job.number + size;
  };
  const Index::Print& any = index.print(job.prints.first);
  const auto given_up = [&] {
    return window.at_end || strand.read_to() > job.begin + kSpreadBytesMax;
  };
  if (!has(any.offset + kWindowBytes)) return given_up();
  if (index.hasher(any).window(strand.text(job.number + any.offset, kWindowBytes)) != any.window) {
    return true;
  }
  Check check(index);
  std::size_t found = 0;
  for (std::uint32_t& i = job.prints.first; i < job.prints.last; ++i) {
    const std::size_t size = index.print(i).length;
    if (!has(size)) return given_up();
    // Of several labels the first one is told.
    if (size == found || !check.is(i, strand.text(job.number, size))) continue;
    const Span span = strand.span(job.number, size);
    if (span.size() > kSpreadBytesMax) return true;
    found = size;
    out.push_back({span, i});
  }
  return true;
}

void Follower::resume(const Index& index, const Window& window, std::vector<KnownSpan>& out) {
  const auto decided = [&](Job& job) { return run(index, window, job, out); };
  jobs_.erase(std::remove_if(jobs_.begin(), jobs_.end(), decided), jobs_.end());
  if (jobs_.empty()) return strand_.restart(window.end());
  std::size_t first = strand_.end();
  for (const Job& job : jobs_) {
    if (job.own == nullptr) first = std::min(first, job.number);
  }
  strand_.trim(first);
}

Offset Follower::waits_from(Offset otherwise) const {
  for (const Job& job : jobs_) otherwise = std::min(otherwise, job.begin);
  return otherwise;
}

}  // namespace inkblot
