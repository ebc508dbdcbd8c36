// Runs a target over committed files when there is no libFuzzer: replay PATH...
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "fuzz.h"

namespace {

// ctest takes an exit code for the failure that was asked for, but a signal for an accident.
void leave(int) { std::_Exit(1); }

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGABRT, leave);
  std::set<std::filesystem::path> files;
  for (int i = 1; i < argc; ++i) {
    if (!std::filesystem::is_directory(argv[i])) {
      files.insert(argv[i]);
      continue;
    }
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
      files.insert(entry.path());
    }
  }
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    std::printf("%s: %zu bytes\n", file.filename().c_str(), text.size());
    std::fflush(stdout);
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  }
  std::printf("%zu inputs\n", files.size());
  return files.empty() ? 2 : 0;  // No input, no test.
}
