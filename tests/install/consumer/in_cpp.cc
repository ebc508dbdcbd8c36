// Redacts its standard input through the library for C++.
#include <inkblot/engine.h>

#include <iostream>
#include <iterator>

int main() {
  const std::string text{std::istreambuf_iterator<char>(std::cin), {}};
  inkblot::Options options;
  options.pack = inkblot::Pack::builtin().value();
  const auto engine = inkblot::Engine::create(options).value();
  std::cout << engine->redact(text).value().value_or(text);
}
