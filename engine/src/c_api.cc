// The C interface over Engine and Redactor.  No exception crosses it, in either direction.
#include <inkblot/c.h>
#include <inkblot/engine.h>
#include <inkblot/settings.h>
#include <sodium.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#include "window.h"

struct inkblot_engine {
  std::shared_ptr<const inkblot::Engine> engine;
};

namespace inkblot {
namespace {

thread_local std::string last_error;

inkblot_code code_of(Code code) {
  switch (code) {
    case Code::ok:
      return INKBLOT_OK;
    case Code::invalid_argument:
      return INKBLOT_INVALID_ARGUMENT;
    case Code::bad_pack:
      return INKBLOT_BAD_PACK;
    case Code::io:
      return INKBLOT_IO;
    case Code::closed:
      return INKBLOT_CLOSED;
    case Code::limit:
      return INKBLOT_LIMIT;
    case Code::no_memory:
      return INKBLOT_NO_MEMORY;
    case Code::poisoned:
      return INKBLOT_POISONED;
    default:
      return INKBLOT_INTERNAL;
  }
}

// Runs a call and keeps what it says when it fails.
inkblot_code guarded(const auto& call) noexcept {
  try {
    Status status = call();
    if (!status.ok()) last_error = status.message();
    return code_of(status.code());
  } catch (const std::bad_alloc&) {
    last_error.clear();  // Saying why may need memory, too.
    return INKBLOT_NO_MEMORY;
  } catch (...) {
    last_error.clear();
    return INKBLOT_INTERNAL;
  }
}

Status wrong(std::string what) { return Status(Code::invalid_argument, std::move(what)); }

std::vector<std::string> list_of(const char** words) {
  std::vector<std::string> out;
  for (; words != nullptr && *words != nullptr; ++words) out.emplace_back(*words);
  return out;
}

std::vector<std::filesystem::path> paths_of(const char** words) {
  const auto list = list_of(words);
  return {list.begin(), list.end()};
}

// What the caller does not know of is as it is by itself.
inkblot_options completed(const inkblot_options* given) {
  inkblot_options out;
  inkblot_options_init(&out);
  if (given != nullptr) std::memcpy(&out, given, std::min(given->size, sizeof(out)));
  return out;
}

Status read_style(const inkblot_options& given, Options& options) {
  if (given.profile != nullptr) {
    const auto profile = profile_named(given.profile);
    if (!profile) return wrong("the profile is strict, balanced or precise");
    options.profile = *profile;
  }
  if (given.key != nullptr) {
    std::copy_n(given.key, options.key.emplace().size(), options.key->begin());
  }
  if (given.style == nullptr) return {};
  const auto style = style_named(given.style);
  if (!style) return set_template(given.style, options);
  options.style = *style;
  return {};
}

Status read_files(const inkblot_options& given, Options& options) {
  auto pack = load_rules(list_of(given.rules));
  if (!pack) return pack.error();
  options.pack = std::move(*pack);
  if (const auto files = paths_of(given.gitleaks); !files.empty()) {
    auto more = Pack::compile_gitleaks(files, options.pack.get());
    if (!more) return more.error();
    options.pack = std::move(*more);
  }
  if (const auto files = paths_of(given.allow); !files.empty()) {
    auto allow = AllowList::load(files);
    if (!allow) return allow.error();
    options.allow = std::move(*allow);
  }
  if (const auto stores = paths_of(given.vaults); !stores.empty()) {
    if (given.vault_key == nullptr) return wrong("vaults need vault_key, the file of their key");
    auto vault = Vault::open(stores, given.vault_key);
    if (!vault) return vault.error();
    options.known = std::make_shared<KnownSecrets>(std::move(*vault));
  }
  return {};
}

// Wipes the copy of the key.
struct Wiped {
  Options options;
  ~Wiped() {
    if (options.key) sodium_memzero(options.key->data(), options.key->size());
  }
};

Status create(const inkblot_options& given, std::shared_ptr<const Engine>& out) {
  Wiped wiped;
  Options& options = wiped.options;
  if (Status s = read_files(given, options); !s.ok()) return s;
  if (Status s = read_style(given, options); !s.ok()) return s;
  options.only = list_of(given.only);
  options.except = list_of(given.except);
  options.keep_fields = list_of(given.keep_fields);
  options.redact_fields = list_of(given.redact_fields);
  options.accept_masks = given.accept_masks != 0;
  options.decode = given.decode != 0;
  auto engine = Engine::create(options);
  if (!engine) return engine.error();
  out = std::move(*engine);
  return {};
}

Engine::Told told_of(const inkblot_listener* listener) {
  if (listener == nullptr || listener->hear == nullptr) return nullptr;
  return [to = *listener](const Redaction& one) {
    inkblot_finding out{};
    out.size = sizeof(out);
    out.rule = one.rule->id.c_str();
    out.provider = one.rule->provider.c_str();
    out.severity = name_of(one.rule->severity).data();
    out.evidence = name_of(one.evidence).data();
    out.coding = name_of(one.coding).data();
    out.fingerprint = one.fingerprint.c_str();
    out.input_begin = one.input.begin;
    out.input_end = one.input.end;
    out.output_begin = one.output.begin;
    out.output_end = one.output.end;
    out.line = one.line;
    out.path = one.path.c_str();
    to.hear(to.context, &out);
  };
}

// By malloc(), so that it can be had without an exception.
Status hand_out(const std::string& text, inkblot_buffer& out) {
  out.data = static_cast<char*>(std::malloc(text.size() + 1));
  if (out.data == nullptr) return Status(Code::no_memory, "out of memory");
  std::memcpy(out.data, text.c_str(), text.size() + 1);
  out.size = text.size();
  return {};
}

struct Call {
  const inkblot_engine* engine;
  inkblot_text text;
  const inkblot_listener* listener;
  bool json;
};

inkblot_code redact_text(const Call& call, inkblot_buffer* out) noexcept {
  if (out != nullptr) *out = {};
  return guarded([&]() -> Status {
    if (call.engine == nullptr || out == nullptr) return wrong("engine and out must not be null");
    if (call.text.data == nullptr && call.text.size > 0) return wrong("the text is null");
    const std::string_view text(call.text.data, call.text.size);
    const Engine& engine = *call.engine->engine;
    const Engine::Told told = told_of(call.listener);
    const auto changed = call.json ? engine.redact_json(text, told) : engine.redact(text, told);
    if (!changed) return changed.error();
    return *changed ? hand_out(**changed, *out) : Status();
  });
}

class FunctionSink final : public Sink {
 public:
  explicit FunctionSink(const inkblot_taker& taker) : taker_(taker) {}
  Status write(std::span<const Bytes> pieces) override {
    for (const Bytes piece : pieces) {
      const std::string_view text = as_text(piece);
      if (taker_.write(taker_.context, text.data(), text.size()) != 0) {
        return Status(Code::closed, "the function that takes the output asked to stop");
      }
    }
    return {};
  }

