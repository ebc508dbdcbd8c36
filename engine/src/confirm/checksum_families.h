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
// Marvin32: identifiable keys, annotated keys and Entra client secrets.
Verdict check_azure_his(std::string_view token);
bool fix_azure_his(std::string& token);
Verdict check_azure_cask(std::string_view token);
bool fix_azure_cask(std::string& token);
Verdict check_entra(std::string_view token);
bool fix_entra(std::string& token);
// CRC32 hidden in four bytes of a base32 token.
Verdict check_azure_devops(std::string_view token);
bool fix_azure_devops(std::string& token);
// The bech32 code, CRC16 in base32, double SHA-256 in base58.
Verdict check_bech32(std::string_view token);
bool fix_bech32(std::string& token);
Verdict check_base32_crc16(std::string_view token);
bool fix_base32_crc16(std::string& token);
Verdict check_base58(std::string_view token);
bool fix_base58(std::string& token);
// Known first bytes.
Verdict check_jfrog_key(std::string_view token);
bool fix_jfrog_key(std::string& token);
Verdict check_nuget(std::string_view token);
Verdict check_reference(std::string_view token);
bool fix_reference(std::string& token);
Verdict check_data_center(std::string_view token);
bool fix_data_center(std::string& token);
Verdict check_discord(std::string_view token);
Verdict check_pypi(std::string_view token);
bool fix_pypi(std::string& token);
Verdict check_wireguard(std::string_view token);
bool fix_wireguard(std::string& token);
Verdict check_userpass(std::string_view token);
bool fix_userpass(std::string& token);
// A part that decodes to a JSON object with known names.
Verdict check_jwt(std::string_view token);
Verdict check_grafana_cloud(std::string_view token);
bool fix_grafana_cloud(std::string& token);
Verdict check_grafana_legacy(std::string_view token);
bool fix_grafana_legacy(std::string& token);
Verdict check_mapbox(std::string_view token);
bool fix_mapbox(std::string& token);
Verdict check_onepassword(std::string_view token);
bool fix_onepassword(std::string& token);
Verdict check_sentry(std::string_view token);
bool fix_sentry(std::string& token);

}  // namespace inkblot
