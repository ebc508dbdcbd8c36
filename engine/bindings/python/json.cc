// The walk is ours, for a dictionary's keys and values are to be told apart afterwards.
#include "json.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

namespace inkblot_python {
namespace {

// How a character is written in a JSON string: its size, and its text.
struct Spelling {
  std::uint8_t size;
  char text[7];
};
constexpr std::array<Spelling, 128> kSpellings = [] {
  std::array<Spelling, 128> out{};
  constexpr const char* kHex = "0123456789abcdef";
  for (unsigned c = 0; c < out.size(); ++c) {
    if (c < 0x20) {
      out[c] = {6, {'\\', 'u', '0', '0', kHex[c >> 4U], kHex[c & 15U]}};
    } else {
      out[c] = {1, {static_cast<char>(c)}};
    }
  }
  out['\n'] = {2, {'\\', 'n'}};
  out['\r'] = {2, {'\\', 'r'}};
  out['\t'] = {2, {'\\', 't'}};
  out['"'] = {2, {'\\', '"'}};
  out['\\'] = {2, {'\\', '\\'}};
  return out;
}();

// The first of eight characters that has to be escaped, or 8.  A borrow marks characters that need
// not be, but only behind one that has to.
std::size_t first_escaped(std::uint64_t bytes) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kTops = kOnes << 7;
  const auto zeros = [](std::uint64_t word) { return (word - kOnes) & ~word & kTops; };
  const std::uint64_t controls = (bytes - kOnes * 0x20) & ~bytes & kTops;
  const std::uint64_t marks = controls | zeros(bytes ^ kOnes * '"') | zeros(bytes ^ kOnes * '\\');
  return marks == 0 ? 8 : static_cast<std::size_t>(std::countr_zero(marks)) / 8;
}
static_assert(std::endian::native == std::endian::little);

// Writes the first of the characters, and takes it off.
char* write_one(std::string_view& text, char* to) {
  const auto c = static_cast<unsigned char>(text.front());
  text.remove_prefix(1);
  if (c >= kSpellings.size()) {
    *to = static_cast<char>(c);
    return to + 1;
  }
  std::memcpy(to, kSpellings[c].text, sizeof(kSpellings[c].text));
  return to + kSpellings[c].size;
}

// PERF: eight characters at a time into memory that is there, for text holds quotes and line ends
// in plenty.
void write_string(nb::handle text, Text& out) {
  constexpr std::size_t kStep = 8;
  constexpr std::size_t kMost = kStep + sizeof(Spelling);  // Of one turn.
  nb::object owner;
  std::string_view rest = utf8_of(text, owner);
  out.add('"');
  while (!rest.empty()) {
    const std::size_t room = rest.size() + 8 * kMost;
    char* to = out.room(room);
    const char* const last = to + room - kMost;
    while (rest.size() >= kStep && to <= last) {
      std::uint64_t bytes = 0;
      std::memcpy(&bytes, rest.data(), kStep);
      std::memcpy(to, &bytes, kStep);
      const std::size_t plain = first_escaped(bytes);
      rest.remove_prefix(plain);
      to += plain;
      if (plain < kStep) to = write_one(rest, to);
    }
    while (!rest.empty() && rest.size() < kStep && to <= last) to = write_one(rest, to);
    out.written(to);
  }
  out.add('"');
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

Text::~Text() {
  if (data_ == nullptr) return;
  explicit_bzero(data_, size_);
  std::free(data_);
}

void Text::add(std::string_view text) {
  std::memcpy(room(text.size()), text.data(), text.size());
  size_ += text.size();
}

void Text::grow(std::size_t size) {
  const std::size_t capacity = std::max<std::size_t>(4096, 2 * (size_ + size));
  auto* const data = static_cast<char*>(std::malloc(capacity));
  if (data == nullptr) throw std::bad_alloc();
  if (size_ > 0) std::memcpy(data, data_, size_);
  if (data_ != nullptr) explicit_bzero(data_, size_);
  std::free(data_);
  data_ = data;
  capacity_ = capacity;
}

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
