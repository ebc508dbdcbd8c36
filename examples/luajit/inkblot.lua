-- A filter for Fluent Bit's Lua filter (it runs LuaJIT), and a program of its own:
--
--   [FILTER]                       luajit inkblot.lua < text
--     Name    lua
--     Match   *
--     script  inkblot.lua
--     call    redact_record
--
-- LD_LIBRARY_PATH or ldconfig must know libinkblot_c.so.
local ffi = require("ffi")
ffi.cdef([[
typedef struct { const char* data; size_t size; } inkblot_text;
typedef struct { char* data; size_t size; } inkblot_buffer;
int inkblot_engine_create(const void* options, void** engine);
int inkblot_redact(const void* engine, inkblot_text text, const void* listener, inkblot_buffer* out);
void inkblot_free(inkblot_buffer* buffer);
const char* inkblot_last_error(void);
]])
local library = ffi.load("inkblot_c")
local holder = ffi.new("void*[1]")
if library.inkblot_engine_create(nil, holder) ~= 0 then
  error(ffi.string(library.inkblot_last_error()))
end
local engine = holder[0]
local out = ffi.new("inkblot_buffer")

-- Raises an error where the text could not be redacted: it is never given back as it was.
local function redact(text)
  if library.inkblot_redact(engine, ffi.new("inkblot_text", text, #text), nil, out) ~= 0 then
    error(ffi.string(library.inkblot_last_error()))
  end
  if out.data == nil then return text, false end
  local redacted = ffi.string(out.data, out.size)
  library.inkblot_free(out)
  return redacted, true
end

-- Strings of a record at any depth, values and keys, each with its key before it, as a log shows it.
local function redact_table(record)
  local changed, result = false, {}
  for key, value in pairs(record) do
    local different = false
    if type(value) == "table" then
      value, different = redact_table(value)
    elseif type(value) == "string" and type(key) == "string" then
      local before = key .. ": "
      local line, hit = redact(before .. value)
      if hit and line:sub(1, #before) == before then
        value, different = line:sub(#before + 1), true
      elseif hit then
        value, different = line, true  -- The name was a part of it.
      end
    elseif type(value) == "string" then
      value, different = redact(value)
    end
    local name, renamed = key, false
    if type(key) == "string" then name, renamed = redact(key) end
    result[name] = value
    changed = changed or different or renamed
  end
  return result, changed
end

-- Fluent Bit: 0 keeps the record, 2 replaces it, -1 drops it.
function redact_record(tag, timestamp, record)
  local good, result, changed = pcall(redact_table, record)
  if not good then return -1, timestamp, record end
  return changed and 2 or 0, timestamp, result
end

if arg and arg[0] and arg[0]:match("inkblot%.lua$") then
  io.write((redact(io.read("*a"))))
end
