// What a secret and its forms are called: in a store, in a tag, in a report.
#pragma once

#include <string>
#include <string_view>

#include "vault/fingerprint.h"

namespace inkblot {

inline constexpr std::size_t kLabelTextMax = 128;

// Why it is none, or empty.  A label is printable UTF-8, at most kLabelTextMax bytes.
std::string_view refused_label(std::string_view label);

// For a tag: letters, digits, _ - and . alone.  A slash becomes a dot, all else an underscore.
std::string sanitised(std::string_view label);

// "base64"; empty for the secret as it is.
std::string_view name_of(Form form);

// For people and reports: "payments/api_key (base64)".
std::string shown_label(std::string_view label, Form form);

}  // namespace inkblot
