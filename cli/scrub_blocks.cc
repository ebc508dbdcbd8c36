// Threads take one block after the other; whoever waits compares neighbours and hands on.
#include "scrub_blocks.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

#include "io/utf16.h"
#include "options.h"
#include "scrub_seams.h"
#include "scrub_stretch.h"

namespace inkblot::cli {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

// Of what was found in one block: as many blocks are waiting as twice the threads.
constexpr std::size_t kFoundBytesMax = std::size_t{10} << 20U;

struct Block {
  explicit Block(const Pack& pack) : found(pack) {}
  Span span;
  Span stretch;        // What is scanned for it.
  Findings found;      // In all of that.
  bool dense = false;  // It is more than may be kept.
  Lines lines = {};
  Stats stats = {};
  Status status = {};
  bool done = false;
};

class BlockRun {
 public:
  explicit BlockRun(const BlockTask& task) : task_(task) {}
  ~BlockRun() { end_threads(); }
  BlockRun(const BlockRun&) = delete;
  BlockRun& operator=(const BlockRun&) = delete;
  Status run(Stats& stats);

 private:
  Status find_blocks();
  void start_threads();
  void end_threads();
  void work(unsigned number);
  void scan_whole(Block& block);
  Offset unmarked(Offset begin) const;
  Block block_of(const Span& span) const;
  Status scan(Block& block, const Intake::Allowed& allowed,
              const std::function<Status(const Piece&)>& to);
  Status wait_for(const Block& block);
  bool agree(const Block& one, const Block& next) const;
  Status take(Piece piece, const Findings& from, std::uint64_t line);
  Status take_block(Block& block);
  Status go_on_alone(Offset from);

  const BlockTask& task_;
  std::deque<Block> blocks_;
  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t next_ = 0;   // Of the blocks.
  std::size_t taken_ = 0;  // So many are.
  std::atomic<bool> stop_ = false;
  std::atomic<Offset> scanned_ = 0;
  std::uint64_t lines_ = 0;  // Before the block that is taken next.
  std::uint64_t keys_ = 0;   // Redacted names that were taken.
  Offset grown_ = 0;         // By which the output is longer than the input; modulo 2^64.
  Stats stats_;
};

Status BlockRun::find_blocks() {
  const Descriptor text(task_.open());
  if (text.get() < 0) return Status(Code::io, "it cannot be opened once more");
  Offset begin = 0;
  for (Offset at = task_.sizes.block; at + task_.sizes.block / 2 < task_.size;
       at += task_.sizes.block) {
    const auto seam = find_seam(text.get(), at, task_.sizes.around);
    if (!seam) return seam.error();
    if (*seam == 0) continue;
    blocks_.push_back(block_of({begin, *seam}));
    begin = *seam;
  }
  blocks_.push_back(block_of({begin, task_.size}));
  return {};
}

// Where a text must not begin, for it would be taken for UTF-16, it begins a little before.
Offset BlockRun::unmarked(Offset begin) const {
  const Descriptor text(task_.open());
  std::array<std::uint8_t, 2> head{};
  while (begin > 0 && pread(text.get(), head.data(), head.size(), static_cast<off_t>(begin)) == 2 &&
         byte_order(head) != ByteOrder::none) {
    --begin;
  }
  return begin;
}

Block BlockRun::block_of(const Span& span) const {
  const Offset around = task_.sizes.around;
  Block out(*task_.options.pack);
  out.span = span;
  out.stretch = {unmarked(span.begin > around ? span.begin - around : 0),
                 std::min(task_.size, span.end + around)};
  out.lines = {task_.lines, span.begin - out.stretch.begin, span.end - out.stretch.begin};
  return out;
}

void BlockRun::start_threads() {
  const std::size_t count = std::min<std::size_t>(task_.threads_max, blocks_.size());
  try {
    for (unsigned i = 0; i < count; ++i) threads_.emplace_back([this, i] { work(i); });
  } catch (const std::system_error&) {
    // Those that are there do it.
  }
}

void BlockRun::end_threads() {
  stop_ = true;
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void BlockRun::work(unsigned number) {
  constexpr std::chrono::milliseconds kAskAgain{50};
  std::unique_lock lock(mutex_);
  while (!stop_ && next_ < blocks_.size()) {
    if (next_ > taken_ + task_.threads_max || number >= task_.threads()) {
      changed_.wait_for(lock, kAskAgain);
      continue;
    }
    Block& block = blocks_[next_++];
    lock.unlock();
    scan_whole(block);
    lock.lock();
    block.done = true;
    changed_.notify_all();
  }
}

void BlockRun::scan_whole(Block& block) {
  Offset seen = 0;
  const Intake::Allowed count = [&](Offset done) {
    scanned_ += done - seen;
    seen = done;
    return Status();
  };
  try {
    block.status = scan(block, count, [&block](const Piece& piece) {
      block.found.add(piece);
      block.dense = block.found.bytes() > kFoundBytesMax;
      return block.dense ? Status(Code::limit, "there is too much in it") : Status();
    });
  } catch (const std::bad_alloc&) {
    block.status = Status(Code::no_memory, "out of memory");
  }
}

// What is told has the text's offsets, and the stretch's lines.
Status BlockRun::scan(Block& block, const Intake::Allowed& allowed,
                      const std::function<Status(const Piece&)>& to) {
  const Offset begin = block.stretch.begin;
  const Descriptor fd(task_.open());
  if (fd.get() < 0 || lseek(fd.get(), static_cast<off_t>(begin), SEEK_SET) < 0) {
    return Status(Code::io, "it cannot be opened once more");
  }
  auto text = Text::open(fd.get(), Compression::none);
  if (!text) return text.error();
  Intake intake(text->source(), allowed);
  Stretch input(intake, block.stretch.size(), block.lines, stop_);
  Pairing sink(input, block.found, [&](const Piece& piece) {
    Piece placed = piece;
    placed.told.input = {piece.told.input.begin + begin, piece.told.input.end + begin};
    return to(placed);
  });
  Options options = task_.options;
  options.on_redaction = [&sink](const Redaction& redaction) { sink.tell(redaction); };
  Status status = redact(input, sink, options, block.stats);
  wipe_key(options);
  if (!status.ok()) return status;
  if (Status s = sink.pair(); !s.ok()) return s;
  return block.stats.bytes_in == block.stretch.size()
             ? Status()
             : Status(Code::io, "it became shorter while it was read");
}

Status BlockRun::wait_for(const Block& block) {
  constexpr std::chrono::milliseconds kAskAgain{100};
  for (;;) {
    if (Status s = task_.allowed(std::min(scanned_.load(), task_.size)); !s.ok()) return s;
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, kAskAgain, [&block] { return block.done; })) {
      return block.dense ? Status() : block.status;
    }
  }
}

