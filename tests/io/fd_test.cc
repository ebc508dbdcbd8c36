// Real descriptors in the states that hurt: slow, small, full, closed, interrupted.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <inkblot/io.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

#include "support/fault_io.h"

namespace inkblot {
namespace {

using std::chrono::milliseconds;
using test::bytes_of;
using test::drain;

// A descriptor that is closed at the end.
class Fd {
 public:
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&&) = delete;
  ~Fd() { reset(); }
  void reset() {
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
  }
  int get() const { return fd_; }
  void set_non_blocking() const { fcntl(fd_, F_SETFL, fcntl(fd_, F_GETFL) | O_NONBLOCK); }

 private:
  int fd_;
};

struct Pipe {
  Fd reads;
  Fd writes;
};
Pipe make_pipe(int size = 0) {
  int both[2] = {-1, -1};
  EXPECT_EQ(pipe2(both, O_CLOEXEC), 0);
  if (size > 0) fcntl(both[1], F_SETPIPE_SZ, size);
  return {Fd(both[0]), Fd(both[1])};
}

std::string sample_text(std::size_t size) {
  std::string text(size, '\0');
  std::uint32_t state = 12345;
  for (char& c : text) c = static_cast<char>((state = state * 1664525U + 1013904223U) >> 24U);
  return text;
}

void put(int fd, std::string_view text) {
  ASSERT_EQ(write(fd, text.data(), text.size()), static_cast<ssize_t>(text.size()));
}

void put_slowly(int fd, std::string_view text, std::size_t piece) {
  for (std::size_t at = 0; at < text.size(); at += piece) {
    put(fd, text.substr(at, piece));
    if (at / piece % 16 == 0) std::this_thread::sleep_for(milliseconds(1));
  }
}

// Reads everything, some of it late.
std::string take_slowly(int fd) {
  std::string text;
  std::vector<char> block(3001);
  for (;;) {
    pollfd entry{fd, POLLIN, 0};
    poll(&entry, 1, -1);
    const ssize_t size = read(fd, block.data(), block.size());
    if (size <= 0) return text;
    text.append(block.data(), static_cast<std::size_t>(size));
    if (text.size() % 5 == 0) std::this_thread::sleep_for(milliseconds(1));
  }
}

// Sends SIGALRM without SA_RESTART every few hundred microseconds, to this thread's whole process.
class Interrupting {
 public:
  Interrupting() {
    struct sigaction action {};
    action.sa_handler = [](int) { caught = caught + 1; };
    sigaction(SIGALRM, &action, &before_);
    const itimerval often{{0, 500}, {0, 500}};
    setitimer(ITIMER_REAL, &often, nullptr);
  }
  ~Interrupting() {
    const itimerval never{};
    setitimer(ITIMER_REAL, &never, nullptr);
    sigaction(SIGALRM, &before_, nullptr);
  }
  static inline volatile std::sig_atomic_t caught = 0;

