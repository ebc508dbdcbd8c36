// The table of validators.
#include "confirm/checksum.h"

#include <algorithm>
#include <array>

#include "confirm/checksum_families.h"

namespace inkblot {
namespace {

constexpr std::array<Checksum, 34> kChecksums = {{
    {"azure-cask", check_azure_cask, fix_azure_cask, Proof::value},
    {"azure-devops", check_azure_devops, fix_azure_devops, Proof::value},
    {"azure-entra", check_entra, fix_entra, Proof::value},
    {"azure-his", check_azure_his, fix_azure_his, Proof::value},
    {"base32-crc16", check_base32_crc16, fix_base32_crc16, Proof::value16},
    {"base58-sha256", check_base58, fix_base58, Proof::value},
    {"bech32", check_bech32, fix_bech32, Proof::value},
    {"crc32-apify", check_apify, fix_apify, Proof::value},
    {"crc32-atlassian", check_atlassian, fix_atlassian, Proof::value},
    {"crc32-bitbucket-app", check_bitbucket_app, fix_bitbucket_app, Proof::value},
    {"crc32-canva", check_canva, fix_canva, Proof::value},
    {"crc32-cloudflare", check_cloudflare, fix_cloudflare, Proof::value},
    {"crc32-confluent", check_confluent, fix_confluent, Proof::value},
    {"crc32-github", check_github, fix_github, Proof::value},
    {"crc32-grafana", check_grafana, fix_grafana, Proof::value},
    {"crc32-polar", check_polar, fix_polar, Proof::value},
    {"crc32-saladcloud", check_polar, fix_polar, Proof::value},
    {"crc32-vercel", check_github, fix_github, Proof::value},
    {"crc32-zuplo", check_zuplo, fix_zuplo, Proof::value},
    {"data-center-pat", check_data_center, fix_data_center, Proof::structure},
    {"discord-bot", check_discord, nullptr, Proof::structure},
    {"gitlab-routable", check_gitlab, fix_gitlab, Proof::value},
    {"grafana-cloud", check_grafana_cloud, fix_grafana_cloud, Proof::structure},
    {"grafana-legacy", check_grafana_legacy, fix_grafana_legacy, Proof::structure},
    {"jfrog-key", check_jfrog_key, fix_jfrog_key, Proof::structure},
    {"jfrog-reference", check_reference, fix_reference, Proof::structure},
    {"jwt", check_jwt, nullptr, Proof::structure},
    {"mapbox", check_mapbox, fix_mapbox, Proof::structure},
    {"nuget-v4", check_nuget, nullptr, Proof::structure},
    {"onepassword", check_onepassword, fix_onepassword, Proof::structure},
    {"pypi-macaroon", check_pypi, fix_pypi, Proof::structure},
    {"sentry-org", check_sentry, fix_sentry, Proof::structure},
    {"userpass-base64", check_userpass, fix_userpass, Proof::structure},
    {"wireguard", check_wireguard, fix_wireguard, Proof::structure},
}};

}  // namespace

std::span<const Checksum> checksums() { return kChecksums; }

const Checksum* find_checksum(std::string_view name) {
  for (const Checksum& checksum : checksums()) {
    if (checksum.name == name) return &checksum;
  }
  return nullptr;
}

}  // namespace inkblot
