// One check and one fix per family; docs in checksum.cc's table and docs/FORMATS.md.
#pragma once

#include <string>
#include <string_view>

#include "confirm/checksum.h"

namespace inkblot {

// CRC32 in six base62 digits over what stands between the last underscore's prefix and them.
Verdict check_github(std::string_view token);
bool fix_github(std::string& token);
Verdict check_polar(std::string_view token);
bool fix_polar(std::string& token);
Verdict check_apify(std::string_view token);
bool fix_apify(std::string& token);
// CRC32 in eight hexadecimal digits.
Verdict check_canva(std::string_view token);
bool fix_canva(std::string& token);
Verdict check_cloudflare(std::string_view token);
bool fix_cloudflare(std::string& token);
Verdict check_zuplo(std::string_view token);
bool fix_zuplo(std::string& token);
Verdict check_grafana(std::string_view token);
bool fix_grafana(std::string& token);
Verdict check_atlassian(std::string_view token);
bool fix_atlassian(std::string& token);
Verdict check_bitbucket_app(std::string_view token);
bool fix_bitbucket_app(std::string& token);
// CRC32 in base64 and base36.
Verdict check_confluent(std::string_view token);
bool fix_confluent(std::string& token);
Verdict check_gitlab(std::string_view token);
bool fix_gitlab(std::string& token);
// A header that decodes to a JSON object with "alg".
Verdict check_jwt(std::string_view token);

}  // namespace inkblot
