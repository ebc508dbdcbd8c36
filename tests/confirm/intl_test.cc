// Names in other languages: composed and decomposed, as JSON escapes them, with what is glued to
// them.
#include "confirm/intl.h"

#include <gtest/gtest.h>

#include <string>

#include "support/tokens.h"

namespace inkblot {
namespace {

using test::redacted;

const std::string kLong = std::string("q8Zt5Lw2Rk9V") + "p3XnB7q1Yd4Fh6Jm0Cs2";
const std::string kShort = std::string("kT9#m") + "Q2x!a";

// Code points, so that this file is ASCII.
using Word = std::u32string;

void append_utf8(char32_t c, std::string& out) {
  const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0 | c >> 6U);
  } else {
    put(0xE0 | c >> 12U);
    put(0x80 | (c >> 6U & 0x3F));
  }
  put(0x80 | (c & 0x3F));
}

std::string utf8(const Word& word) {
  std::string out;
  for (const char32_t c : word) append_utf8(c, out);
  return out;
}

// As JSON writes what is beyond ASCII.
std::string spelled(const Word& word, const std::string& backslashes) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (const char32_t c : word) {
    if (c < 0x80) {
      out.push_back(static_cast<char>(c));
      continue;
    }
    out += backslashes + "u";
    for (const unsigned shift : {12U, 8U, 4U, 0U}) out.push_back(kHex[c >> shift & 15U]);
  }
  return out;
}

const std::vector<Word> kPasswords = {
    U"contrase\u00f1a",
    U"contrasena",
    U"senha",
    U"palavra-passe",
    U"mot de passe",
    U"mot_de_passe",
    U"motDePasse",
    U"Kennwort",
    U"Passwort",
    U"Zugangscode",
    U"parola",
    U"wachtwoord",
    U"has\u0142o",
    U"haslo",
    U"heslo",
    U"l\u00f6senord",
    U"passord",
    U"adgangskode",
    U"kodeord",
    U"salasana",
    U"jelsz\u00f3",
    U"parol\u0103",
    U"\u015fifre",
    U"sifre",
    U"m\u1eadt kh\u1ea9u",
    U"kata sandi",
    U"frase de paso",
    U"\u03ba\u03c9\u03b4\u03b9\u03ba\u03cc\u03c2",                     // Greek
    U"\u043f\u0430\u0440\u043e\u043b\u044c",                           // Russian
    U"\u041f\u0430\u0440\u043e\u043b\u044c",                           // The same, capitalised
    U"\u0643\u0644\u0645\u0629 \u0627\u0644\u0645\u0631\u0648\u0631",  // Arabic
    U"\u05e1\u05d9\u05e1\u05de\u05d4",                                 // Hebrew
    U"\u0631\u0645\u0632 \u0639\u0628\u0648\u0631",                    // Persian
    U"\u092a\u093e\u0938\u0935\u0930\u094d\u0921",                     // Hindi
    U"\u5bc6\u7801",
    U"\u5bc6\u78bc",
    U"\u53e3\u4ee4",
    U"\u767b\u5f55\u5bc6\u7801",  // Chinese
    U"\u30d1\u30b9\u30ef\u30fc\u30c9",
    U"\u6697\u8a3c\u756a\u53f7",  // Japanese
    U"\ube44\ubc00\ubc88\ud638",
    U"\ube44\ubc88",
    U"\ud328\uc2a4\uc6cc\ub4dc",                           // Korean
    U"\u0e23\u0e2b\u0e31\u0e2a\u0e1c\u0e48\u0e32\u0e19"};  // Thai

// What decomposes, decomposed.
const std::vector<Word> kDecomposed = {
    U"contrasen\u0303a",
    U"lo\u0308senord",
    U"jelszo\u0301",
    U"parola\u0306",
    U"s\u0327ifre",
    U"ma\u0323\u0302t kha\u0302\u0309u",
    U"\u03ba\u03c9\u03b4\u03b9\u03ba\u03bf\u0301\u03c2",
    U"\u30cf\u309a\u30b9\u30ef\u30fc\u30c8\u3099",
    U"\u1107\u1175\u1106\u1175\u11af\u1107\u1165\u11ab\u1112\u1169"};

const std::vector<Word> kSecrets = {U"clave",
                                    U"clave de acceso",
                                    U"llave",
                                    U"secreto",
                                    U"segredo",
                                    U"chave",
                                    U"cl\u00e9",
                                    U"jeton",
                                    U"Schl\u00fcssel",
                                    U"Zugangsschl\u00fcssel",
                                    U"Geheimnis",
                                    U"chiave",
                                    U"segreto",
                                    U"gettone",
                                    U"sleutel",
                                    U"klucz",
                                    U"kl\u00ed\u010d",
                                    U"k\u013e\u00fa\u010d",
                                    U"tajemstv\u00ed",
                                    U"nyckel",
                                    U"n\u00f8kkel",
                                    U"n\u00f8gle",
                                    U"avain",
                                    U"kulcs",
                                    U"cheie",
                                    U"anahtar",
                                    U"phrase secr\u00e8te",
                                    U"kh\u00f3a",
                                    U"kunci",
                                    U"\u03ba\u03bb\u03b5\u03b9\u03b4\u03af",
                                    U"\u043a\u043b\u044e\u0447",
                                    U"\u0441\u0435\u043a\u0440\u0435\u0442",
                                    U"\u0442\u043e\u043a\u0435\u043d",
                                    U"\u0645\u0641\u062a\u0627\u062d",
                                    U"\u05de\u05e4\u05ea\u05d7",
                                    U"\u06a9\u0644\u06cc\u062f",
                                    U"\u0915\u0941\u0902\u091c\u0940",
                                    U"\u5bc6\u94a5",
                                    U"\u91d1\u9470",
                                    U"\u4ee4\u724c",
                                    U"\u79d8\u94a5",
                                    U"\u79c1\u94a5",
                                    U"\u8bbf\u95ee\u5bc6\u94a5",
                                    U"\u79d8\u5bc6\u9375",
                                    U"\u30c8\u30fc\u30af\u30f3",
                                    U"\u30ad\u30fc",
                                    U"\ud1a0\ud070",
                                    U"\ube44\ubc00\ud0a4",
                                    U"\u0e04\u0e35\u0e22\u0e4c"};

