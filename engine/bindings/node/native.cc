// The engine for Node, over the C interface.  Findings are put into an array that lib/index.js
// hands out afterwards: no function of JavaScript runs while the engine does.
#include <inkblot/c.h>

#include <memory>
#include <optional>

#include "c_values.h"
#include "json_tokens.h"
#include "strings.h"

namespace inkblot_node {
namespace {

using inkblot_bindings::Output;
using inkblot_bindings::Words;

constexpr napi_type_tag kEngineTag = {0x696e6b626c6f7431, 0x656e67696e650001};

[[noreturn]] void fail(Napi::Env env, inkblot_code code) {
  static constexpr const char* kNames[] = {"OK",     "INVALID_ARGUMENT", "BAD_PACK",
                                           "IO",     "CLOSED",           "LIMIT",
                                           "MEMORY", "POISONED",         "INTERNAL"};
  const std::string words = inkblot_last_error();
  Napi::Error error = Napi::Error::New(env, words.empty() ? "an internal error" : words);
  error.Set("code", std::string("INKBLOT_") + kNames[code]);
  throw error;
}

// Bytes of a string or of a Uint8Array.  LIFETIME: as this and the value.
class View {
 public:
  explicit View(const Napi::Value& text) {
    if (text.IsString()) {
      units_.emplace(text.As<Napi::String>());
      bytes_ = units_->next(units_->size());
    } else if (text.IsTypedArray() &&
               text.As<Napi::TypedArray>().TypedArrayType() == napi_uint8_array) {
      void* data = nullptr;
      std::size_t size = 0;
      napi_get_typedarray_info(text.Env(), text, nullptr, &size, &data, nullptr, nullptr);
      bytes_ = {static_cast<const char*>(data), size};
    } else {
      throw Napi::TypeError::New(text.Env(), "a string, a Buffer or a Uint8Array is needed");
    }
  }
  inkblot_text text() const { return {bytes_.data(), bytes_.size()}; }
  std::string_view bytes() const { return bytes_; }

 private:
  std::optional<Units> units_;
  std::string_view bytes_;
};

void hear(void* context, const inkblot_finding* one) {
  auto& told = *static_cast<Napi::Array*>(context);
  const Napi::Env env = told.Env();
  const auto pair = [env](std::uint64_t begin, std::uint64_t end) {
    Napi::Array out = Napi::Array::New(env, 2);
    out.Set(0U, static_cast<double>(begin));
    out.Set(1U, static_cast<double>(end));
    return out;
  };
  Napi::Object out = Napi::Object::New(env);
  out.Set("rule", one->rule);
  out.Set("provider", one->provider);
  out.Set("severity", one->severity);
  out.Set("evidence", one->evidence);
  out.Set("coding", one->coding);
  out.Set("fingerprint", one->fingerprint);
  out.Set("input", pair(one->input_begin, one->input_end));
  out.Set("output", pair(one->output_begin, one->output_end));
  out.Set("line", static_cast<double>(one->line));
  out.Set("path", one->path);
  told.Set(told.Length(), out);
}

// Who hears of findings: nobody, where no array was given.
class Listener {
 public:
  explicit Listener(const Napi::Value& told) {
    if (told.IsArray()) told_ = told.As<Napi::Array>();
  }
  const inkblot_listener* get() const { return told_.IsEmpty() ? nullptr : &listener_; }