std::string_view without_number(const Piece& piece) {
  std::string_view text = piece.text;
  if (piece.told.key > 1) text.remove_suffix(1 + std::to_string(piece.told.key).size());
  return text;
}

// Whether both see the same on both sides of what parts them.
bool BlockRun::agree(const Block& one, const Block& next) const {
  const Offset seam = next.span.begin;
  const Offset reach = task_.sizes.around / 2;
  const auto pieces_of = [&](const Findings& all) {
    std::vector<Piece> out;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const Span& input = all.input(i);
      if (input.end + reach > seam && input.begin < seam + reach) out.push_back(all.get(i));
    }
    return out;
  };
  const auto same = [](const Piece& a, const Piece& b) {
    return a.told.input == b.told.input && a.told.evidence == b.told.evidence &&
           a.told.rule->id == b.told.rule->id && (a.told.key == 0) == (b.told.key == 0) &&
           without_number(a) == without_number(b);
  };
  return std::ranges::equal(pieces_of(one.found), pieces_of(next.found), same);
}

// `line`: those of the whole text before the stretch.
Status BlockRun::take(Piece piece, const Findings& from, std::uint64_t line) {
  Redaction& told = piece.told;
  told.line += line;
  if (told.key != 0) {
    piece.text = without_number(piece);
    told.key = ++keys_;
    if (told.key > 1) piece.text += "_" + std::to_string(told.key);
  }
  told.output.begin = told.input.begin + grown_;
  told.output.end = told.output.begin + piece.text.size();
  grown_ = told.output.end - told.input.end;
  ++stats_.redactions;
  stats_.bytes_redacted += told.input.size();
  if (from.is_known(told.rule)) {
    ++stats_.known[told.rule->description];
  } else {
    ++stats_.by_rule[static_cast<std::size_t>(told.rule - task_.options.pack->rules().data())];
  }
  return task_.take(told, piece.text);
}

Status BlockRun::take_block(Block& block) {
  stats_.candidates += block.stats.candidates;
  for (std::size_t i = 0; i < block.found.size(); ++i) {
    const Offset begin = block.found.input(i).begin;
    if (begin < block.span.begin || begin >= block.span.end) continue;
    if (Status s = take(block.found.get(i), block.found, lines_ - block.lines.before); !s.ok()) {
      return s;
    }
  }
  lines_ += block.lines.behind;
  const std::lock_guard lock(mutex_);
  block.found.clear();
  ++taken_;
  changed_.notify_all();
  return {};
}

Status BlockRun::go_on_alone(Offset from) {
  end_threads();
  stop_ = false;
  Block rest = block_of({from, task_.size});
  const Intake::Allowed allowed = [&](Offset done) {
    return task_.allowed(rest.stretch.begin + done);
  };
  const Status status = scan(rest, allowed, [&](const Piece& piece) {
    if (piece.told.input.begin < from) return Status();
    return take(piece, rest.found, lines_ - rest.lines.before);
  });
  stats_.candidates += rest.stats.candidates;
  return status;
}

Status BlockRun::run(Stats& stats) {
  stats_.by_rule.resize(task_.options.pack->rules().size());
  Status status = find_blocks();
  if (status.ok()) start_threads();
  for (std::size_t i = 0; status.ok() && i < blocks_.size(); ++i) {
    Block& block = blocks_[i];
    Block* const next = i + 1 < blocks_.size() ? &blocks_[i + 1] : nullptr;
    bool alone = threads_.empty();
    for (Block* const one : {&block, next}) {
      if (alone || one == nullptr) continue;
      status = wait_for(*one);
      if (!status.ok()) break;
      alone = one->dense;
    }
    if (!status.ok()) break;
    if (alone || (next != nullptr && !agree(block, *next))) {
      status = go_on_alone(block.span.begin);
      break;
    }
    status = take_block(block);
  }
  end_threads();
  stats_.bytes_in = task_.size;
  stats_.bytes_out = task_.size + grown_;
  stats = std::move(stats_);
  return status;
}

}  // namespace

bool may_be_in_blocks(Offset size, const Options& options, const BlockSizes& sizes) {
  // What a stream announces counts from there to its end; another vault from some offset on.
  return size >= 2 * sizes.block && !options.accept_masks && !options.on_judgement &&
         !options.on_vault;
}

Status scan_blocks(const BlockTask& task, Stats& stats) { return BlockRun(task).run(stats); }

}  // namespace inkblot::cli
