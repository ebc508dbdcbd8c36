// Compiles rule files to a database while the program is built: packc OUT PATH...
#include <inkblot/pack.h>

#include <cstdio>
#include <vector>

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: packc OUT PATH...\n", stderr);
    return 2;
  }
  const std::vector<std::filesystem::path> paths(argv + 2, argv + argc);
  const auto pack = inkblot::Pack::compile(paths);
  if (!pack) {
    std::fprintf(stderr, "packc: %s\n", pack.error().message().c_str());
    return 2;
  }
  if (const inkblot::Status s = (*pack)->save(argv[1]); !s.ok()) {
    std::fprintf(stderr, "packc: %s\n", s.message().c_str());
    return 3;
  }
  std::printf("packc: %zu rules\n", (*pack)->rules().size());
  return 0;
}
