// Known secrets ready to be found: those of one or more stores.
#pragma once

#include <inkblot/known.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "labels.h"
#include "vault/classes.h"
#include "vault/fingerprint.h"
#include "vault/key.h"
#include "vault/scan.h"

namespace inkblot {

// Which of the prints, in the order of Index::prints().
struct PrintRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;  // Behind it.
};

// Immutable.  THREADS: any number may search with one Index at the same time.
class Index final : public Vault {
 public:
  explicit Index(std::vector<StoreContents> stores);
  // Reads stores that one key was made for.  ERRORS: those of load_store().
  static Result<std::shared_ptr<const Index>> load(std::span<const std::filesystem::path> stores,
                                                   const StoreKey& key);
  std::size_t secrets() const override;
  std::size_t forms() const override { return prints_.size(); }

  // Of one store, of one window, and sorted by offset, viewed, spacing and length.
  struct Print : FormPrint {
    std::uint32_t store = 0;
  };
  const Print& print(std::uint32_t index) const { return prints_[index]; }
  // Its label as a tag shows it, and with its form as a report does.
  std::string tag_of(const Print& print) const;
  std::string name_of(const Print& print) const;
  const Labels& labels() const { return labels_; }
  const KnownSecret& secret(const Print& print) const {
    return stores_[print.store].secrets[print.secret];
  }
  const Hasher& hasher(const Print& print) const { return stores_[print.store].hasher; }

  // PERF: windows of which each mark holds a NUL are in a filter of their own, for few texts hold
  // one; two forms of eight have such windows.
  const MarkFilter& filter() const { return filter_; }
  const MarkFilter& nul_filter() const { return nul_filter_; }
  // Of the windows that hold one of kSigns.
  const MarkFilter& sign_filter() const { return sign_filter_; }
  // What stands in windows, of kSigns.
  std::uint8_t signs() const { return signs_; }
  const Beginnings& beginnings() const { return beginnings_; }
  // Appends the prints whose window these bytes are, one range a store.  REQUIRES: kWindowBytes.
  void find(Bytes window, std::vector<PrintRange>& out) const;
  // Appends the prints of the forms of so many bytes, which are fewer than a window's.
  void find_short(Bytes form, std::vector<PrintRange>& out) const;
  // Lengths of forms that are shorter than a window, ascending.
  std::span<const std::size_t> short_lengths() const { return short_lengths_; }
  bool has(Spacing spacing) const {
    return (spacings_ >> static_cast<unsigned>(spacing) & 1U) != 0;
  }
  // How far before its window a form may begin.
  std::size_t offset_max() const { return offset_max_; }

 private:
  struct Store {
    Hasher hasher;
    std::vector<KnownSecret> secrets;
  };
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t first = 0;  // 1 and more: of a print.
  };
  bool may_know(Bytes window) const;
  void find_all(Bytes form, std::vector<PrintRange>& out) const;
  void take(const StoreContents& contents, std::uint32_t store);
  void build();
  PrintRange range_of(std::uint64_t window, std::uint32_t store) const;

  std::vector<Store> stores_;
  Labels labels_;
  std::vector<Print> prints_;
  std::vector<Slot> slots_;
  MarkFilter filter_;
  MarkFilter nul_filter_;
  MarkFilter sign_filter_;
  Beginnings beginnings_;
  std::vector<std::size_t> short_lengths_;
  unsigned spacings_ = 0;
  std::uint8_t signs_ = 0;
  std::size_t offset_max_ = 0;
};

}  // namespace inkblot
