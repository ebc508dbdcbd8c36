// Numbers with the little end first, short ones in seven-bit groups, prints behind their secret.
#include "vault/contents.h"

#include <algorithm>

#include "little_endian.h"

namespace inkblot {
namespace {

constexpr std::size_t kStringBytesMax = 1024;
constexpr std::size_t kPrintBytesMin = 2 + 1 + 4 + 1 + 4 * kMarkPlaces + 3 * 8 + 16;

class Writer {
 public:
  explicit Writer(std::vector<std::uint8_t>& out) : out_(out) {}
  void raw(Bytes bytes) { out_.insert(out_.end(), bytes.begin(), bytes.end()); }
  void byte(unsigned value) { out_.push_back(static_cast<std::uint8_t>(value)); }
  void fixed(std::uint64_t value, unsigned bytes) { put_number(value, bytes, out_); }
  void number(std::uint64_t value) {
    for (; value >= 128; value >>= 7U) byte(static_cast<unsigned>(value & 127U) | 128U);
    byte(static_cast<unsigned>(value));
  }
  void text(std::string_view text) {
    number(text.size());
    out_.insert(out_.end(), text.begin(), text.end());
  }

 private:
  std::vector<std::uint8_t>& out_;
};

// Reads zeros behind the end, and remembers that it did.
class Reader {
 public:
  explicit Reader(Bytes in) : in_(in) {}
  Bytes raw(std::size_t size) {
    if (size > in_.size()) {
      good_ = false;
      in_ = {};
      return {};
    }
    const Bytes out = in_.first(size);
    in_ = in_.subspan(size);
    return out;
  }
  std::uint8_t byte() {
    const Bytes one = raw(1);
    return one.empty() ? std::uint8_t{0} : one[0];
  }
  std::uint64_t fixed(unsigned bytes) { return number_in(raw(bytes)); }
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint8_t part = byte();
      value |= std::uint64_t{part & 127U} << shift;
      if (part < 128) return value;
    }
    good_ = false;
    return 0;
  }
  std::string text() {
    const std::uint64_t size = number();
    const Bytes bytes = raw(size > kStringBytesMax ? in_.size() + 1 : size);
    return {bytes.begin(), bytes.end()};
  }
  void expect(bool condition) { good_ = good_ && condition; }
  bool good() const { return good_; }
  std::size_t left() const { return in_.size(); }

 private:
  Bytes in_;
  bool good_ = true;
};

void write_print(Writer& out, const FormPrint& print) {
  out.byte(static_cast<unsigned>(print.form));
  out.byte(static_cast<unsigned>(print.spacing) | (print.bounded ? 4U : 0U) |
           static_cast<unsigned>(print.offset) << 4U);
  out.number(print.length);
  out.fixed(print.classes, 4);
  out.byte(print.signs);
  for (const std::uint32_t mark : print.marks) out.fixed(mark, 4);
  out.fixed(print.window, 8);
  out.fixed(print.tail, 8);
  out.fixed(print.whole, 8);
  out.raw(print.proof.bytes);
}

FormPrint read_print(Reader& in) {
  FormPrint print;
  const std::uint8_t form = in.byte();
  const std::uint8_t flags = in.byte();
  in.expect(form <= static_cast<std::uint8_t>(Form::viewed));
  in.expect((flags & 3U) <= static_cast<std::uint8_t>(Spacing::wrapped));
  in.expect((flags >> 4U) <= kWindowOffsetMax && (flags & 8U) == 0);
  print.form = static_cast<Form>(form);
  print.spacing = static_cast<Spacing>(flags & 3U);
  print.bounded = (flags & 4U) != 0;
  print.offset = static_cast<std::uint8_t>(flags >> 4U);
  const std::uint64_t length = in.number();
  const std::size_t least = print.bounded ? kFormBytesMin : kWindowBytes + print.offset;
  in.expect(length >= least && length <= kFormBytesMax);
  print.length = static_cast<std::uint32_t>(length);
  print.classes = static_cast<std::uint32_t>(in.fixed(4));
  print.signs = in.byte();
  for (std::uint32_t& mark : print.marks) mark = static_cast<std::uint32_t>(in.fixed(4));
  print.window = in.fixed(8);
  print.tail = in.fixed(8);
  print.whole = in.fixed(8);
  const Bytes proof = in.raw(print.proof.bytes.size());
  std::copy(proof.begin(), proof.end(), print.proof.bytes.begin());
  return print;
}

}  // namespace

void write_contents(const StoreContents& contents, std::vector<std::uint8_t>& bytes) {
  bytes.reserve(bytes.size() + 64 + contents.secrets.size() * 96 +
                contents.prints.size() * (kPrintBytesMin + 2));
  Writer out(bytes);
  out.raw(contents.keys.seed);
  out.number(contents.secrets.size());
  auto print = contents.prints.begin();
  for (std::uint32_t i = 0; i < contents.secrets.size(); ++i) {
    const KnownSecret& secret = contents.secrets[i];
    const auto end = std::find_if(print, contents.prints.end(),
                                  [i](const FormPrint& p) { return p.secret != i; });
    out.text(secret.label);
    out.text(secret.source);
    out.fixed(static_cast<std::uint64_t>(secret.enrolled), 8);
    out.fixed(static_cast<std::uint64_t>(secret.expires), 8);
    out.number(static_cast<std::uint64_t>(end - print));
    for (; print != end; ++print) write_print(out, *print);
  }
}

Result<StoreContents> read_contents(Bytes bytes) {
  StoreContents contents;
  Reader in(bytes);
  const Bytes seed = in.raw(contents.keys.seed.size());
  std::copy(seed.begin(), seed.end(), contents.keys.seed.begin());
  const std::uint64_t count = in.number();
  in.expect(count <= in.left());
  if (in.good()) contents.secrets.reserve(count);
  contents.prints.reserve(in.left() / (kPrintBytesMin + 2));
  for (std::uint64_t i = 0; i < count && in.good(); ++i) {
    KnownSecret secret;
    secret.label = in.text();
    secret.source = in.text();
    secret.enrolled = static_cast<std::int64_t>(in.fixed(8));
    secret.expires = static_cast<std::int64_t>(in.fixed(8));
    contents.secrets.push_back(std::move(secret));
    for (std::uint64_t left = in.number(); left > 0 && in.good(); --left) {
      contents.prints.push_back(read_print(in));
      contents.prints.back().secret = static_cast<std::uint32_t>(i);
    }
  }
  if (!in.good() || in.left() != 0) {
    return failure(Code::invalid_argument, "its contents are not in order");
  }
  return contents;
}

}  // namespace inkblot