 private:
  struct sigaction before_ {};
};

void block_alarm() {
  sigset_t alarm;
  sigemptyset(&alarm);
  sigaddset(&alarm, SIGALRM);
  pthread_sigmask(SIG_BLOCK, &alarm, nullptr);
}

class FdSourceTest : public testing::TestWithParam<bool> {};

TEST_P(FdSourceTest, ReadsASlowPipeInAnyPieces) {
  const std::string text = sample_text(300'000);
  Pipe pipe = make_pipe();
  if (GetParam()) pipe.reads.set_non_blocking();
  std::thread writer([&] {
    put_slowly(pipe.writes.get(), text, 4099);
    pipe.writes.reset();
  });
  auto source = make_fd_source(pipe.reads.get(), 20'000).value();
  const auto drained = drain(*source, 10'000);
  writer.join();
  EXPECT_TRUE(drained.status.ok()) << drained.status.message();
  EXPECT_EQ(drained.text, text);
}
INSTANTIATE_TEST_SUITE_P(Modes, FdSourceTest, testing::Bool(),
                         [](const auto& mode) { return mode.param ? "non_blocking" : "blocking"; });

TEST(FdSource, WidensAPipeAndNothingElse) {
  const Pipe narrow = make_pipe(4096);
  const Pipe wide = make_pipe(1 << 20);
  const int wide_before = fcntl(wide.reads.get(), F_GETPIPE_SZ);
  ASSERT_TRUE(make_fd_source(narrow.reads.get()));
  ASSERT_TRUE(make_fd_source(wide.reads.get()));
  EXPECT_GE(fcntl(narrow.reads.get(), F_GETPIPE_SZ), 1 << 18);
  EXPECT_EQ(fcntl(wide.reads.get(), F_GETPIPE_SZ), wide_before);
}

TEST(FdSource, ReturnsWhatIsThereWithoutWaitingForMore) {
  Pipe pipe = make_pipe();
  put(pipe.writes.get(), "first");
  auto source = make_fd_source(pipe.reads.get()).value();
  EXPECT_EQ(source->peek()->size(), 5U);
  put(pipe.writes.get(), "second");
  EXPECT_EQ(source->peek()->size(), 11U);
  source->skip(8);
  EXPECT_FALSE(source->at_end());
  pipe.writes.reset();
  const Bytes last = source->peek().value();
  EXPECT_TRUE(source->at_end());
  EXPECT_EQ(std::string(last.begin(), last.end()), "ond");
  EXPECT_EQ(source->peek()->size(), 3U);  // And again: the end is no error.
}

TEST(FdSource, EmptyInputEndsAtOnce) {
  const Fd null(open("/dev/null", O_RDONLY | O_CLOEXEC));
  auto source = make_fd_source(null.get()).value();
  EXPECT_TRUE(source->peek()->empty());
  EXPECT_TRUE(source->at_end());
}

TEST(FdSource, FullBufferIsALimitUntilSomethingIsSkipped) {
  const Fd zero(open("/dev/zero", O_RDONLY | O_CLOEXEC));
  auto source = make_fd_source(zero.get(), 4096).value();
  ASSERT_EQ(source->peek()->size(), 4096U);
  const auto full = source->peek();
  ASSERT_FALSE(full.has_value());
  EXPECT_EQ(full.error().code(), Code::limit);
  source->skip(1);
  EXPECT_EQ(source->peek()->size(), 4096U);
}

TEST(FdSource, BadDescriptorsFailWithWords) {
  const Fd folder(open("/", O_RDONLY | O_CLOEXEC | O_DIRECTORY));
  for (const int fd : {-1, folder.get()}) {
    auto source = make_fd_source(fd).value();
    const auto bytes = source->peek();
    ASSERT_FALSE(bytes.has_value());
    EXPECT_EQ(bytes.error().code(), Code::io);
    EXPECT_NE(bytes.error().message().find(strerror(fd < 0 ? EBADF : EISDIR)), std::string::npos);
    EXPECT_FALSE(source->at_end());
  }
}

TEST(FdSource, RefusesAnImpossibleCapacity) {
  const auto source = make_fd_source(0, SIZE_MAX / 4);
  ASSERT_FALSE(source.has_value());
  EXPECT_EQ(source.error().code(), Code::no_memory);
}

TEST(FdSource, SurvivesSignals) {
  const std::string text = sample_text(100'000);
  Pipe pipe = make_pipe();
  std::thread writer([&] {
    block_alarm();
    put_slowly(pipe.writes.get(), text, 1000);
    std::this_thread::sleep_for(milliseconds(20));
    pipe.writes.reset();
  });
  Interrupting::caught = 0;
  test::Drained drained;
  {
    const Interrupting interrupting;
    auto source = make_fd_source(pipe.reads.get()).value();
    drained = drain(*source);
  }
  if (!drained.status.ok()) take_slowly(pipe.reads.get());  // So that the writer ends as well.
  writer.join();
  EXPECT_GT(Interrupting::caught, 0);
  EXPECT_TRUE(drained.status.ok()) << drained.status.message();
  EXPECT_EQ(drained.text, text);
}

TEST(MemorySource, GivesEveryByteOnceWithoutCopying) {
  const std::string text = sample_text(1'000'003);
  for (const std::size_t keep : {std::size_t{0}, std::size_t{70'000}, text.size()}) {
    auto source = make_memory_source(bytes_of(text));
    const auto drained = drain(*source, keep);
    EXPECT_TRUE(drained.status.ok()) << drained.status.message();
    EXPECT_TRUE(drained.text == text);
  }
  auto source = make_memory_source(bytes_of(text));
  const Bytes view = source->peek().value();
  EXPECT_EQ(view.data(), bytes_of(text).data());
  EXPECT_LT(view.size(), text.size());
}

TEST(MemorySource, MayBeEmpty) {
  auto source = make_memory_source({});
  EXPECT_TRUE(source->peek()->empty());
  EXPECT_TRUE(source->at_end());
}

class FdSinkTest : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override { before_ = std::signal(SIGPIPE, SIG_IGN); }
  void TearDown() override { std::signal(SIGPIPE, before_); }

 private:
  void (*before_)(int) = nullptr;
};

// More pieces than IOV_MAX and than a batch, some of them empty, through the smallest pipe.
TEST_P(FdSinkTest, ShortWritesLoseNothing) {
  const std::string text = sample_text(400'000);
  std::vector<Bytes> pieces(1, Bytes());
  for (std::size_t at = 0, size = 0; at < text.size(); at += size) {
    size = pieces.size() % 500 == 0 ? 20'000 : 1 + at % 200;
    size = std::min(size, text.size() - at);
    pieces.push_back(bytes_of(text).subspan(at, size));
    if (at % 3 == 0) pieces.emplace_back();
  }
  ASSERT_GT(pieces.size(), 1500U);
  Pipe pipe = make_pipe(4096);
  if (GetParam()) pipe.writes.set_non_blocking();
  std::string got;
  std::thread reader([&] { got = take_slowly(pipe.reads.get()); });
  const Status written = make_fd_sink(pipe.writes.get())->write(pieces);
  pipe.writes.reset();
  reader.join();
  EXPECT_TRUE(written.ok()) << written.message();
  EXPECT_TRUE(got == text) << got.size();
}

TEST_P(FdSinkTest, ReaderThatGoesAwayIsClosed) {
  const std::string text = sample_text(200'000);
  const std::vector<Bytes> pieces = {bytes_of(text)};
  Pipe pipe = make_pipe(4096);
  if (GetParam()) pipe.writes.set_non_blocking();
  std::thread reader([&] {
    std::this_thread::sleep_for(milliseconds(5));  // So that the writer waits in poll or writev.
    pipe.reads.reset();
  });
  const Status status = make_fd_sink(pipe.writes.get())->write(pieces);
  reader.join();
  EXPECT_EQ(status.code(), Code::closed);
}

TEST_P(FdSinkTest, SurvivesSignals) {
  const std::string text = sample_text(60'000);
  const std::vector<Bytes> pieces(3, bytes_of(text));
  Pipe pipe = make_pipe(4096);
  if (GetParam()) pipe.writes.set_non_blocking();
  std::string got;
  std::thread reader([&] {
    block_alarm();
    std::this_thread::sleep_for(milliseconds(20));
    got = take_slowly(pipe.reads.get());
  });
  Interrupting::caught = 0;
  Status written;
  {
    const Interrupting interrupting;
    written = make_fd_sink(pipe.writes.get())->write(pieces);
  }
  pipe.writes.reset();
  reader.join();
  EXPECT_GT(Interrupting::caught, 0);
  EXPECT_TRUE(written.ok()) << written.message();
  EXPECT_TRUE(got == text + text + text) << got.size();
}
INSTANTIATE_TEST_SUITE_P(Modes, FdSinkTest, testing::Bool(),
                         [](const auto& mode) { return mode.param ? "non_blocking" : "blocking"; });

TEST(FdSink, FullDeviceFailsWithWordsAndNoBytes) {
  const Fd full(open("/dev/full", O_WRONLY | O_CLOEXEC));
  const std::string text = "the text itself";
  const Status status = make_fd_sink(full.get())->write(std::vector<Bytes>{bytes_of(text)});
  EXPECT_EQ(status.code(), Code::io);
  EXPECT_NE(status.message().find(strerror(ENOSPC)), std::string::npos);
  EXPECT_EQ(status.message().find(text), std::string::npos);
}

TEST(FdSink, ReadOnlyDescriptorFails) {
  const Fd null(open("/dev/null", O_RDONLY | O_CLOEXEC));
  EXPECT_EQ(make_fd_sink(null.get())->write(std::vector<Bytes>{bytes_of("x")}).code(), Code::io);
}

TEST(FdSink, NothingIsWrittenForNothing) {
  auto sink = make_fd_sink(-1);
  EXPECT_TRUE(sink->write({}).ok());
}

TEST(FdSink, SocketsWorkToo) {
  int both[2] = {-1, -1};
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, both), 0);
  const Fd reads(both[0]);
  Fd writes(both[1]);
  EXPECT_TRUE(make_fd_sink(writes.get())->write(std::vector<Bytes>{bytes_of("hello")}).ok());
  writes.reset();
  auto source = make_fd_source(reads.get()).value();
  EXPECT_EQ(drain(*source).text, "hello");
}

TEST(FaultIo, DoublesDoAsTheyAreTold) {
  test::FaultSource source("abcdef", {.fail_at = 3, .code = Code::limit, .bytes_max = 2});
  const auto drained = drain(source);
  EXPECT_EQ(drained.text, "abcd");
  EXPECT_EQ(drained.status.code(), Code::limit);
  test::FaultSink sink({.fail_at = 2, .bytes_max = 1});
  EXPECT_TRUE(sink.write(std::vector<Bytes>{bytes_of("ab"), bytes_of("cd")}).ok());
  EXPECT_EQ(sink.write(std::vector<Bytes>{bytes_of("ef")}).code(), Code::io);
  EXPECT_EQ(sink.text, "abcde");
}

}  // namespace
}  // namespace inkblot
