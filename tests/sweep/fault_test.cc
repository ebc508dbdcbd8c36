// A scan that Hyperscan gives up: nothing unscanned leaves, and the stream is poisoned.
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <hs.h>

#include "support/fault_io.h"

namespace {

std::size_t fail_at = 0;  // The scan that fails, counted from 1; 0 is never.
hs_error_t fail_with = HS_SUCCESS;

using Scan = hs_error_t (*)(const hs_database_t*, const char*, unsigned, unsigned, hs_scratch_t*,
                            match_event_handler, void*);

}  // namespace

// Stands before the library's own, for the whole test program.
extern "C" hs_error_t hs_scan(const hs_database_t* database, const char* data, unsigned length,
                              unsigned flags, hs_scratch_t* scratch, match_event_handler on_event,
                              void* context) {
  static const auto real = reinterpret_cast<Scan>(dlsym(RTLD_NEXT, "hs_scan"));
  if (fail_at != 0 && --fail_at == 0) return fail_with;
  return real(database, data, length, flags, scratch, on_event, context);
}

namespace inkblot {
namespace {

struct FailScan {
  FailScan(std::size_t at, hs_error_t code) {
    fail_at = at;
    fail_with = code;
  }
  ~FailScan() { fail_at = 0; }
};

const std::string kClean = "one complete line\n";

TEST(SweepFault, NothingUnscannedLeaves) {
  const Options options = test::default_options();
  for (const hs_error_t code :
       {HS_INVALID, HS_NOMEM, HS_SCRATCH_IN_USE, HS_UNKNOWN_ERROR, HS_SCAN_TERMINATED}) {
    test::CollectingSink sink;
    auto redactor = Redactor::create(options, sink).value();
    ASSERT_TRUE(redactor->write(test::bytes_of(kClean)).ok());
    const FailScan fault(1, code);
    const Status status = redactor->write(test::bytes_of("another line\n"));
    // Only a match that no memory was left for ends a scan.
    EXPECT_EQ(code == HS_SCAN_TERMINATED ? Code::no_memory : Code::internal, status.code());
    EXPECT_EQ(code != HS_SCAN_TERMINATED, status.message().find("Hyperscan") != std::string::npos);
    EXPECT_EQ(Code::poisoned, redactor->write(test::bytes_of("a third\n")).code());
    EXPECT_EQ(Code::poisoned, redactor->finish().code());
    EXPECT_EQ(kClean, sink.text);
    EXPECT_EQ(kClean.size(), redactor->stats().bytes_out);
  }
}

TEST(SweepFault, ADecodedRegionIsNoException) {
  test::CollectingSink sink;
  auto redactor = Redactor::create(test::default_options(), sink).value();
  const FailScan fault(2, HS_UNKNOWN_ERROR);  // The first is the raw text's.
  EXPECT_EQ(Code::internal, redactor->write(test::bytes_of("a\x1b[1mb line\n")).code());
  EXPECT_EQ("", sink.text);
}

TEST(SweepFault, ThePullInterfaceSaysWhatWasDone) {
  test::FaultSource source(kClean + kClean, {.bytes_max = kClean.size()});
  test::CollectingSink sink;
  const FailScan fault(2, HS_UNKNOWN_ERROR);
  Stats stats;
  EXPECT_EQ(Code::internal, redact(source, sink, test::default_options(), stats).code());
  EXPECT_EQ(kClean, sink.text);
  EXPECT_EQ(kClean.size(), stats.bytes_out);
}

}  // namespace
}  // namespace inkblot
