// The engine for Python, over the C interface.  Long texts are redacted without the interpreter's
// lock; who is told of findings takes it again.
#include <inkblot/c.h>
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <cstring>
#include <memory>
#include <optional>
#include <vector>

#include "c_values.h"
#include "json.h"

namespace inkblot_python {

using inkblot_bindings::Output;
using inkblot_bindings::Words;

namespace {

PyObject* error_type = nullptr;

[[noreturn]] void fail(inkblot_code code) {
  std::string words = inkblot_last_error();
  if (code == INKBLOT_NO_MEMORY) {
    PyErr_NoMemory();
  } else {
    if (words.empty()) words = "an internal error";
    PyErr_SetString(error_type, words.c_str());
  }
  throw nb::python_error();
}

// What a function that is called from C threw, kept until its caller is back.
class Kept {
 public:
  bool failed() const { return failed_; }
  void keep() {
    nb::gil_scoped_acquire gil;
    if (!failed_) PyErr_Fetch(&type_, &value_, &trace_);
    failed_ = true;
    PyErr_Clear();
  }
  void rethrow() {
    if (!failed_) return;
    failed_ = false;
    PyErr_Restore(type_, value_, trace_);
    throw nb::python_error();
  }

 private:
  bool failed_ = false;
  PyObject* type_ = nullptr;
  PyObject* value_ = nullptr;
  PyObject* trace_ = nullptr;
};

// REQUIRES: the lock is held.
void call(PyObject* function, PyObject* argument, Kept& kept) {
  if (argument == nullptr) return kept.keep();
  PyObject* const out = PyObject_CallOneArg(function, argument);
  Py_DECREF(argument);
  if (out == nullptr) return kept.keep();
  Py_DECREF(out);
}

PyObject* dict_of(const inkblot_finding& one) {
  // Its names are as the text spells them, which may be no UTF-8.
  PyObject* const path = PyUnicode_DecodeUTF8(
      one.path, static_cast<Py_ssize_t>(std::strlen(one.path)), "backslashreplace");
  return Py_BuildValue("{s:s,s:s,s:s,s:s,s:s,s:s,s:(KK),s:(KK),s:K,s:N}", "rule", one.rule,
                       "provider", one.provider, "severity", one.severity, "evidence", one.evidence,
                       "coding", one.coding, "fingerprint", one.fingerprint, "input",
                       one.input_begin, one.input_end, "output", one.output_begin, one.output_end,
                       "line", one.line, "path", path);
}

// Who is told, and where what he throws is kept.
struct Told {
  PyObject* function;
  Kept kept;
};

void tell(void* context, const inkblot_finding* one) {
  auto& told = *static_cast<Told*>(context);
  if (told.kept.failed()) return;
  nb::gil_scoped_acquire gil;
  call(told.function, dict_of(*one), told.kept);
}

// The bytes of a str or of anything with a buffer.  LIFETIME: as this.
class View {
 public:
  explicit View(nb::handle text) {
    if (PyUnicode_Check(text.ptr())) {
      bytes_ = utf8_of(text, owner_);
      return;
    }
    if (PyObject_GetBuffer(text.ptr(), &buffer_, PyBUF_C_CONTIGUOUS) != 0) {
      throw nb::python_error();
    }
    bytes_ = {static_cast<const char*>(buffer_.buf), static_cast<std::size_t>(buffer_.len)};
  }
  View(const View&) = delete;
  View& operator=(const View&) = delete;
  ~View() {
    if (buffer_.obj != nullptr) PyBuffer_Release(&buffer_);
  }
  std::string_view bytes() const { return bytes_; }

 private:
  nb::object owner_;
  Py_buffer buffer_{};
  std::string_view bytes_;
};

using Call = decltype(&inkblot_redact);

class Engine {
 public:
  explicit Engine(inkblot_engine* engine) : engine_(engine, inkblot_engine_destroy) {}
  Engine(Engine&&) = default;

  nb::object redact(nb::handle text, nb::handle told) const {
    return redact_text(inkblot_redact, text, told);
  }
  // A JSON text.
  nb::object redact_json_text(nb::handle text, nb::handle told) const {
    return redact_text(inkblot_redact_json, text, told);
  }
  // An object, by way of one.
  nb::object redact_json(nb::handle value, nb::handle told) const {
    Text text;
    write_json(value, text);
    Output output;
    run(inkblot_redact_json, text.view(), told, output);
    if (!output.changed()) return nb::borrow(value);
    const nb::object pairs = nb::module_::import_("builtins").attr("list");
    const nb::object parsed = nb::module_::import_("json").attr("loads")(
        str_of(output.view()), nb::arg("object_pairs_hook") = pairs);
    return merge(value, parsed);
  }
  const inkblot_engine* get() const { return engine_.get(); }

