// Ownership and error words around Hyperscan's C functions.
#include "sweep/hyperscan.h"

#include <cstdlib>
#include <new>

namespace inkblot::hyperscan {
namespace {

constexpr unsigned kFlags = HS_FLAG_DOTALL;

tl::unexpected<Status> refused(hs_compile_error_t* error) {
  const std::string text =
      error != nullptr && error->message != nullptr ? error->message : "unknown";
  hs_free_compile_error(error);
  return failure(Code::bad_pack, "Hyperscan: " + text);
}

}  // namespace

Result<Database> compile(const std::vector<Pattern>& patterns, std::size_t& failed) {
  std::vector<const char*> expressions;
  std::vector<unsigned> flags(patterns.size(), kFlags);
  std::vector<unsigned> ids;
  for (const Pattern& pattern : patterns) {
    expressions.push_back(pattern.regex.c_str());
    ids.push_back(pattern.id);
  }
  hs_platform_info_t any_cpu{};
  any_cpu.tune = HS_TUNE_FAMILY_GENERIC;
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  const hs_error_t code = hs_compile_multi(expressions.data(), flags.data(), ids.data(),
                                           static_cast<unsigned>(patterns.size()), HS_MODE_BLOCK,
                                           &any_cpu, &database, &error);
  failed = error != nullptr && error->expression >= 0 ? static_cast<std::size_t>(error->expression)
                                                      : patterns.size();
  if (code != HS_SUCCESS) return refused(error);
  return Database(database);
}

Result<Width> measure(const std::string& regex) {
  hs_expr_info_t* info = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_expression_info(regex.c_str(), kFlags, &info, &error) != HS_SUCCESS) return refused(error);
  const Width width{info->min_width, info->max_width};
  std::free(info);
  return width;
}

Result<Database> load(Bytes serialised) {
  hs_database_t* database = nullptr;
  const hs_error_t code = hs_deserialize_database(reinterpret_cast<const char*>(serialised.data()),
                                                  serialised.size(), &database);
  if (code == HS_DB_VERSION_ERROR || code == HS_DB_PLATFORM_ERROR) {
    return failure(Code::bad_pack, "the database was made by another version of Hyperscan than " +
                                       version() + "; compile the rules again");
  }
  if (code == HS_NOMEM) return failure(Code::no_memory, "no memory for the Hyperscan database");
  if (code != HS_SUCCESS) return failure(Code::bad_pack, "the Hyperscan database is damaged");
  return Database(database);
}

Result<std::string> save(const hs_database_t* database) {
  char* bytes = nullptr;
  std::size_t size = 0;
  if (hs_serialize_database(database, &bytes, &size) != HS_SUCCESS) {
    return failure(Code::internal, "Hyperscan could not serialise the database");
  }
  std::string out(bytes, size);
  std::free(bytes);
  return out;
}

Result<Scratch> make_scratch(const hs_database_t* database) {
  hs_scratch_t* scratch = nullptr;
  const hs_error_t code = hs_alloc_scratch(database, &scratch);
  if (code == HS_NOMEM) return failure(Code::no_memory, "no memory for Hyperscan's scratch");
  if (code != HS_SUCCESS) return failure(Code::internal, "Hyperscan refused a scratch");
  return Scratch(scratch);
}

Result<Scratches::Borrowed> Scratches::borrow(const hs_database_t* database) {
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      Borrowed out(idle_.back().release(), GiveBack{this});
      idle_.pop_back();
      return out;
    }
  }
  auto made = make_scratch(database);
  if (!made) return tl::unexpected<Status>(made.error());
  return Borrowed(made->release(), GiveBack{this});
}

void Scratches::give_back(Scratch scratch) noexcept {
  const std::scoped_lock lock(mutex_);
  try {
    idle_.push_back(std::move(scratch));
  } catch (const std::bad_alloc&) {  // It is freed then.
    return;
  }
}

std::string version() { return hs_version(); }

}  // namespace inkblot::hyperscan