TEST(Intl, FindsAPasswordByItsName) {
  std::vector<Word> words = kPasswords;
  words.insert(words.end(), kDecomposed.begin(), kDecomposed.end());
  for (const Word& word : words) {
    const std::string name = utf8(word);
    for (const std::string joint : {"=", ": ", " = \"", "\": \"", "\xEF\xBC\x9A", "\xEF\xBC\x9D"}) {
      const std::string text = name + joint + kShort + (joint.ends_with('"') ? "\"" : "\n");
      EXPECT_EQ(std::string::npos, redacted(text).find(kShort)) << text;
    }
  }
}

TEST(Intl, FindsASecretByItsName) {
  for (const Word& word : kSecrets) {
    for (const std::string joint : {"=", ": ", " = \"", "\": \"", "\xEF\xBC\x9A"}) {
      const std::string text = utf8(word) + joint + kLong + (joint.ends_with('"') ? "\"" : "\n");
      EXPECT_EQ(std::string::npos, redacted(text).find(kLong)) << text;
    }
  }
}

TEST(Intl, FindsWhatJsonSpells) {
  std::vector<Word> words = kPasswords;
  words.insert(words.end(), kSecrets.begin(), kSecrets.end());
  for (const Word& word : words) {
    for (const std::string backslashes : {"\\", "\\\\", "\\\\\\\\"}) {
      const std::string quote = backslashes.substr(1) + '"';
      const std::string name = spelled(word, backslashes);
      for (const std::string& joint : {quote + ": " + quote, backslashes + "uff1a"}) {
        const std::string text = quote + name + joint + kLong + quote;
        EXPECT_EQ(std::string::npos, redacted(text).find(kLong)) << text;
      }
    }
  }
}

TEST(Intl, AParticleLinksAValue) {
  for (const Word word :
       {U"\u5bc6\u7801\u662f", U"\u5bc6\u7801\u4e3a", U"\ube44\ubc00\ubc88\ud638\ub294",
        U"\u30d1\u30b9\u30ef\u30fc\u30c9\u306f"}) {
    for (const std::string& name : {utf8(word), spelled(word, "\\")}) {
      for (const std::string blank : {"", " ", ": "}) {
        const std::string text = name + blank + kShort + "\n";
        EXPECT_EQ(std::string::npos, redacted(text).find(kShort)) << text;
      }
    }
  }
}

TEST(Intl, AValueEndsAtWidePunctuation) {
  const std::string name = utf8(U"\u5bc6\u7801\uff1a");
  const std::string behind = utf8(U"\uff0c\u7528\u6237\u3002");
  EXPECT_EQ(name + "REDACTED_password-intl" + behind, redacted(name + kShort + behind));
}

TEST(Intl, LeavesTheRestAlone) {
  for (const std::string& text :
       {std::string("desenha: a1b2c3d4x\n"), std::string("senha = user.senha\n"),
        std::string("senha: string\n"), std::string("senha_id = a1b2c3d4x\n"),
        std::string("parolado: a1b2c3d4x\n"), std::string("enclave = a1b2c3d4e5f6g7h8\n"),
        std::string("mot de passe oubli\xC3\xA9 ?\n"), std::string("clave: primera\n"),
        std::string("passordlengde = 12345678\n"), utf8(U"\u5bc6\u7801\u957f\u5ea6\uff1a8\n"),
        utf8(U"\u5bc6\u7801\u9519\u8bef\uff0c\u8bf7\u91cd\u8bd5\n"),
        utf8(U"\u043f\u0430\u0440\u043e\u043b\u044c: ") + "$PASS\n"}) {
    EXPECT_EQ(text, redacted(text));
  }
}

TEST(Intl, IsTheSameInEveryCut) {
  std::string text;
  for (const Word& word : kPasswords) {
    text += utf8(word) + "=" + kShort + "\n\"" + spelled(word, "\\") + "\": \"" + kShort + "\"\n";
  }
  const Options options = test::default_options();
  const std::string whole = redact(text, options).value();
  EXPECT_EQ(std::string::npos, whole.find(kShort));
  for (const auto& cut : test::cuts_of(text.size(), 20261127, 8)) {
    ASSERT_EQ(whole, test::redact_cut(text, cut, options)) << cut.size();
  }
  EXPECT_EQ(whole, redact(whole, options).value());
}

}  // namespace
}  // namespace inkblot
