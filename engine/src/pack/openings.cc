// Which heads are told by how they open, and in which groups they are looked for.
#include "pack/openings.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "decode/letters.h"

namespace inkblot {
namespace {

constexpr std::size_t kGroups = 8;
// In how many ways the first two characters may read, and how varied the fourth is at least.
constexpr std::size_t kPairsMax = 16;
constexpr std::size_t kVariedMin = 8;

const CharSet& set_at(const Sequence& head, std::size_t at) {
  auto item = head.begin();
  while (at >= item->max) {
    at -= item->max;
    ++item;
  }
  return item->set;
}

std::size_t size_of(const Sequence& head) {
  std::size_t out = 0;
  for (const Item& item : head) {
    if (item.min != item.max || !item.set.within(kTokenSet)) return 0;
    out += item.max;
  }
  return out;
}

std::string bytes_of(const CharSet& set) {
  std::string out;
  for (unsigned c = 0; c < 256; ++c) {
    if (set.has(static_cast<std::uint8_t>(c))) out += static_cast<char>(c);
  }
  return out;
}

// Which values the halves of the first bytes have, a bit each: low and high of each.
struct Group {
  std::array<std::uint16_t, 2 * Openings::kDepth> halves{};

  void add(const CharSet& set, std::size_t half) {
    for (unsigned c = 0; c < 256; ++c) {
      if (!set.has(static_cast<std::uint8_t>(c))) continue;
      halves[half] |= static_cast<std::uint16_t>(1U << (c & 15U));
      halves[half + 1] |= static_cast<std::uint16_t>(1U << (c >> 4U));
    }
  }
  void add(const Group& other) {
    for (std::size_t i = 0; i < halves.size(); ++i) halves[i] |= other.halves[i];
  }
  // How many ways to open it lets through.
  int width() const {
    int out = 1;
    for (const std::uint16_t half : halves) out *= std::popcount(half);
    return out;
  }
  bool operator==(const Group&) const = default;
};

// Makes one of the two that let the fewest more through together than they do by themselves.
void join_nearest(std::vector<Group>& groups) {
  std::size_t first = 0;
  std::size_t second = 1;
  int least = std::numeric_limits<int>::max();
  for (std::size_t i = 0; i < groups.size(); ++i) {
    for (std::size_t k = i + 1; k < groups.size(); ++k) {
      Group both = groups[i];
      both.add(groups[k]);
      const int more = both.width() - groups[i].width() - groups[k].width();
      if (more >= least) continue;
      least = more;
      first = i;
      second = k;
    }
  }
  groups[first].add(groups[second]);
  groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(second));
}

void set_bit(std::uint16_t values, std::uint8_t bit, Openings::Halves& out) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    if ((values >> i & 1U) != 0) out[i] |= bit;
  }
}

}  // namespace

bool Openings::Head::stands_in(Bytes bytes) const {
  if (bytes.size() < size) return false;
  std::size_t at = 0;
  for (const Item& item : items) {
    for (const std::size_t end = at + item.max; at < end; ++at) {
      if (!item.set.has(bytes[at])) return false;
    }
  }
  return true;
}

bool Openings::take(const Sequence& head, std::uint32_t id) {
  const std::size_t size = size_of(head);
  if (size < kBytesMin || size > kBytesMax || heads_.size() == kHeadsMax) return false;
  const CharSet& first = set_at(head, 0);
  const CharSet& second = set_at(head, 1);
  // Where one byte is repeated, none may open.
  if (first.size() * second.size() > kPairsMax || first.meets(second)) return false;
  if (set_at(head, 3).size() < kVariedMin) return false;
  heads_.push_back({head, size, id});
  return true;
}

std::vector<std::uint32_t> Openings::ids() const {
  std::vector<std::uint32_t> out;
  for (const Head& head : heads_) out.push_back(head.id);
  return out;
}

void Openings::add_begins(const Head& head) {
  const std::string first = bytes_of(set_at(head.items, 0));
  const std::string second = bytes_of(set_at(head.items, 1));
  const std::string third = bytes_of(set_at(head.items, 2));
  for (const char a : first) {
    for (const char b : second) {
      for (const char c : third) {
        const std::uint32_t hash =
            hash_of(static_cast<std::uint8_t>(a), static_cast<std::uint8_t>(b),
                    static_cast<std::uint8_t>(c));
        begins_[hash / 64] |= std::uint64_t{1} << (hash % 64);
      }
    }
  }
}

void Openings::index() {
  for (std::size_t i = 0; i < heads_.size(); ++i) {
    add_begins(heads_[i]);
    const CharSet& first = set_at(heads_[i].items, 0);
    for (std::size_t c = 0; c < by_first_.size(); ++c) {
      if (!first.has(static_cast<std::uint8_t>(c))) continue;
      by_first_[c].push_back(static_cast<std::uint8_t>(i));
      seconds_[c].add(set_at(heads_[i].items, 1));
    }
  }
}

std::string Openings::save() const {
  std::string out;
  for (const Of& of : table_) {
    out.append(of.low.begin(), of.low.end());
    out.append(of.high.begin(), of.high.end());
  }
  return out;
}

bool Openings::load(std::string_view table) {
  if (table.size() != sizeof(Table)) return false;
  const auto take = [&table](Halves& halves) {
    for (std::uint8_t& groups : halves) {
      groups = static_cast<std::uint8_t>(table.front());
      table.remove_prefix(1);
    }
  };
  for (Of& of : table_) {
    take(of.low);
    take(of.high);
  }
  index();
  return true;
}

void Openings::sort() {
  index();
  std::vector<Group> groups;
  for (const Head& head : heads_) {
    Group group;
    for (std::size_t k = 0; k < kDepth; ++k) group.add(set_at(head.items, k), 2 * k);
    if (std::find(groups.begin(), groups.end(), group) == groups.end()) groups.push_back(group);
  }
  while (groups.size() > kGroups) join_nearest(groups);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto bit = static_cast<std::uint8_t>(1U << i);
    for (std::size_t k = 0; k < kDepth; ++k) {
      set_bit(groups[i].halves[2 * k], bit, table_[k].low);
      set_bit(groups[i].halves[2 * k + 1], bit, table_[k].high);
    }
  }
}

}  // namespace inkblot
