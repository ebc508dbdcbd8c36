/* Redacts its standard input through the C interface. */
#include <inkblot/c.h>
#include <stdio.h>

static int put(void* context, const char* data, size_t size) {
  return fwrite(data, 1, size, (FILE*)context) == size ? 0 : 1;
}

int main(void) {
  inkblot_engine* engine = NULL;
  inkblot_stream* stream = NULL;
  const inkblot_taker taker = {put, stdout};
  char piece[7];
  size_t size;
  if (inkblot_engine_create(NULL, &engine) != INKBLOT_OK ||
      inkblot_stream_create(engine, &taker, NULL, &stream) != INKBLOT_OK) {
    fprintf(stderr, "%s\n", inkblot_last_error());
    return 1;
  }
  while ((size = fread(piece, 1, sizeof(piece), stdin)) > 0) {
    const inkblot_text text = {piece, size};
    if (inkblot_stream_write(stream, text) != INKBLOT_OK) return 1;
  }
  if (inkblot_stream_finish(stream) != INKBLOT_OK) return 1;
  inkblot_stream_destroy(stream);
  inkblot_engine_destroy(engine);
  return 0;
}
