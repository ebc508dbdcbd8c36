// The ring and writev against read(2) into a buffer, a copy, and write(2).
#include <fcntl.h>
#include <inkblot/io.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "stage.h"

namespace inkblot::bench {
namespace {

constexpr std::size_t kFileBytes = std::size_t{1} << 26U;
constexpr std::size_t kBufferBytes = std::size_t{1} << 20U;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { close(fd_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

bool fill(int fd) {
  std::vector<char> text(kFileBytes, 'a');
  return write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

// What a filter with one buffer for input and one for output would do.
std::size_t copied(int in, int out) {
  std::vector<char> input(kBufferBytes);
  std::vector<char> output(kBufferBytes);
  std::size_t total = 0;
  lseek(in, 0, SEEK_SET);
  for (;;) {
    const ssize_t n = read(in, input.data(), input.size());
    if (n <= 0) return total;
    std::memcpy(output.data(), input.data(), static_cast<std::size_t>(n));
    if (write(out, output.data(), static_cast<std::size_t>(n)) != n) return 0;
    total += static_cast<std::size_t>(n);
  }
}

std::size_t through_ring(int in, int out) {
  lseek(in, 0, SEEK_SET);
  const auto source = make_fd_source(in).value();
  const auto sink = make_fd_sink(out);
  std::size_t total = 0;
  for (;;) {
    const auto bytes = source->peek();
    if (!bytes) return 0;
    if (bytes->empty() && source->at_end()) return total;
    const std::size_t half = bytes->size() / 2;
    const std::array<Bytes, 2> pieces = {bytes->first(half), bytes->subspan(half)};
    if (!sink->write(pieces).ok()) return 0;
    total += bytes->size();
    source->skip(bytes->size());
  }
}

void ring_to_copy(benchmark::State& state) {
  const Descriptor file(memfd_create("inkblot_bench", MFD_CLOEXEC));
  const Descriptor null(open("/dev/null", O_WRONLY | O_CLOEXEC));
  if (!fill(file.get())) {
    state.SkipWithError("the input could not be made");
    return;
  }
  Duel duel(state, static_cast<double>(kFileBytes));
  for (auto _ : state) {
    std::size_t theirs = 0;
    std::size_t ours = 0;
    duel.turn([&] { theirs = copied(file.get(), null.get()); },
              [&] { ours = through_ring(file.get(), null.get()); });
    if (theirs != kFileBytes || ours != kFileBytes) state.SkipWithError("bytes were lost");
  }
}
BENCHMARK(ring_to_copy)->Iterations(10)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace inkblot::bench
