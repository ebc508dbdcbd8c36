// What stands between a file and the engine, and between the engine and the file's draft.
#pragma once

#include <inkblot/io.h>

#include <functional>
#include <memory>

#include "io/compress.h"
#include "scrub_format.h"

namespace inkblot::cli {

// The text of a file on its way to the engine: its begin can be looked at beforehand, and what the
// engine has at hand can be looked at meanwhile.
class Intake final : public Source {
 public:
  // `allowed` is asked before each read; what it says ends the file.
  using Allowed = std::function<Status(Offset done)>;
  Intake(Source& inner, const Allowed& allowed) : inner_(inner), allowed_(allowed) {}

  // The first kHeadBytes, or all there is.  They stay new.
  Result<Bytes> look();
  Result<Bytes> peek() override;
  bool at_end() const override { return inner_.at_end(); }
  void skip(std::size_t n) override;
  // Whether the text has these bytes at this offset.  REQUIRES: they were peeked at last.
  bool has(Offset at, Bytes bytes) const;

 private:
  Result<Bytes> read();
  Source& inner_;
  const Allowed& allowed_;
  Bytes view_;
  Offset begin_ = 0;  // Of the view.
  bool primed_ = false;
};

// Lets a text pass as long as it is the input's.  From its first other byte on all of it is
// written, by a writer that is only made then.
class Parting final : public Sink {
 public:
  // Makes the writer, to which the first bytes of the text have been given, as many as it is told.
  using Open = std::function<Result<Sink*>(Offset same)>;
  // `blind`: the input is not at hand for a comparison, so everything is written.
  // A null `open`: it is only seen whether anything differs.
  Parting(const Intake& intake, Open open, bool blind)
      : intake_(intake), open_(std::move(open)), blind_(blind) {}

  Status write(std::span<const Bytes> pieces) override;
  // All of the text is there, of an input of this size: it may be no more than its begin.
  Status finish(Offset input);
  bool parted() const { return parted_; }

 private:
  Status part(std::span<const Bytes> pieces);
  const Intake& intake_;
  Open open_;
  bool blind_;
  bool parted_ = false;
  Offset done_ = 0;
  Sink* writer_ = nullptr;
};

// The text of a file.  LIFETIME: the descriptor is the caller's.
class Text {
 public:
  // ERRORS: no_memory.
  static Result<Text> open(int fd, Compression compression);
  Source& source() { return plain_ == nullptr ? *raw_ : *plain_; }

 private:
  std::unique_ptr<Source> raw_;
  std::unique_ptr<Source> plain_;
};

// An archive of tar in such a text.
class ArchiveText final : public ArchiveBytes {
 public:
  // `allowed` outlives it.
  ArchiveText(Text text, const Intake::Allowed& allowed)
      : text_(std::move(text)),
        intake_(text_.source(), allowed),
        bytes_(make_archive_stream(intake_)) {}
  Result<Bytes> next() override { return bytes_->next(); }
  bool seek(Offset) override { return false; }
  Offset size() const override { return 0; }
  Result<bool> is_empty_behind(Offset bytes) override { return bytes_->is_empty_behind(bytes); }

 private:
  Text text_;
  Intake intake_;
  std::unique_ptr<ArchiveBytes> bytes_;
};

// Bytes to a descriptor, counted: what arrived is compared with what was sent.
class CountingSink final : public Sink {
 public:
  explicit CountingSink(int fd) : fd_(fd), inner_(make_fd_sink(fd)) {}
  Status write(std::span<const Bytes> pieces) override;
  // Takes bytes from where another file stands, `size` or fewer, without their coming by here: the
  // kernel copies them, or shares them where the file system can.  How many; none where it cannot.
  // ERRORS: what `allowed` says.
  Result<Offset> take(int from, Offset size, const Intake::Allowed& allowed);
  Offset written() const { return written_; }

 private:
  int fd_;
  std::unique_ptr<Sink> inner_;
  Offset written_ = 0;
};

// Writes the first bytes of a text.  ERRORS: the source's and the sink's; io when it is shorter.
Status copy_begin(Source& text, Offset size, Sink& to);

}  // namespace inkblot::cli
