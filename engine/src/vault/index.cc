// Prints are sorted by their windows; a table leads to the first one of each.
#include "vault/index.h"

#include <algorithm>
#include <bit>
#include <tuple>

#include "vault/label.h"
#include "vault/store.h"

namespace inkblot {
namespace {

auto order_of(const Index::Print& print) {
  return std::tuple(print.window, print.store, print.offset, print.form == Form::viewed,
                    print.spacing, print.length);
}

bool has_nuls(const FormPrint& print) { return (print.signs & kNuls) != 0; }
bool has_signs(const FormPrint& print) { return (print.signs & ~unsigned{kNuls}) != 0; }

std::size_t count_of(const std::vector<StoreContents>& stores, bool (*wanted)(const FormPrint&)) {
  std::size_t count = 0;
  for (const StoreContents& contents : stores) {
    count += static_cast<std::size_t>(
        std::count_if(contents.prints.begin(), contents.prints.end(), wanted));
  }
  return count;
}

}  // namespace

Index::Index(std::vector<StoreContents> stores) {
  const std::size_t count = count_of(stores, [](const FormPrint&) { return true; });
  const std::size_t nuls = count_of(stores, has_nuls);
  prints_.reserve(count);
  filter_ = MarkFilter((count - nuls) * kMarkPlaces);
  nul_filter_ = MarkFilter(nuls * kMarkPlaces);
  sign_filter_ = MarkFilter(count_of(stores, has_signs) * kMarkPlaces);
  for (StoreContents& contents : stores) {
    take(contents, static_cast<std::uint32_t>(stores_.size()));
    stores_.push_back({Hasher(contents.keys), std::move(contents.secrets)});
  }
  build();
}

std::size_t Index::secrets() const {
  std::size_t count = 0;
  for (const Store& store : stores_) count += store.secrets.size();
  return count;
}

std::string Index::tag_of(const Print& print) const { return sanitised(secret(print).label); }

std::string Index::name_of(const Print& print) const {
  return shown_label(secret(print).label, print.form);
}

void Index::take(const StoreContents& contents, std::uint32_t store) {
  for (const KnownSecret& secret : contents.secrets) labels_.add(sanitised(secret.label));
  for (const FormPrint& print : contents.prints) {
    prints_.push_back({print, store});
    beginnings_.add(print);
    spacings_ |= 1U << static_cast<unsigned>(print.spacing);
    if (print.length < kWindowBytes) {
      short_lengths_.push_back(print.length);
      continue;
    }
    offset_max_ = std::max<std::size_t>(offset_max_, print.offset);
    signs_ = static_cast<std::uint8_t>(signs_ | (print.signs & ~unsigned{kNuls}));
    MarkFilter& filter = has_nuls(print) ? nul_filter_ : filter_;
    for (const std::uint32_t mark : print.marks) {
      filter.add(mark);
      if (has_signs(print)) sign_filter_.add(mark);
    }
  }
}

void Index::build() {
  std::sort(short_lengths_.begin(), short_lengths_.end());
  short_lengths_.erase(std::unique(short_lengths_.begin(), short_lengths_.end()),
                       short_lengths_.end());
  // PERF: keys are sorted, for a print is many times as long.
  std::vector<std::pair<std::uint64_t, std::uint32_t>> keys;
  keys.reserve(prints_.size());
  for (std::uint32_t i = 0; i < prints_.size(); ++i) keys.emplace_back(prints_[i].window, i);
  std::sort(keys.begin(), keys.end());
  std::vector<Print> sorted;
  sorted.reserve(prints_.size());
  for (const auto& [window, i] : keys) sorted.push_back(prints_[i]);
  prints_ = std::move(sorted);

  slots_.resize(std::bit_ceil(2 * prints_.size() + 1));
  for (std::size_t first = 0; first < prints_.size();) {
    std::size_t last = first + 1;
    while (last < prints_.size() && prints_[last].window == prints_[first].window) ++last;
    // The first of several labels is the one that is told, so equal ones keep their order.
    std::stable_sort(prints_.begin() + static_cast<std::ptrdiff_t>(first),
                     prints_.begin() + static_cast<std::ptrdiff_t>(last),
                     [](const Print& a, const Print& b) { return order_of(a) < order_of(b); });
    const std::uint64_t window = prints_[first].window;
    std::size_t slot = window & (slots_.size() - 1);
    while (slots_[slot].first != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = {static_cast<std::uint32_t>(window >> 32U),
                    static_cast<std::uint32_t>(first + 1)};
    first = last;
  }
}

PrintRange Index::range_of(std::uint64_t window, std::uint32_t store) const {
  const auto tag = static_cast<std::uint32_t>(window >> 32U);
  for (std::size_t slot = window & (slots_.size() - 1); slots_[slot].first != 0;
       slot = (slot + 1) & (slots_.size() - 1)) {
    if (slots_[slot].tag != tag) continue;
    std::uint32_t first = slots_[slot].first - 1;
    if (prints_[first].window != window) continue;
    while (first < prints_.size() && prints_[first].window == window &&
           prints_[first].store != store) {
      ++first;
    }
    std::uint32_t last = first;
    while (last < prints_.size() && prints_[last].window == window &&
           prints_[last].store == store) {
      ++last;
    }
    return {first, last};
  }
  return {};
}

// PERF: the filters are in the cache, where the table of windows is not.
bool Index::may_know(Bytes window) const {
  if (filter_.has_window(window)) return true;
  return std::find(window.begin(), window.end(), 0) != window.end() &&
         nul_filter_.has_window(window);
}

void Index::find(Bytes window, std::vector<PrintRange>& out) const {
  if (may_know(window)) find_all(window, out);
}

void Index::find_all(Bytes window, std::vector<PrintRange>& out) const {
  for (std::uint32_t store = 0; store < stores_.size(); ++store) {
    const PrintRange range = range_of(stores_[store].hasher.window(window), store);
    if (range.first != range.last) out.push_back(range);
  }
}

void Index::find_short(Bytes form, std::vector<PrintRange>& out) const {
  const std::size_t before = out.size();
  find_all(form, out);
  const auto other_size = [&](const PrintRange& range) {
    return prints_[range.first].length != form.size();
  };
  out.erase(
      std::remove_if(out.begin() + static_cast<std::ptrdiff_t>(before), out.end(), other_size),
      out.end());
}

Result<std::shared_ptr<const Index>> Index::load(std::span<const std::filesystem::path> stores,
                                                 const StoreKey& key) {
  std::vector<StoreContents> all;
  for (const auto& store : stores) {
    auto contents = load_store(store, key);
    if (!contents) return tl::unexpected<Status>(contents.error());
    all.push_back(std::move(*contents));
  }
  return std::make_shared<const Index>(std::move(all));
}

Result<std::shared_ptr<const Vault>> Vault::open(std::span<const std::filesystem::path> stores,
                                                 const std::filesystem::path& key_file) {
  const auto key = StoreKey::from_file(key_file);
  if (!key) return tl::unexpected<Status>(key.error());
  return Index::load(stores, *key);
}

}  // namespace inkblot
