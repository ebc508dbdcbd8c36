// Loaded once, and never given back.
#include "archive_api.h"

#include <dlfcn.h>

namespace inkblot::cli {
namespace {

struct Loaded {
  ArchiveApi api;
  Status status;
};

Loaded load() {
  Loaded out;
  void* const library = dlopen("libarchive.so.13", RTLD_NOW | RTLD_LOCAL);
  bool whole = library != nullptr;
#define INKBLOT_LOAD(name)                                                              \
  if (whole) out.api.name = reinterpret_cast<decltype(&::name)>(dlsym(library, #name)); \
  whole = whole && out.api.name != nullptr;
  INKBLOT_ARCHIVE_CALLS(INKBLOT_LOAD)
#undef INKBLOT_LOAD
  if (!whole) out.status = Status(Code::io, "archives need libarchive (libarchive13 of Debian)");
  return out;
}

const Loaded& loaded() {
  static const Loaded once = load();
  return once;
}

}  // namespace

Status load_archive_api() { return loaded().status; }
const ArchiveApi& archive_api() { return loaded().api; }

}  // namespace inkblot::cli
