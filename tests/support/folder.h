// A folder of a test's own, gone when the test is.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace inkblot::test {

class Folder : public testing::Test {
 protected:
  Folder() {
    std::string name = testing::TempDir() + "inkblot-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) throw std::filesystem::filesystem_error(name, {});
    folder_ = name;
  }
  ~Folder() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path place(const std::string& name) const { return folder_ / name; }
  std::filesystem::path write(const std::string& name, const std::string& bytes) const {
    std::ofstream(place(name), std::ios::binary) << bytes;
    return place(name);
  }
  std::string read(const std::string& name) const {
    std::ifstream in(place(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::size_t files() const {
    const std::filesystem::directory_iterator all(folder_);
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace inkblot::test
