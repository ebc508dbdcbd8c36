// The table of validators.
#include "confirm/checksum.h"

#include <algorithm>
#include <array>

#include "confirm/checksum_families.h"

namespace inkblot {
namespace {

constexpr std::array<Checksum, 14> kChecksums = {{
    {"crc32-apify", check_apify, fix_apify},
    {"crc32-atlassian", check_atlassian, fix_atlassian},
    {"crc32-bitbucket-app", check_bitbucket_app, fix_bitbucket_app},
    {"crc32-canva", check_canva, fix_canva},
    {"crc32-cloudflare", check_cloudflare, fix_cloudflare},
    {"crc32-confluent", check_confluent, fix_confluent},
    {"crc32-github", check_github, fix_github},
    {"crc32-grafana", check_grafana, fix_grafana},
    {"crc32-polar", check_polar, fix_polar},
    {"crc32-saladcloud", check_polar, fix_polar},
    {"crc32-vercel", check_github, fix_github},
    {"crc32-zuplo", check_zuplo, fix_zuplo},
    {"gitlab-routable", check_gitlab, fix_gitlab},
    {"jwt", check_jwt, nullptr},
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
