// The search finds what a slow reading of the whole text finds, however it is cut; the kernels of
// its scan agree, and see nothing beside the text.
#include <algorithm>

#include "fuzz.h"
#include "vault/known.h"

namespace inkblot::fuzz {
namespace {

struct Known {
  std::vector<test::PlainForm> forms;
  std::shared_ptr<const Index> index = test::index_of(forms);
};

void check_search(const Known& known, std::string_view text, std::size_t cut) {
  const test::Seen expected = test::slowly_found(text, known.forms);
  const std::vector<std::size_t> ones(text.size(), 1);
  const std::size_t first = text.empty() ? 0 : cut % text.size();
  for (const auto& sizes : {std::vector<std::size_t>{text.size()}, ones,
                            std::vector<std::size_t>{first, text.size() - first}}) {
    std::string problem;
    require(test::found_in_pieces(known.index, text, sizes, &problem) == expected,
            "what is known is found, and nothing else");
    if (!problem.empty()) broken(problem);
  }
}

void check_kernels(std::string_view text) {
  constexpr std::size_t kCanary = 64;
  static const std::vector<test::PlainForm> kForms = test::sample_forms();
  static const auto kIndex = test::index_of(kForms);
  std::vector<std::uint8_t> between(text.size() + 2 * kCanary);
  const std::string& canary = kForms.front().canonical;
  for (std::size_t i = 0; i < between.size(); ++i) {
    between[i] = static_cast<std::uint8_t>(canary[i % canary.size()]);
  }
  std::copy(text.begin(), text.end(), between.begin() + kCanary);
  const Bytes inside = Bytes(between).subspan(kCanary, text.size());
  const auto scan = [&](Kernel kernel) {
    std::vector<std::uint32_t> places(scan_room(inside.size()));
    places.resize(scan_marks(kernel, inside, kIndex->filter(), places.data()));
    return places;
  };
  const auto expected = scan(Kernel::scalar);
  for (const Kernel kernel : {Kernel::avx2, Kernel::avx512}) {
    require(!can_run(kernel) || scan(kernel) == expected, "the kernels of the scan agree");
  }
}

}  // namespace
}  // namespace inkblot::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > 512) return 0;
  const std::string text(data + 1, data + size);
  static const inkblot::fuzz::Known kAll{inkblot::test::sample_forms()};
  // Most escapes are passed over.
  static const inkblot::fuzz::Known kQuiet{inkblot::test::quiet_forms()};
  inkblot::fuzz::check_search(kAll, text, data[0]);
  inkblot::fuzz::check_search(kQuiet, text, data[0]);
  inkblot::fuzz::check_kernels(text);
  return 0;
}
