// Many texts, each a stream of its own: what takes time is done once.
#pragma once

#include <inkblot/redactor.h>

namespace inkblot {

// Redacts whole texts that are at hand, such as tool results.  What it says of one is a function of
// the text and the options, as if each had a Redactor.
// THREADS: any number of threads may use one Engine at the same time; so may a process that was
// forked from one of them.
class Engine {
 public:
  using Told = std::function<void(const Redaction&)>;

  virtual ~Engine() = default;
  // ERRORS: as Redactor::create(); invalid_argument for a path of a field that is none.
  static Result<std::shared_ptr<const Engine>> create(const Options& options);

  // Writes the text to the sink, redacted.  `told` is called as Options::on_redaction would be, and
  // instead of it.  LIFETIME: the text is read only during the call, and the sink's pieces may
  // point into it.  PERF: what a thread needs is kept for the next call; in a steady state a text
  // that holds no secret takes no memory. ERRORS: those of the sink; limit, no_memory, internal.
  // What was written before one stays redacted; what was not is lost.
  virtual Status redact(std::string_view text, Sink& sink, const Told& told = nullptr) const = 0;
  // The same to a string.  Nothing: no byte was changed.
  virtual Result<std::optional<std::string>> redact(std::string_view text,
                                                    const Told& told = nullptr) const = 0;
  // The same for one JSON value, for which a second look is worth its time: what was found anywhere
  // is redacted wherever else it stands, under the same name, though nothing there would say what
  // it is.  Short values and plain words that only their names gave away are not looked for. What
  // is told has the input's places; keys of an object stay different from one another.
  // ERRORS: invalid_argument, where fields are to be kept or redacted and it is no JSON value.
  virtual Result<std::optional<std::string>> redact_json(std::string_view text,
                                                         const Told& told = nullptr) const = 0;
  virtual const Options& options() const = 0;
};

}  // namespace inkblot