 private:
  inkblot_taker taker_;
};

}  // namespace
}  // namespace inkblot

struct inkblot_stream {
  std::unique_ptr<inkblot::FunctionSink> sink;
  std::unique_ptr<inkblot::Redactor> redactor;
};

using inkblot::guarded;
using inkblot::Status;
using inkblot::wrong;

uint32_t inkblot_abi(void) { return INKBLOT_ABI; }
const char* inkblot_version(void) { return INKBLOT_VERSION; }
const char* inkblot_last_error(void) { return inkblot::last_error.c_str(); }

void inkblot_options_init(inkblot_options* options) {
  if (options == nullptr) return;
  *options = {};
  options->size = sizeof(*options);
  options->decode = 1;
}

inkblot_code inkblot_engine_create(const inkblot_options* options, inkblot_engine** engine) {
  return guarded([&]() -> Status {
    if (engine == nullptr) return wrong("engine must not be null");
    *engine = nullptr;
    auto out = std::make_unique<inkblot_engine>();
    if (Status s = inkblot::create(inkblot::completed(options), out->engine); !s.ok()) return s;
    *engine = out.release();
    return {};
  });
}

void inkblot_engine_destroy(inkblot_engine* engine) { delete engine; }

inkblot_code inkblot_redact(const inkblot_engine* engine, inkblot_text text,
                            const inkblot_listener* listener, inkblot_buffer* out) {
  return inkblot::redact_text({engine, text, listener, false}, out);
}

inkblot_code inkblot_redact_json(const inkblot_engine* engine, inkblot_text text,
                                 const inkblot_listener* listener, inkblot_buffer* out) {
  return inkblot::redact_text({engine, text, listener, true}, out);
}

void inkblot_free(inkblot_buffer* buffer) {
  if (buffer == nullptr || buffer->data == nullptr) return;
  sodium_memzero(buffer->data, buffer->size);
  std::free(buffer->data);
  *buffer = {};
}

inkblot_code inkblot_stream_create(const inkblot_engine* engine, const inkblot_taker* taker,
                                   const inkblot_listener* listener, inkblot_stream** stream) {
  return guarded([&]() -> Status {
    if (stream != nullptr) *stream = nullptr;
    if (engine == nullptr || taker == nullptr || taker->write == nullptr || stream == nullptr) {
      return wrong("engine, taker and stream must not be null");
    }
    inkblot::Options options = engine->engine->options();
    options.on_redaction = inkblot::told_of(listener);
    auto out = std::make_unique<inkblot_stream>();
    out->sink = std::make_unique<inkblot::FunctionSink>(*taker);
    auto redactor = inkblot::Redactor::create(options, *out->sink);
    if (!redactor) return redactor.error();
    out->redactor = std::move(*redactor);
    *stream = out.release();
    return {};
  });
}

inkblot_code inkblot_stream_write(inkblot_stream* stream, inkblot_text text) {
  return guarded([&]() -> Status {
    if (stream == nullptr) return wrong("stream must not be null");
    if (text.data == nullptr && text.size > 0) return wrong("the text is null");
    return stream->redactor->write(inkblot::as_bytes({text.data, text.size}));
  });
}

inkblot_code inkblot_stream_finish(inkblot_stream* stream) {
  return guarded([&]() -> Status {
    if (stream == nullptr) return wrong("stream must not be null");
    return stream->redactor->finish();
  });
}

void inkblot_stream_destroy(inkblot_stream* stream) { delete stream; }
