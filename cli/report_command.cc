// `inkblot report`: a report of --report in another form, on standard output.
#include <fstream>
#include <iostream>

#include "commands.h"
#include "manual.h"
#include "report_rows.h"
#include "words.h"

namespace inkblot::cli {
void define_report(Commands& all) {
  CLI::App* const report =
      all.app.add_subcommand("report", "Show a report of --report as a page, or as SARIF");
  ReportOptions& o = all.report_options;
  report
      ->add_option("--to", o.to,
                   "html or sarif\n"
                   "html is one page that needs nothing else: what was found by kind, provider, "
                   "severity, file and month, what must be rotated, and every finding. sarif is "
                   "SARIF 2.1.0 for code scanning.")
      ->type_name("FORM")
      ->check(CLI::Validator(CLI::IsMember({"html", "sarif"})).description(""))
      ->capture_default_str();
  report->add_option("file", o.file, "The report, or - for standard input")->type_name("FILE");
}

int report(const ReportOptions& given) {
  if (given.file.empty()) {
    return explain(Status(Code::invalid_argument,
                          "report needs the file that --report wrote; - reads standard input"));
  }
  std::ifstream file;
  if (given.file != "-") {
    file.open(given.file);
    if (!file) return explain(Status(Code::invalid_argument, "cannot read " + given.file));
  }
  std::istream& from = given.file == "-" ? std::cin : file;
  const Status status = given.to == "sarif" ? write_sarif(from, std::cout)
                                            : write_html(from, shown_time(time_now()), std::cout);
  if (!status.ok()) return explain(Status(status.code(), given.file + ": " + status.message()));
  return finish_output();
}

}  // namespace inkblot::cli
