// Invariants: asserted in Debug, turned into Code::internal in every build.
#pragma once

#include <cassert>

// A broken invariant poisons the Redactor: the caller returns `status` and releases nothing more.
#define INKBLOT_ASSERT(condition, name)                                              \
  do {                                                                               \
    const bool holds = (condition);                                                  \
    assert(holds && "broken invariant " name);                                       \
    if (!holds) {                                                                    \
      return ::inkblot::Status(::inkblot::Code::internal, "broken invariant " name); \
    }                                                                                \
  } while (false)
