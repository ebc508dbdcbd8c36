// One large text, several blocks of which are scanned at a time.
#pragma once

#include <inkblot/redactor.h>

#include <functional>
#include <string>

#include "scrub_content.h"

namespace inkblot::cli {

// In bytes.
struct BlockSizes {
  Offset block = Offset{32} << 20U;
  // So much is scanned before a block and behind it as well.  REQUIRES: twice as far as any verdict
  // looks that does not show at once: ARCHITECTURE, What holds bytes.
  Offset around = Offset{256} << 10U;
};

struct BlockTask {
  // Opens the text once more; -1: it cannot be.  Called by several threads.
  std::function<int()> open;
  Offset size;
  // How many threads may work on it now, which is asked again and again by several of them.
  std::function<unsigned()> threads;
  unsigned threads_max;
  const Options& options;
  bool lines;  // The redactions' lines are wanted.
  // As of an Intake; called by the thread that waits.
  const Intake::Allowed& allowed;
  // Called in the order of the text, by the thread that waits: what is redacted, as one scan would
  // tell it, and what stands in its place.
  std::function<Status(const Redaction&, std::string_view text)> take;
  BlockSizes sizes = {};
};

// Whether a text of plain bytes, no UTF-16, may be scanned in blocks.
bool may_be_in_blocks(Offset size, const Options& options, const BlockSizes& sizes);

// Scans all of it, so that what is taken is what one scan from its begin to its end would find.
// Blocks end at line ends that lie within nothing, as it seems; both sides of one are scanned from
// either block, and where they do not see the same, one scan goes on to the text's end.
// ERRORS: those of redact(), of `allowed` and of `take`.
Status scan_blocks(const BlockTask& task, Stats& stats);

}  // namespace inkblot::cli
