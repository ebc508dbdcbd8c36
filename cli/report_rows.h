// The rows of a report, read back, to be shown in other forms.
#pragma once

#include <inkblot/status.h>

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>

namespace inkblot::cli {

// A row of either kind: what is not in it is empty or 0.
struct ReportRow {
  std::string rule;
  std::string provider;
  std::string severity;
  std::string evidence;
  std::string coding;
  std::string fingerprint;
  std::string file;
  std::string member;
  std::string stream;
  std::uint64_t begin = 0;  // In the input, in bytes, as is the next.
  std::uint64_t length = 0;
  std::uint64_t line = 0;
  // Of a file as a whole.
  std::string outcome;
  std::string why;
  std::string modified;
};

// Tells all rows in their order.  ERRORS: invalid_argument, with the line's number, when it is no
// report; io.
Status read_report(std::istream& from, const std::function<void(const ReportRow&)>& tell);

// One page for people, which needs nothing else: what was found, by kind, file and time.
// `when` is shown as the time of it.
Status write_html(std::istream& from, const std::string& when, std::ostream& to);
// SARIF 2.1.0 (OASIS), for tools.
Status write_sarif(std::istream& from, std::ostream& to);

}  // namespace inkblot::cli
