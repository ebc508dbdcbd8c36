// `inkblot manifest`: for whoever is to believe one.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "manifest.h"
#include "words.h"

namespace inkblot::cli {
namespace {

Status no_file(const char* command) {
  return Status(Code::invalid_argument,
                std::string("manifest ") + command + " needs the name of a file");
}

// Whether a file is what a row says that it became.
bool is_as_said(const nlohmann::json& row, std::string& name) {
  name = row.contains("to") ? row.value("to", "") : row.value("file", "");
  const nlohmann::json& after = row["after"];
  const int fd = open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) return false;
  struct stat about {};
  const bool file = fstat(fd, &about) == 0 && S_ISREG(about.st_mode);  // A device may never end.
  const auto sum = file ? sum_of(fd) : failure(Code::io, "it is no file");
  close(fd);
  return sum && sum->size == after.value("size", Offset{0}) &&
         sum->blake2b == after.value("blake2b", "");
}

}  // namespace

void define_manifest(Commands& all) {
  CLI::App* const manifest =
      all.app.add_subcommand("manifest", "Check what `scrub --manifest` has signed");
  manifest->require_subcommand(1);
  ManifestOptions& o = all.manifest_options;
  CLI::App* const verify =
      manifest->add_subcommand("verify", "Say whether it is as it was signed, or exit with 4");
  verify
      ->add_option("--public-key", o.public_key,
                   "The key that must have signed it\n"
                   "64 hexadecimal digits, as `manifest key` prints them. Without this any key "
                   "will do, and is printed: compare it.")
      ->type_name("HEX");
  verify->add_flag(
      "--files", o.files,
      "Compare the files with it as well\n"
      "Under the names in it, from here. A file is as it was left when its bytes are.");
  verify->add_option("file", o.file, "The manifest")->type_name("FILE");
  verify->callback([&all] { all.manifest_command = manifest_verify; });
  CLI::App* const key = manifest->add_subcommand("key", "Print the public key of a key file");
  key->add_option("file", o.file, "The file of --manifest-key")->type_name("FILE");
  key->callback([&all] { all.manifest_command = manifest_key; });
}

int manifest_key(const ManifestOptions& given) {
  if (given.file.empty()) return explain(no_file("key"));
  const auto key = public_key_of(given.file);
  if (!key) return explain(key.error());
  std::cout << hex_of(*key) << '\n';
  return finish_output();
}

int manifest_verify(const ManifestOptions& given) {
  if (given.file.empty()) return explain(no_file("verify"));
  // Nothing is said of files before it is known that nobody made the names up.
  std::vector<nlohmann::json> rows;
  const auto checked = check_manifest(given.file, [&](const nlohmann::json& row) {
    if (given.files && row.contains("after") && row["after"].is_object()) rows.push_back(row);
  });
  if (!checked) {
    say(given.file + ": " + checked.error().message());
    return checked.error().code() == Code::io ? kIo : kFailed;
  }
  const std::string key = hex_of(checked->key);
  if (!given.public_key.empty() && given.public_key != key) {
    say(given.file + ": another key has signed it, which is " + key);
    return kFailed;
  }
  std::size_t others = 0;
  for (const nlohmann::json& row : rows) {
    std::string name;
    if (is_as_said(row, name)) continue;
    ++others;
    say("not as it was left, or not there: " + name);
  }
  std::cout << "signed by " << key << ": " << checked->files << " files";
  if (given.files)
    std::cout << ", " << rows.size() - others << " of " << rows.size() << " as they were left";
  std::cout << '\n';
  const int code = finish_output();
  return code == kDone && others > 0 ? kFailed : code;
}

}  // namespace inkblot::cli
