// The words of every fact, in the order of the enumeration.
#include <inkblot/fact.h>
#include <inkblot/pack.h>
#include <inkblot/span.h>

#include <array>
#include <cstddef>

namespace inkblot {
namespace {

constexpr auto kWords = std::to_array<std::string_view>({
    "nothing",
    "the documented form",
    "its check value holds",
    "a body as varied as chance makes it",
    "nothing is glued to it",
    "its surroundings mark a secret",
    "its name promises a secret",
    "it stands in quotes",
    "a person may have chosen it",
    "characters of several kinds",
    "no person wrote it",
    "unlike any word",
    "what the rule reads is not there",
    "glued to a word, or in the middle of base64",
    "not the documented form",
    "shorter than the rule allows",
    "too little variety",
    "reads as words",
    "a filler word",
    "its check value does not hold",
    "longer than documented",
    "one of our own tags",
    "on the allow list",
    "part of what is found already",
    "one of a repetition that was given up",
    "the word promises no secret",
    "no value follows",
    "too short for a value",
    "looks too little like a secret for where it stands",
    "a reference, not a value",
    "no quotes where a program may have a name",
    "a word of a sentence",
    "holds its own name, as examples do",
    "marks that no made token has",
});
constexpr auto kScales = std::to_array<std::string_view>({"", "weight", "length", "rarity"});
static_assert(kScales.size() == static_cast<std::size_t>(kLastScale) + 1);
constexpr auto kCodings = std::to_array<std::string_view>(
    {"", "base64", "hex", "gzip", "zlib", "html", "quoted-printable"});
static_assert(kCodings.size() == static_cast<std::size_t>(kLastEncoding) + 1);
static_assert(kWords.size() == static_cast<std::size_t>(kLastFact) + 1);
static_assert(kWords.size() <= 64, "Facts has a bit for each");

}  // namespace

std::string_view words_of(Fact fact) {
  return kWords.at(static_cast<std::size_t>(fact) % kWords.size());
}

std::string_view name_of(Scale scale) {
  return kScales.at(static_cast<std::size_t>(scale) % kScales.size());
}

std::string_view name_of(Evidence evidence) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"contextual", "drifted", "structure", "exact", "checksummed", "known"});
  return kNames.at(static_cast<std::size_t>(evidence) % kNames.size());
}

std::string_view name_of(Severity severity) {
  constexpr auto kNames = std::to_array<std::string_view>({"low", "medium", "high", "critical"});
  return kNames.at(static_cast<std::size_t>(severity) % kNames.size());
}

std::string_view name_of(Encoding coding) {
  return kCodings.at(static_cast<std::size_t>(coding) % kCodings.size());
}

}  // namespace inkblot
