// Bad gitleaks configurations are refused with a message; a good one filters, the same however the
// text is cut; nothing crashes.
#include "fuzz.h"
#include "pack/gitleaks.h"
#include "pack/pack.h"
#include "support/chunking.h"

namespace inkblot::fuzz {
namespace {

constexpr std::string_view kText =
    "some text: acme_key = \"qwkzrtyp0123456789\" \\u0061 and more\\nacme [begin] x [end]\n";

void use(std::vector<Rule> rules) {
  if (rules.size() > 4) return;
  for (const Rule& rule : rules) {
    if (rule.head.size() > 256) return;  // Compiling may take its time.
  }
  const auto pack = PackImpl::make(std::move(rules), "g.toml");
  if (!pack) {
    require(pack.error().code() == Code::bad_pack, "a bad rule is called bad_pack");
    return;
  }
  Options options;
  options.pack = *pack;
  const auto out = redact(kText, options);
  require(out.has_value(), "a pack that loads can be run");
  const std::string cut = test::redact_cut(kText, {7, 12, 1, 20, 9, kText.size() - 49}, options);
  require(cut == *out, "the output does not depend on cuts");
}

// What stands behind a NUL is the file that it extends.
void read(std::string_view text, bool skips) {
  const std::size_t end = std::min(text.find('\0'), text.size());
  const OpenFile open = [text, end](const std::filesystem::path& path) -> Result<std::string> {
    if (path == "g.toml") return std::string(text.substr(0, end));
    if (end == text.size()) return failure(Code::bad_pack, "no such file");
    return std::string(text.substr(end + 1));
  };
  const std::vector<std::filesystem::path> files = {"g.toml"};
  std::vector<Rule> rules;
  std::vector<std::string> skipped;
  const Status status = read_gitleaks(files, open, rules, skips ? &skipped : nullptr);
  if (status.ok()) {
    for (const std::string& line : skipped) {
      require(line.find(':') != line.npos, "what is skipped has a place");
    }
    use(std::move(rules));
    return;
  }
  require(status.code() == Code::bad_pack, "a bad configuration is called bad_pack");
  require(status.message().find(':') != std::string::npos, "a refusal names file and line");
}

}  // namespace
}  // namespace inkblot::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 4096) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  inkblot::fuzz::read(text, false);
  inkblot::fuzz::read(text, true);
  return 0;
}
