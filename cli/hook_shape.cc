// The shapes of sdk-tools.d.ts of @anthropic-ai/claude-agent-sdk 0.3.330, as tables.
#include "hook_shape.h"

#include <algorithm>
#include <array>
#include <utility>

#include "json/reader.h"

namespace inkblot::cli {
namespace {

using Kind = JsonToken::Kind;

struct Shape {
  std::string_view tool;
  std::string_view json;  // NOTE stands for the note.
};
constexpr std::array<Shape, 16> kShapes = {{
    {"Bash", R"({"stdout":"NOTE","stderr":"","interrupted":false,"isImage":false})"},
    {"Read", R"({"type":"text","file":{"filePath":"","content":"NOTE","numLines":1,)"
             R"("startLine":1,"totalLines":1}})"},
    {"Grep", R"({"mode":"content","numFiles":0,"filenames":[],"content":"NOTE","numLines":1})"},
    {"Glob", R"({"durationMs":0,"numFiles":1,"filenames":["NOTE"],"truncated":true})"},
    {"WebFetch", R"({"bytes":0,"code":0,"codeText":"","result":"NOTE","durationMs":0,"url":""})"},
    {"WebSearch", R"({"query":"","results":["NOTE"],"durationSeconds":0})"},
    {"Edit", R"({"filePath":"NOTE","oldString":"","newString":"","originalFile":"",)"
             R"("structuredPatch":[],"userModified":false,"replaceAll":false})"},
    {"Write", R"({"type":"update","filePath":"NOTE","content":"","structuredPatch":[],)"
              R"("originalFile":null})"},
    {"NotebookEdit", R"({"new_source":"NOTE","updated_file":""})"},
    {"TodoWrite", R"({"oldTodos":[],"newTodos":[]})"},
    {"TaskStop", R"({"message":"NOTE","task_id":"","task_type":""})"},
    {"ListMcpResourcesTool", R"([{"uri":"","name":"NOTE","server":""}])"},
    {"ReadMcpResourceTool", R"({"contents":[{"uri":"","text":"NOTE"}]})"},
    {"ListMcpResources", R"([{"uri":"","name":"NOTE","server":""}])"},
    {"ReadMcpResource", R"({"contents":[{"uri":"","text":"NOTE"}]})"},
    {"ReadMcpResourceDir", R"({"resources":[],"error":"NOTE"})"},
}};
constexpr std::string_view kMcpShape = R"([{"type":"text","text":"NOTE"}])";
constexpr std::string_view kMcpPrefix = "mcp__";

// Words by which variants of a shape are told apart.  None is a secret wherever it stands.
constexpr std::array<std::string_view, 38> kWords = {"text",
                                                     "image",
                                                     "notebook",
                                                     "pdf",
                                                     "parts",
                                                     "create",
                                                     "update",
                                                     "content",
                                                     "count",
                                                     "files_with_matches",
                                                     "completed",
                                                     "pending",
                                                     "in_progress",
                                                     "added",
                                                     "async_launched",
                                                     "modified",
                                                     "committed",
                                                     "amended",
                                                     "merged",
                                                     "cherry-picked",
                                                     "rebased",
                                                     "created",
                                                     "edited",
                                                     "commented",
                                                     "closed",
                                                     "reopened",
                                                     "ready",
                                                     "draft",
                                                     "refreshed",
                                                     "error",
                                                     "base64",
                                                     "not_connected",
                                                     "auto-merge-enabled",
                                                     "audio",
                                                     "remote_launched",
                                                     "resource",
                                                     "resource_link",
                                                     "auto-merge-disabled"};
// One white pixel: a host that finds words where an image was refuses the whole conversation.
constexpr std::string_view kPixel =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mP4DwABAQEAHLCMmQAAAABJRU5ErkJggg==";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_media(std::string_view text) {
  return text.size() >= 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '=';
         });
}

bool is_name(std::string_view key) {
  return key.size() <= 32 && std::all_of(key.begin(), key.end(), [](char c) {
           return is_letter(c) || c == '_' || c == '-';
         });
}

std::string_view inner(std::string_view quoted) { return quoted.substr(1, quoted.size() - 2); }

class Withholding {
 public:
  explicit Withholding(bool foreign) : foreign_(foreign) {}
  // What stands in the token's place.
  std::string of(const JsonToken& token) {
    if (token.kind == Kind::key) return key(token.raw);
    if (token.kind == Kind::number && foreign_) return "0";
    if (token.kind != Kind::text) return std::string(token.raw);
    return '"' + text(inner(token.raw)) + '"';
  }

 private:
  std::string key(std::string_view raw) {
    media_ = inner(raw) == "base64" || inner(raw) == "data" || inner(raw) == "blob";
    if (!foreign_ || is_name(inner(raw))) return std::string(raw);
    return "\"withheld-" + std::to_string(++keys_) + '"';
  }
  std::string text(std::string_view own) {
    const bool word = std::find(kWords.begin(), kWords.end(), own) != kWords.end();
    if (own.empty() || word) return std::string(own);
    if (own.starts_with("image/")) return "image/png";
    if (own.starts_with("data:image/")) return "data:image/png;base64," + std::string(kPixel);
    if (media_ && is_media(own)) return std::string(kPixel);
    return std::string(std::exchange(noted_, true) ? "[withheld]" : kWithheldNote);
  }
  bool foreign_;
  bool media_ = false;  // Of the key that was last.
  bool noted_ = false;
  std::size_t keys_ = 0;
};

std::string filled(std::string_view json) {
  std::string out(json);
  const std::size_t at = out.find("NOTE");
  return at == std::string::npos ? out : out.replace(at, 4, kWithheldNote);
}

}  // namespace

std::string shape_of(std::string_view tool) {
  const auto* const at = std::find_if(kShapes.begin(), kShapes.end(),
                                      [tool](const Shape& shape) { return shape.tool == tool; });
  if (at != kShapes.end()) return filled(at->json);
  return tool.starts_with(kMcpPrefix) ? filled(kMcpShape) : "";
}

std::string withheld(std::string_view tool, std::string_view response) {
  if (tool == "Read") return shape_of(tool);
  Withholding withholding(tool.empty() || tool.starts_with(kMcpPrefix));
  JsonReader reader(response);
  JsonToken token;
  std::string out;
  for (const char* done = response.data();;) {
    if (!reader.next(token)) return shape_of(tool);
    out.append(done, token.raw.data());
    if (token.kind == Kind::end) return out;
    out += withholding.of(token);
    done = token.raw.data() + token.raw.size();
  }
}

}  // namespace inkblot::cli
