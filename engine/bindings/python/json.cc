// The walk is ours, for a dictionary's keys and values are to be told apart afterwards.
#include "json.h"

#include <cmath>

namespace inkblot_python {
namespace {

void write_string(nb::handle text, Text& out) {
  nb::object owner;
  inkblot_bindings::write_json_string(utf8_of(text, owner), out);
}

class Writer {
 public:
  explicit Writer(Text& out) : out_(out) {}

  void write(nb::handle value, int depth) {
    if (depth > kDepthMax) {
      throw nb::value_error("the object is nested deeper than 500 levels, or holds itself");
    }
    PyObject* const object = value.ptr();
    if (PyUnicode_Check(object)) return write_string(value, out_);
    if (object == Py_None) {
      out_.add("null");
    } else if (object == Py_True || object == Py_False) {
      out_.add(object == Py_True ? "true" : "false");
    } else if (PyLong_Check(object) || PyFloat_Check(object)) {
      write_number(value);
    } else if (PyDict_Check(object)) {
      write_dict(value, depth);
    } else if (PyList_Check(object) || PyTuple_Check(object)) {
      write_list(value, depth);
    } else {
      const std::string type = Py_TYPE(object)->tp_name;
      throw nb::type_error(("JSON has no word for a value of type " + type).c_str());
    }
  }

 private:
  void write_number(nb::handle value) {
    if (PyFloat_Check(value.ptr()) && !std::isfinite(PyFloat_AS_DOUBLE(value.ptr()))) {
      out_.add("null");
      return;
    }
    // As it is, whatever a class that is derived from it prints.
    PyTypeObject* const type = PyFloat_Check(value.ptr()) ? &PyFloat_Type : &PyLong_Type;
    const nb::object text = nb::steal(type->tp_repr(value.ptr()));
    if (!text.is_valid()) throw nb::python_error();
    nb::object owner;
    out_.add(utf8_of(text, owner));
  }
  void write_key(nb::handle key) {
    if (PyUnicode_Check(key.ptr())) return write_string(key, out_);
    const bool plain = key.is_none() || PyBool_Check(key.ptr()) || PyLong_Check(key.ptr()) ||
                       PyFloat_Check(key.ptr());
    if (!plain) throw nb::type_error("a key must be a str, an int, a float, a bool or None");
    out_.add('"');
    write(key, 0);
    out_.add('"');
  }
  void write_dict(nb::handle value, int depth) {
    // A callback cannot run in between: nothing here calls Python code.
    out_.add('{');
    PyObject* key = nullptr;
    PyObject* item = nullptr;
    Py_ssize_t at = 0;
    bool first = true;
    while (PyDict_Next(value.ptr(), &at, &key, &item) != 0) {
      if (!first) out_.add(", ");
      first = false;
      write_key(key);
      out_.add(": ");
      write(item, depth + 1);
    }
    out_.add('}');
  }
  void write_list(nb::handle value, int depth) {
    out_.add('[');
    const Py_ssize_t size = PySequence_Fast_GET_SIZE(value.ptr());
    for (Py_ssize_t i = 0; i < size && i < PySequence_Fast_GET_SIZE(value.ptr()); ++i) {
      if (i > 0) out_.add(", ");
      write(PySequence_Fast_GET_ITEM(value.ptr(), i), depth + 1);
    }
    out_.add(']');
  }

  Text& out_;
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

void write_json(nb::handle value, Text& out) { Writer(out).write(value, 0); }

nb::object merge(nb::handle value, nb::handle redacted) {
  PyObject* const object = value.ptr();
  if (PyDict_Check(object)) return merge_dict(value, redacted);
  if (PyList_Check(object) || PyTuple_Check(object)) return merge_list(value, redacted);
  // What JSON has no word for.
  if (redacted.is_none()) return nb::borrow(value);
  return value.equal(redacted) ? nb::borrow(value) : nb::borrow(redacted);
}

}  // namespace inkblot_python