 private:
  // PERF: giving the lock back takes as long as redacting a line.
  static constexpr std::size_t kShortBytes = 4096;
  nb::object redact_text(Call redact, nb::handle text, nb::handle told) const {
    const View view(text);
    Output output;
    run(redact, view.bytes(), told, output);
    if (!output.changed()) return nb::borrow(text);
    if (PyUnicode_Check(text.ptr())) return str_of(output.view());
    return nb::bytes(output.buffer.data, output.buffer.size);
  }
  void run(Call redact, std::string_view text, nb::handle function, Output& output) const {
    Told told{function.is_none() ? nullptr : function.ptr(), {}};
    const inkblot_listener listener{tell, &told};
    inkblot_code code = INKBLOT_OK;
    {
      std::optional<nb::gil_scoped_release> released;
      if (text.size() > kShortBytes) released.emplace();
      code = redact(engine_.get(), {text.data(), text.size()},
                    told.function == nullptr ? nullptr : &listener, &output.buffer);
    }
    told.kept.rethrow();
    if (code != INKBLOT_OK) fail(code);
  }
  std::unique_ptr<inkblot_engine, decltype(&inkblot_engine_destroy)> engine_;
};

// THREADS: one at a time, as the lock says.
class Stream {
 public:
  Stream(const Engine& engine, nb::object write, nb::object told)
      : write_(std::move(write)), hear_(std::move(told)) {
    told_.function = hear_.is_none() ? nullptr : hear_.ptr();
    const inkblot_taker taker{take, this};
    const inkblot_listener listener{tell, &told_};
    const inkblot_code code = inkblot_stream_create(
        engine.get(), &taker, told_.function == nullptr ? nullptr : &listener, &stream_);
    if (code != INKBLOT_OK) fail(code);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() { inkblot_stream_destroy(stream_); }

  void write(nb::handle text) {
    const View view(text);
    run([&] { return inkblot_stream_write(stream_, {view.bytes().data(), view.bytes().size()}); });
  }
  void finish() {
    run([&] { return inkblot_stream_finish(stream_); });
  }

 private:
  static int take(void* context, const char* data, std::size_t size) {
    auto& self = *static_cast<Stream*>(context);
    nb::gil_scoped_acquire gil;
    call(self.write_.ptr(), PyBytes_FromStringAndSize(data, static_cast<Py_ssize_t>(size)),
         self.told_.kept);
    return self.told_.kept.failed() ? 1 : 0;
  }
  // A call from within one of the functions that it calls, or from another thread meanwhile.
  void run(const auto& work) {
    if (busy_) throw nb::value_error("the stream is in use");
    busy_ = true;
    inkblot_code code = INKBLOT_OK;
    {
      nb::gil_scoped_release released;
      code = work();
    }
    busy_ = false;
    told_.kept.rethrow();
    if (code != INKBLOT_OK) fail(code);
  }
  nb::object write_;
  nb::object hear_;
  Told told_{};
  inkblot_stream* stream_ = nullptr;
  bool busy_ = false;
};

// From what Redactor.__init__() made of its arguments.
Engine make(const nb::dict& given) {
  inkblot_options options;
  inkblot_options_init(&options);
  const auto text = [&given](const char* name) { return nb::cast<std::string>(given[name]); };
  const auto list = [&given](const char* name) {
    return Words(nb::cast<std::vector<std::string>>(given[name]));
  };
  std::optional<View> key;
  if (!given["key"].is_none()) {
    key.emplace(nb::handle(given["key"]));
    if (key->bytes().size() != 32) throw nb::value_error("the key must have 32 bytes");
    options.key = reinterpret_cast<const std::uint8_t*>(key->bytes().data());
  }
  const std::string profile = text("profile");
  const std::string style = text("style");
  const std::string vault_key = text("vault_key");
  Words rules = list("rules");
  Words gitleaks = list("gitleaks");
  Words allow = list("allow");
  Words only = list("only");
  Words except = list("except_");
  Words vaults = list("vaults");
  Words keep_fields = list("keep_fields");
  Words redact_fields = list("redact_fields");
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
  options.accept_masks = nb::cast<bool>(given["accept_masks"]) ? 1 : 0;
  options.decode = nb::cast<bool>(given["decode"]) ? 1 : 0;
  inkblot_engine* engine = nullptr;
  inkblot_code code = INKBLOT_OK;
  {
    nb::gil_scoped_release released;
    code = inkblot_engine_create(&options, &engine);
  }
  if (code != INKBLOT_OK) fail(code);
  return Engine(engine);
}

}  // namespace
}  // namespace inkblot_python

NB_MODULE(_native, module) {
  using namespace inkblot_python;
  // The default redactor lives as long as the interpreter.
  nb::set_leak_warnings(false);
  error_type = PyErr_NewException("inkblot.Error", PyExc_RuntimeError, nullptr);
  module.attr("Error") = nb::handle(error_type);
  module.def("version", [] { return std::string(inkblot_version()); });
  nb::class_<Engine>(module, "Engine")
      .def("redact", &Engine::redact, nb::arg("text"), nb::arg("told").none() = nb::none())
      .def("redact_json", &Engine::redact_json, nb::arg("value").none(),
           nb::arg("told").none() = nb::none())
      .def("redact_json_text", &Engine::redact_json_text, nb::arg("text"),
           nb::arg("told").none() = nb::none());
  nb::class_<Stream>(module, "Stream")
      .def(nb::init<const Engine&, nb::object, nb::object>(), nb::arg("engine"), nb::arg("write"),
           nb::arg("told").none() = nb::none())
      .def("write", &Stream::write)
      .def("finish", &Stream::finish);
  module.def("make", &make, nb::arg("options"));
}
