// inkblot for C, and for every language that can call it.
/* Functions return INKBLOT_OK or another code; inkblot_last_error() then says in a sentence what is
 * wrong and what to do.  Nothing here ends the process, throws, writes to a descriptor or opens a
 * connection.  What fails gives out nothing: never the text that could not be redacted.
 *
 * THREADS: an engine may be used by any number of threads at the same time, and in a process that
 * was forked from one that uses it.  A stream belongs to one thread at a time.
 */
#ifndef INKBLOT_C_H
#define INKBLOT_C_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define INKBLOT_API __attribute__((visibility("default")))
#else
#define INKBLOT_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Grows when a function or a field is added.  Fields are only ever added at the end. */
#define INKBLOT_ABI 2

typedef enum inkblot_code {
  INKBLOT_OK = 0,
  INKBLOT_INVALID_ARGUMENT = 1, /* A null pointer, an unknown word, a call after the last one. */
  INKBLOT_BAD_PACK = 2,         /* A rule file or database is malformed or of another version. */
  INKBLOT_IO = 3,               /* A file cannot be read. */
  INKBLOT_CLOSED = 4,           /* The function that takes the output asked to stop. */
  INKBLOT_LIMIT = 5,            /* More would have to be held than fits. */
  INKBLOT_NO_MEMORY = 6,
  INKBLOT_POISONED = 7, /* An earlier call on the stream failed: nothing more comes out. */
  INKBLOT_INTERNAL = 8  /* A bug in inkblot, or a callback that threw. */
} inkblot_code;

typedef struct inkblot_engine inkblot_engine;
typedef struct inkblot_stream inkblot_stream;

/* How to redact.  Call inkblot_options_init() first: it sets `size` and what is usual.  Lists end
 * with a null pointer, and a null list is empty.  LIFETIME: read only by inkblot_engine_create().
 */
typedef struct inkblot_options {
  size_t size;           /* sizeof(inkblot_options) as the caller knows it. */
  const char* profile;   /* strict, balanced or precise; null: balanced. */
  const char* style;     /* tag, pseudonym, mask, partial or a template; null: tag. */
  const uint8_t* key;    /* 32 bytes for pseudonyms and fingerprints, or null. */
  const char** rules;    /* TOML files or folders, and at most one compiled pack (.inkdb). */
  const char** gitleaks; /* gitleaks configurations. */
  const char** allow;    /* Files of what is never redacted. */
  const char** only;     /* Rule ids: no other rule runs. */
  const char** except;   /* Rule ids that do not run. */
  const char** vaults;   /* Stores of known secrets; they need a key. */
  const char* vault_key; /* The file that holds it. */
  int accept_masks;      /* 1: lines such as ::add-mask::VALUE announce a secret. */
  int decode;            /* 0: base64 and its like are not looked into. */
  /* Of JSON values: JSON Pointers of fields that are kept, or redacted whatever stands there; `*`
   * is any one name or number, and `**` any number of them. */
  const char** keep_fields;
  const char** redact_fields;
} inkblot_options;

/* One redaction.  Holds no byte of the secret.  LIFETIME: the call. */
typedef struct inkblot_finding {
  size_t size;             /* sizeof(inkblot_finding) as the library knows it. */
  const char* rule;        /* Its id; of a known secret its label. */
  const char* provider;    /* "known" of a known secret. */
  const char* severity;    /* low, medium, high or critical. */
  const char* evidence;    /* contextual, drifted, structure, exact, checksummed or known. */
  const char* coding;      /* Such as base64, where it stood in one; else empty. */
  const char* fingerprint; /* Keyed, hexadecimal; empty without a key. */
  uint64_t input_begin;    /* Bytes of the input, */
  uint64_t input_end;
  uint64_t output_begin; /* and of the replacement in the output. */
  uint64_t output_end;
  uint64_t line;    /* Of its begin, from 1. */
  const char* path; /* Of a JSON value, the JSON Pointer of its place, with * for names that are
                     * redacted themselves; else empty. */
} inkblot_finding;

/* Called once a redaction, in order, by the thread that made the call. */
typedef struct inkblot_listener {
  void (*hear)(void* context, const inkblot_finding* finding);
  void* context;
} inkblot_listener;

/* Takes output.  `write` returns 0: it did; anything else ends the stream with INKBLOT_CLOSED. */
typedef struct inkblot_taker {
  int (*write)(void* context, const char* data, size_t size);
  void* context;
} inkblot_taker;

/* Bytes of the caller's, of any kind; nothing behind them is read. */
typedef struct inkblot_text {
  const char* data;
  size_t size;
} inkblot_text;

/* Bytes for the caller, with a NUL behind them, to be given back by inkblot_free(). */
typedef struct inkblot_buffer {
  char* data;
  size_t size;
} inkblot_buffer;

INKBLOT_API uint32_t inkblot_abi(void);
/* LIFETIME: static. */
INKBLOT_API const char* inkblot_version(void);
/* Of the calling thread's last call that failed; never a byte of an input.  LIFETIME: until the
 * thread's next call. */
INKBLOT_API const char* inkblot_last_error(void);

INKBLOT_API void inkblot_options_init(inkblot_options* options);
/* Loads rules, lists and stores.  Null options are those of inkblot_options_init(). */
INKBLOT_API inkblot_code inkblot_engine_create(const inkblot_options* options,
                                               inkblot_engine** engine);
/* REQUIRES: no call on it is under way; its streams may live on.  Null is nothing. */
INKBLOT_API void inkblot_engine_destroy(inkblot_engine* engine);

/* Redacts a text that is at hand.  `out` is set, to null where nothing had to change and after a
 * failure.  `listener` may be null. */
INKBLOT_API inkblot_code inkblot_redact(const inkblot_engine* engine, inkblot_text text,
                                        const inkblot_listener* listener, inkblot_buffer* out);
/* The same for one JSON value.  What comes out is JSON of the same shape: keys may be redacted, and
 * stay different from one another; types stay.  A value that was found anywhere is redacted
 * wherever else it stands in the text, by the same rule. */
INKBLOT_API inkblot_code inkblot_redact_json(const inkblot_engine* engine, inkblot_text text,
                                             const inkblot_listener* listener, inkblot_buffer* out);
/* Wipes it, and sets it to null. */
INKBLOT_API void inkblot_free(inkblot_buffer* buffer);

/* A text that comes in pieces, however it is cut.  The taker is called from within the calls below;
 * `listener` may be null.  Both are copied. */
INKBLOT_API inkblot_code inkblot_stream_create(const inkblot_engine* engine,
                                               const inkblot_taker* taker,
                                               const inkblot_listener* listener,
                                               inkblot_stream** stream);
/* Gives out all that can no longer be a part of a secret.  After a failure nothing more comes. */
INKBLOT_API inkblot_code inkblot_stream_write(inkblot_stream* stream, inkblot_text text);
/* Gives out what is left, redacted where it must be. */
INKBLOT_API inkblot_code inkblot_stream_finish(inkblot_stream* stream);
/* Without inkblot_stream_finish() before, what is held is lost.  Null is nothing. */
INKBLOT_API void inkblot_stream_destroy(inkblot_stream* stream);

#ifdef __cplusplus
}
#endif

#endif
