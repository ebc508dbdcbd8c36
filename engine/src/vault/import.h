// Values and their names, from what password stores and programs export.
#pragma once

#include <inkblot/status.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secret.h"

namespace inkblot {

enum class ImportFormat : std::uint8_t {
  automatic,
  vault,       // `vault kv get -format=json`, version 1 and 2.
  json,        // Any JSON: every string and number of it.
  variables,   // A JSON array of objects with `name` or `key`, and `value`: gh, GitLab.
  kubernetes,  // Secrets in YAML or JSON.
  dotenv,
  npmrc,
  netrc,
  aws,    // ~/.aws/credentials.
  lines,  // One value a line.
};

// `kubernetes` and its like, as --format has them; in the order of the enum.
std::span<const std::string_view> import_formats();

struct ImportEntry {
  std::string name;  // "payments/api_key", "line 3"
  // LIFETIME: the text that was read: it is decoded in place, for nothing of it may be copied.
  Bytes value;
};

// What stands in a document of a tree: the names that lead there, and a value.
struct ImportLeaf {
  std::vector<std::string> path;
  std::span<std::uint8_t> value;
};

struct Imported {
  ImportFormat format = ImportFormat::automatic;  // What it was read as.
  std::vector<ImportEntry> entries;
};

// Reads and overwrites `text`.  ERRORS: invalid_argument, with the line and never a value.
Result<Imported> read_import(std::span<std::uint8_t> text, ImportFormat format);

// The parts of it, one file each.  A document after another, for each its leaves.
Result<std::vector<std::vector<ImportLeaf>>> read_json_leaves(std::span<std::uint8_t> text);
Result<std::vector<std::vector<ImportLeaf>>> read_yaml_leaves(std::span<std::uint8_t> text);
// Of the formats that are made of lines.
Result<std::vector<ImportEntry>> read_settings(std::span<std::uint8_t> text, ImportFormat format);

// The error of a reader: what is wrong in which line.
tl::unexpected<Status> import_error(Bytes text, std::size_t at, std::string_view what);

// Base64 in place, with or without its padding and with line ends.  False: it is none.
bool decode_base64(std::span<std::uint8_t>& value);

}  // namespace inkblot
