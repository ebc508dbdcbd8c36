// The walk is ours, for a dictionary's keys and values are to be told apart afterwards.
#include "json.h"

#include <cmath>
#include <cstdio>

namespace inkblot_python {
namespace {

void write_string(nb::handle text, std::string& out) {
  nb::object owner;
  const std::string_view utf8 = utf8_of(text, owner);
  out.push_back('"');
  std::size_t plain = 0;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto c = static_cast<unsigned char>(utf8[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(utf8.substr(plain, i - plain));
    plain = i + 1;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default: {
        char code[8];
        std::snprintf(code, sizeof(code), "\\u%04x", c);
        out += code;
      }
    }
  }
  out.append(utf8.substr(plain));
  out.push_back('"');
}

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  void write(nb::handle value, int depth) {
    if (depth > kDepthMax) {
      throw nb::value_error("the object is nested deeper than 500 levels, or holds itself");
    }
    PyObject* const object = value.ptr();
    if (PyUnicode_Check(object)) return write_string(value, out_);
    if (object == Py_None) {
      out_ += "null";
    } else if (object == Py_True || object == Py_False) {
      out_ += object == Py_True ? "true" : "false";
    } else if (PyLong_Check(object) || PyFloat_Check(object)) {
      write_number(value);
    } else if (PyDict_Check(object)) {
      write_dict(value, depth);
    } else if (PyList_Check(object) || PyTuple_Check(object)) {
      write_list(value, depth);
    } else {
      const std::string type = nb::cast<std::string>(nb::type_name(value.type()));
      throw nb::type_error(("JSON has no word for a value of type " + type).c_str());
    }
  }

 private:
  void write_number(nb::handle value) {
    if (PyFloat_Check(value.ptr()) && !std::isfinite(PyFloat_AS_DOUBLE(value.ptr()))) {
      out_ += "null";
      return;
    }
    // As it is, whatever a class that is derived from it prints.
    PyTypeObject* const type = PyFloat_Check(value.ptr()) ? &PyFloat_Type : &PyLong_Type;
    const nb::object text = nb::steal(type->tp_repr(value.ptr()));
    if (!text.is_valid()) throw nb::python_error();
    nb::object owner;
    out_.append(utf8_of(text, owner));
  }
  void write_key(nb::handle key) {
    if (PyUnicode_Check(key.ptr())) return write_string(key, out_);
    const bool plain = key.is_none() || PyBool_Check(key.ptr()) || PyLong_Check(key.ptr()) ||
                       PyFloat_Check(key.ptr());
    if (!plain) throw nb::type_error("a key must be a str, an int, a float, a bool or None");
    out_.push_back('"');
    write(key, 0);
    out_.push_back('"');
  }
  void write_dict(nb::handle value, int depth) {
    // A callback cannot run in between: nothing here calls Python code.
    out_.push_back('{');
    PyObject* key = nullptr;
    PyObject* item = nullptr;
    Py_ssize_t at = 0;
    bool first = true;
    while (PyDict_Next(value.ptr(), &at, &key, &item) != 0) {
      if (!first) out_ += ", ";
      first = false;
      write_key(key);
      out_ += ": ";
      write(item, depth + 1);
    }
    out_.push_back('}');
  }
  void write_list(nb::handle value, int depth) {
    out_.push_back('[');
    const Py_ssize_t size = PySequence_Fast_GET_SIZE(value.ptr());
    for (Py_ssize_t i = 0; i < size && i < PySequence_Fast_GET_SIZE(value.ptr()); ++i) {
      if (i > 0) out_ += ", ";
      write(PySequence_Fast_GET_ITEM(value.ptr(), i), depth + 1);
    }
    out_.push_back(']');
  }

  std::string& out_;
};

[[noreturn]] void changed_meanwhile() {
  throw nb::value_error("the object was changed while it was redacted");
}

// An object was parsed to a list of pairs, for two keys may be written alike.
nb::object merge_dict(nb::handle value, nb::handle redacted) {
  if (!PyList_Check(redacted.ptr()) ||
      PyDict_Size(value.ptr()) != PyList_GET_SIZE(redacted.ptr())) {
    changed_meanwhile();
  }
  nb::dict out;
  bool same = true;
  PyObject* key = nullptr;
  PyObject* item = nullptr;
  Py_ssize_t at = 0;
  for (Py_ssize_t i = 0; PyDict_Next(value.ptr(), &at, &key, &item) != 0; ++i) {
    PyObject* const pair = PyList_GetItem(redacted.ptr(), i);
    if (pair == nullptr || !PyTuple_Check(pair)) changed_meanwhile();
    PyObject* const new_key = PyTuple_GET_ITEM(pair, 0);
    const nb::object merged = merge(item, PyTuple_GET_ITEM(pair, 1));
    // What is no str is written as a text that no rule knows.
    const bool same_key = PyUnicode_Check(key) == 0 || nb::handle(key).equal(nb::handle(new_key));
    same = same && same_key && merged.is(nb::handle(item));
    if (PyDict_SetItem(out.ptr(), same_key ? key : new_key, merged.ptr()) != 0) {
      throw nb::python_error();
    }
  }
  return same ? nb::borrow(value) : nb::object(out);
}

nb::object merge_list(nb::handle value, nb::handle redacted) {
  if (!PyList_Check(redacted.ptr())) changed_meanwhile();
  nb::list out;
  bool same = true;
  const Py_ssize_t size = PyList_GET_SIZE(redacted.ptr());
  if (PySequence_Fast_GET_SIZE(value.ptr()) != size) changed_meanwhile();
  for (Py_ssize_t i = 0; i < size; ++i) {
    PyObject* const item = PySequence_Fast_GET_ITEM(value.ptr(), i);
    const nb::object merged = merge(item, PyList_GET_ITEM(redacted.ptr(), i));
    same = same && merged.is(nb::handle(item));
    out.append(merged);
  }
  if (same) return nb::borrow(value);
  if (PyTuple_Check(value.ptr())) return nb::object(nb::tuple(out));
  return nb::object(out);
}

}  // namespace

std::string_view utf8_of(nb::handle text, nb::object& owner) {
  Py_ssize_t size = 0;
  if (const char* const utf8 = PyUnicode_AsUTF8AndSize(text.ptr(), &size)) {
    return {utf8, static_cast<std::size_t>(size)};
  }
  PyErr_Clear();
  owner = nb::steal(PyUnicode_AsEncodedString(text.ptr(), "utf-8", "surrogatepass"));
  if (!owner.is_valid()) throw nb::python_error();
  return {PyBytes_AS_STRING(owner.ptr()), static_cast<std::size_t>(PyBytes_GET_SIZE(owner.ptr()))};
}

nb::object str_of(std::string_view utf8) {
  PyObject* const out =
      PyUnicode_Decode(utf8.data(), static_cast<Py_ssize_t>(utf8.size()), "utf-8", "surrogatepass");
  if (out == nullptr) throw nb::python_error();
  return nb::steal(out);
}

void write_json(nb::handle value, std::string& out) { Writer(out).write(value, 0); }

nb::object merge(nb::handle value, nb::handle redacted) {
  PyObject* const object = value.ptr();
  if (PyDict_Check(object)) return merge_dict(value, redacted);
  if (PyList_Check(object) || PyTuple_Check(object)) return merge_list(value, redacted);
  // What JSON has no word for.
  if (redacted.is_none()) return nb::borrow(value);
  return value.equal(redacted) ? nb::borrow(value) : nb::borrow(redacted);
}

}  // namespace inkblot_python
