// Threads take one block after the other; whoever waits compares neighbours and hands on.
#include "scrub_blocks.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>

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

struct Block {
  Span span;
  Span stretch;              // What is scanned for it.
  std::vector<Piece> found;  // In all of that.
  Lines lines;
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
  Block block_of(const Span& span) const;
  Status scan(Block& block, const Intake::Allowed& allowed, const std::function<Status(Piece)>& to);
  Status wait_for(const Block& block);
  bool agree(const Block& one, const Block& next) const;
  Status take(Piece piece, std::uint64_t line);
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

Block BlockRun::block_of(const Span& span) const {
  const Offset around = task_.sizes.around;
  Block out;
  out.span = span;
  out.stretch = {span.begin > around ? span.begin - around : 0,
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
    block.status = scan(block, count, [&block](Piece piece) {
      block.found.push_back(std::move(piece));
      return Status();
    });
  } catch (const std::bad_alloc&) {
    block.status = Status(Code::no_memory, "out of memory");
  }
}

// What is told has the text's offsets, and the stretch's lines.
Status BlockRun::scan(Block& block, const Intake::Allowed& allowed,
                      const std::function<Status(Piece)>& to) {
  const Offset begin = block.stretch.begin;
  const Descriptor fd(task_.open());
  if (fd.get() < 0 || lseek(fd.get(), static_cast<off_t>(begin), SEEK_SET) < 0) {
    return Status(Code::io, "it cannot be opened once more");
  }
  auto text = Text::open(fd.get(), Compression::none);
  if (!text) return text.error();
  Intake intake(text->source(), allowed);
  Stretch input(intake, block.stretch.size(), block.lines, stop_);
  Pairing sink(input, *task_.options.pack, [&](Piece piece) {
    Span& found = piece.told.input;
    found = {found.begin + begin, found.end + begin};
    return to(std::move(piece));
  });
  Options options = task_.options;
  options.on_redaction = [&sink](const Redaction& redaction) { sink.tell(redaction); };
  if (Status s = redact(input, sink, options, block.stats); !s.ok()) return s;
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
    if (changed_.wait_for(lock, kAskAgain, [&block] { return block.done; })) return block.status;
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
  const auto near = [&](const Piece& piece) {
    return piece.told.input.end + reach > seam && piece.told.input.begin < seam + reach;
  };
  const auto same = [](const Piece& a, const Piece& b) {
    return a.told.input == b.told.input && a.told.evidence == b.told.evidence &&
           a.told.rule->id == b.told.rule->id && (a.told.key == 0) == (b.told.key == 0) &&
           without_number(a) == without_number(b);
  };
  auto a = one.found.begin();
  auto b = next.found.begin();
  for (;; ++a, ++b) {
    a = std::find_if(a, one.found.end(), near);
    b = std::find_if(b, next.found.end(), near);
    if (a == one.found.end() || b == next.found.end()) {
      return a == one.found.end() && b == next.found.end();
    }
    if (!same(*a, *b)) return false;
  }
}

// `line`: those of the whole text before the stretch.
Status BlockRun::take(Piece piece, std::uint64_t line) {
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
  const std::size_t rule =
      piece.rule == nullptr
          ? static_cast<std::size_t>(told.rule - task_.options.pack->rules().data())
          : stats_.by_rule.size();
  if (rule < stats_.by_rule.size()) {
    ++stats_.by_rule[rule];
  } else {
    ++stats_.known[told.rule->description];
  }
  return task_.take(told, piece.text);
}

Status BlockRun::take_block(Block& block) {
  stats_.candidates += block.stats.candidates;
  for (Piece& piece : block.found) {
    if (piece.told.input.begin < block.span.begin || piece.told.input.begin >= block.span.end) {
      continue;
    }
    if (Status s = take(std::move(piece), lines_ - block.lines.before); !s.ok()) return s;
  }
  lines_ += block.lines.behind;
  const std::lock_guard lock(mutex_);
  block.found = {};
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
  const Status status = scan(rest, allowed, [&](Piece piece) {
    if (piece.told.input.begin < from) return Status();
    return take(std::move(piece), lines_ - rest.lines.before);
  });
  stats_.candidates += rest.stats.candidates;
  return status;
}

Status BlockRun::run(Stats& stats) {
  stats_.by_rule.resize(task_.options.pack->rules().size());
  Status status = find_blocks();
  if (status.ok()) start_threads();
  for (std::size_t i = 0; status.ok() && i < blocks_.size(); ++i) {
    status = threads_.empty() ? Status() : wait_for(blocks_[i]);
    const bool last = i + 1 == blocks_.size();
    if (status.ok() && !last && !threads_.empty()) status = wait_for(blocks_[i + 1]);
    if (!status.ok()) break;
    if (threads_.empty() || (!last && !agree(blocks_[i], blocks_[i + 1]))) {
      status = go_on_alone(blocks_[i].span.begin);
      break;
    }
    status = take_block(blocks_[i]);
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