 private:
  Napi::Array told_;
  inkblot_listener listener_{hear, &told_};
};

using Call = decltype(&inkblot_redact);

class Engine : public Napi::ObjectWrap<Engine> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Engine",
                       {InstanceMethod<&Engine::redact>("redact"),
                        InstanceMethod<&Engine::redact_json_text>("redactJsonText"),
                        InstanceMethod<&Engine::redact_json>("redactJson")});
  }
  // What lib/index.js made of its options.
  explicit Engine(const Napi::CallbackInfo& info);
  const inkblot_engine* get() const { return engine_.get(); }

 private:
  Napi::Value redact(const Napi::CallbackInfo& info) { return whole(inkblot_redact, info); }
  Napi::Value redact_json_text(const Napi::CallbackInfo& info) {
    return whole(inkblot_redact_json, info);
  }
  // The strings of a value and what stands between them, by turns and in one string; how many
  // pieces there are, and their sizes; who is told.  Gives out what changed: scalars by their
  // number, as JSON text.
  Napi::Value redact_json(const Napi::CallbackInfo& info);

  Napi::Value whole(Call call, const Napi::CallbackInfo& info) {
    const View view(info[0]);
    Output output;
    run(call, info, view.text(), output);
    if (!output.changed()) return info[0];
    if (info[0].IsString()) return string_of(info.Env(), output.view());
    return Napi::Buffer<char>::Copy(info.Env(), output.buffer.data, output.buffer.size);
  }
  // The last argument is who is told.
  void run(Call call, const Napi::CallbackInfo& info, inkblot_text text, Output& output) const {
    const Listener listener(info[info.Length() - 1]);
    const inkblot_code code = call(engine_.get(), text, listener.get(), &output.buffer);
    if (code != INKBLOT_OK) fail(info.Env(), code);
  }
  std::unique_ptr<inkblot_engine, decltype(&inkblot_engine_destroy)> engine_{
      nullptr, inkblot_engine_destroy};
};

Engine::Engine(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  const Napi::Env env = info.Env();
  const auto given = info[0].As<Napi::Object>();
  const auto text = [&given](const char* name) { return given.Get(name).ToString().Utf8Value(); };
  const auto list = [&given](const char* name) {
    std::vector<std::string> words;
    const auto array = given.Get(name).As<Napi::Array>();
    for (std::uint32_t i = 0; i < array.Length(); ++i) {
      words.push_back(array.Get(i).ToString().Utf8Value());
    }
    return Words(std::move(words));
  };
  std::optional<View> key;
  inkblot_options options;
  inkblot_options_init(&options);
  if (!given.Get("key").IsUndefined()) {
    key.emplace(given.Get("key"));
    if (key->bytes().size() != 32) throw Napi::RangeError::New(env, "the key must have 32 bytes");
    options.key = reinterpret_cast<const std::uint8_t*>(key->bytes().data());
  }
  const std::string profile = text("profile");
  const std::string style = text("style");
  const std::string vault_key = text("vaultKey");
  Words rules = list("rules");
  Words gitleaks = list("gitleaks");
  Words allow = list("allow");
  Words only = list("only");
  Words except = list("except");
  Words vaults = list("vaults");
  Words keep_fields = list("keepFields");
  Words redact_fields = list("redactFields");
  options.profile = profile.c_str();
  options.style = style.c_str();
  options.rules = rules.get();
  options.gitleaks = gitleaks.get();
  options.allow = allow.get();
  options.only = only.get();
  options.except = except.get();
  options.vaults = vaults.get();
  options.keep_fields = keep_fields.get();
  options.redact_fields = redact_fields.get();
  options.vault_key = vault_key.empty() ? nullptr : vault_key.c_str();
  options.accept_masks = given.Get("acceptMasks").ToBoolean() ? 1 : 0;
  options.decode = given.Get("decode").ToBoolean() ? 1 : 0;
  inkblot_engine* engine = nullptr;
  const inkblot_code code = inkblot_engine_create(&options, &engine);
  if (code != INKBLOT_OK) fail(env, code);
  engine_.reset(engine);
  info.This().As<Napi::Object>().TypeTag(&kEngineTag);
}

