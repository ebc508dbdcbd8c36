// I5: groups are sorted, disjoint, and cover exactly the bytes of the findings, in any order.
#include <algorithm>
#include <bitset>
#include <vector>

#include "fuzz.h"
#include "resolve/resolve.h"

namespace inkblot::fuzz {
namespace {

constexpr std::size_t kBytes = 8192;

std::vector<Span> resolved(const std::vector<Finding>& findings) {
  Resolver resolver;
  for (const Finding& finding : findings) resolver.add(finding);
  std::vector<Span> spans;
  for (const Group& group : resolver.groups()) {
    require(group.span.begin < group.span.end, "I5: no group is empty");
    require(spans.empty() || spans.back().end <= group.span.begin, "I5: sorted and disjoint");
    const bool labelled = std::any_of(findings.begin(), findings.end(), [&](const Finding& f) {
      return f.rule == group.label.rule && f.evidence == group.label.evidence &&
             f.span.begin >= group.span.begin && f.span.end <= group.span.end;
    });
    require(labelled, "a group's label is one of its findings");
    spans.push_back(group.span);
  }
  return spans;
}

}  // namespace
}  // namespace inkblot::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace inkblot;
  using fuzz::kBytes;
  std::vector<Finding> findings;
  std::bitset<kBytes> wanted;
  for (std::size_t i = 0; i + 4 <= size && findings.size() < 64; i += 4) {
    const Offset begin = (data[i] * 256U + data[i + 1]) % (kBytes / 2);
    const Offset end = begin + data[i + 2] * 16U;
    const std::uint32_t rule = data[i + 3] / 4U;
    findings.push_back({{begin, end}, rule, static_cast<Evidence>(data[i + 3] & 3U)});
    for (Offset at = begin; at < end; ++at) wanted.set(at);
  }
  const std::vector<Span> spans = fuzz::resolved(findings);
  std::bitset<kBytes> covered;
  for (const Span& span : spans) {
    for (Offset at = span.begin; at < span.end; ++at) covered.set(at);
  }
  fuzz::require(covered == wanted, "a finding's bytes, all of them and no other, are covered");
  return 0;
}
