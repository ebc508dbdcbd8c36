// The functions of libarchive that we use, found when the first archive comes.
// PERF: linked as usual it and what it needs would make every start of the program take 4.9 ms
// instead of 3.4.
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <inkblot/status.h>

// clang-format off: a line for each.
#define INKBLOT_ARCHIVE_CALLS(call)                                                              \
  call(archive_entry_filetype) call(archive_entry_hardlink) call(archive_entry_is_encrypted)     \
      call(archive_entry_pathname) call(archive_entry_set_size) call(archive_entry_size) call(   \
          archive_entry_size_is_set) call(archive_entry_sparse_clear) call(archive_filter_bytes) \
          call(archive_format) call(archive_format_name) call(archive_read_data)                 \
              call(archive_read_free) call(archive_read_new) call(archive_read_next_header)      \
                  call(archive_read_open1) call(archive_read_set_callback_data)                  \
                      call(archive_read_set_read_callback) call(archive_read_set_seek_callback)  \
                          call(archive_read_support_format_tar)                                  \
                              call(archive_read_support_format_zip_seekable)                     \
                                  call(archive_write_close) call(archive_write_data)             \
                                      call(archive_write_free) call(archive_write_header)        \
                                          call(archive_write_new) call(archive_write_open) call( \
                                              archive_write_set_bytes_in_last_block)             \
                                              call(archive_write_set_format) call(               \
                                                  archive_write_zip_set_compression_deflate)     \
                                                  call(archive_write_zip_set_compression_store)
// clang-format on

namespace inkblot::cli {

struct ArchiveApi {
#define INKBLOT_MEMBER(name) decltype(&::name) name = nullptr;
  INKBLOT_ARCHIVE_CALLS(INKBLOT_MEMBER)
#undef INKBLOT_MEMBER
};

// ERRORS: io, when it is not installed.  THREADS: any.
Status load_archive_api();
// REQUIRES: load_archive_api() went well.
const ArchiveApi& archive_api();

}  // namespace inkblot::cli
