// What stands for a value and is none.
#pragma once

#include <string_view>

namespace inkblot {

// True for what a program would read as something to look up: a name, a path of names, a call, a
// template, a variable.
bool is_reference(std::string_view value);

}  // namespace inkblot
