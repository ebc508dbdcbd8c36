// What was written is read back; what is cut or forged reads as nothing.
#include "pack/record.h"

#include <gtest/gtest.h>

namespace inkblot {
namespace {

struct Row {
  std::uint16_t number = 0;
  bool flag = false;
  std::string text;
  std::vector<std::string> texts;
  bool operator==(const Row&) const = default;
};

void visit(auto& each, auto& row) {
  each(row.number);
  each(row.flag);
  each(row.text);
  each(row.texts);
}

const Row kRow{65535, true, std::string("a\0b", 3), {"", "second"}};

std::string written() {
  RecordWriter writer;
  visit(writer, kRow);
  return writer.bytes();
}

TEST(Record, GivesBackWhatWasWritten) {
  const std::string bytes = written();
  RecordReader reader(bytes);
  Row row;
  visit(reader, row);
  EXPECT_TRUE(reader.done());
  EXPECT_EQ(kRow, row);
}

TEST(Record, EveryCutIsSeen) {
  const std::string bytes = written();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    RecordReader reader(std::string_view(bytes).substr(0, size));
    Row row;
    visit(reader, row);
    EXPECT_FALSE(reader.ok()) << size;
  }
  const std::string more = bytes + "x";
  RecordReader reader(more);
  Row row;
  visit(reader, row);
  EXPECT_TRUE(reader.ok());
  EXPECT_FALSE(reader.done());
}

TEST(Record, WhatIsTooLargeIsNothing) {
  const std::string bytes("\0\0\1\0\2\0\0\0\xFF\xFF\xFF\xFF", 12);
  RecordReader number(bytes);
  std::uint16_t narrow = 7;
  number(narrow);
  EXPECT_FALSE(number.ok());
  EXPECT_EQ(0, narrow);
  RecordReader flag(std::string_view(bytes).substr(4));
  bool set = true;
  flag(set);
  EXPECT_FALSE(flag.ok());
  EXPECT_FALSE(set);
  RecordReader list(std::string_view(bytes).substr(8));
  std::vector<std::string> texts;
  list(texts);
  EXPECT_FALSE(list.ok());
  EXPECT_TRUE(texts.empty());
}

}  // namespace
}  // namespace inkblot