Napi::Value Engine::redact_json(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Units units(info[0].As<Napi::String>());
  const auto sizes = info[1].As<Napi::Uint32Array>();
  const std::size_t count = sizes.ElementLength() == 0 ? 0 : sizes[0];
  if (count >= sizes.ElementLength()) throw Napi::RangeError::New(env, "there are fewer sizes");
  Text text;
  text.room(units.size() + units.size() / 8);
  std::size_t at = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t size = sizes[i + 1];
    if (size > units.size() - at) throw Napi::RangeError::New(env, "the sizes do not fit");
    at += size;
    if (i % 2 == 0) {
      text.add(units.next(size));
    } else {
      inkblot_bindings::write_json_string(units.skip(size), text);
    }
  }
  Output output;
  run(inkblot_redact_json, info, {text.view().data(), text.view().size()}, output);
  if (!output.changed()) return env.Undefined();
  JsonTokens before(text.view());
  JsonTokens after(output.view());
  Napi::Array changed = Napi::Array::New(env);
  std::uint32_t number = 0;
  for (; before.next(); ++number) {
    if (!after.next()) throw Napi::Error::New(env, "the value lost a part of it");
    if (before.token() == after.token()) continue;
    changed.Set(changed.Length(), number);
    changed.Set(changed.Length(), string_of(env, after.token()));
  }
  if (after.next()) throw Napi::Error::New(env, "the value grew");
  return changed;
}

class Stream : public Napi::ObjectWrap<Stream> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(
        env, "Stream",
        {InstanceMethod<&Stream::write>("write"), InstanceMethod<&Stream::finish>("finish"),
         InstanceMethod<&Stream::close>("close")});
  }
  // An engine; who is told.
  explicit Stream(const Napi::CallbackInfo& info) : ObjectWrap(info) {
    if (!info[0].IsObject() || !info[0].As<Napi::Object>().CheckTypeTag(&kEngineTag)) {
      throw Napi::TypeError::New(info.Env(), "an engine is needed");
    }
    const Engine& engine = *Engine::Unwrap(info[0].As<Napi::Object>());
    const inkblot_taker taker{take, &text_};
    const inkblot_listener listener{hear, &told_};
    inkblot_stream* stream = nullptr;
    const inkblot_code code = inkblot_stream_create(
        engine.get(), &taker, info[1].IsUndefined() ? nullptr : &listener, &stream);
    if (code != INKBLOT_OK) fail(info.Env(), code);
    stream_.reset(stream);
  }

 private:
  // A piece; who is told.
  Napi::Value write(const Napi::CallbackInfo& info) {
    const View view(info[0]);
    return run(info, info[1],
               [&](inkblot_stream* stream) { return inkblot_stream_write(stream, view.text()); });
  }
  Napi::Value finish(const Napi::CallbackInfo& info) {
    return run(info, info[0], inkblot_stream_finish);
  }
  void close(const Napi::CallbackInfo&) { stream_.reset(); }

  Napi::Value run(const Napi::CallbackInfo& info, const Napi::Value& told, const auto& work) {
    if (stream_ == nullptr) throw Napi::Error::New(info.Env(), "the stream is closed");
    if (told.IsArray()) told_ = told.As<Napi::Array>();
    const inkblot_code code = work(stream_.get());
    told_ = Napi::Array();
    if (code != INKBLOT_OK) fail(info.Env(), code);
    const std::string_view out = text_.view();
    const auto buffer = Napi::Buffer<char>::Copy(info.Env(), out.data(), out.size());
    text_.clear();
    return buffer;
  }
  static int take(void* context, const char* data, std::size_t size) {
    static_cast<Text*>(context)->add({data, size});
    return 0;
  }
  Text text_;
  Napi::Array told_;  // During a call.
  std::unique_ptr<inkblot_stream, decltype(&inkblot_stream_destroy)> stream_{
      nullptr, inkblot_stream_destroy};
};

Napi::Object start(Napi::Env env, Napi::Object exports) {
  exports.Set("Engine", Engine::define(env));
  exports.Set("Stream", Stream::define(env));
  exports.Set("version", inkblot_version());
  return exports;
}

}  // namespace
}  // namespace inkblot_node

using inkblot_node::start;
NODE_API_MODULE(inkblot, start)
