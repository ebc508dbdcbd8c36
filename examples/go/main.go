// Redacts standard input through the C interface, as a tool server in Go would redact a result.
//
//	CGO_CFLAGS="$(pkg-config --cflags inkblot)" CGO_LDFLAGS="$(pkg-config --libs inkblot)" go run main.go < text
package main

/*
#include <inkblot/c.h>
#include <stdlib.h>
*/
import "C"

import (
	"errors"
	"io"
	"os"
	"runtime"
	"unsafe"
)

// Redactor may be used by any number of goroutines.
type Redactor struct{ engine *C.inkblot_engine }

// New loads the built-in rules.
func New() (*Redactor, error) {
	runtime.LockOSThread() // The last error belongs to the thread.
	defer runtime.UnlockOSThread()
	r := &Redactor{}
	if C.inkblot_engine_create(nil, &r.engine) != C.INKBLOT_OK {
		return nil, errors.New(C.GoString(C.inkblot_last_error()))
	}
	runtime.SetFinalizer(r, func(r *Redactor) { C.inkblot_engine_destroy(r.engine) })
	return r, nil
}

// Redact returns the text itself where it holds no secret, and never after an error.
func (r *Redactor) Redact(text []byte) ([]byte, error) {
	if len(text) == 0 {
		return text, nil
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var out C.inkblot_buffer
	in := C.inkblot_text{(*C.char)(unsafe.Pointer(&text[0])), C.size_t(len(text))}
	var pin runtime.Pinner
	pin.Pin(&text[0])
	defer pin.Unpin()
	if C.inkblot_redact(r.engine, in, nil, &out) != C.INKBLOT_OK {
		return nil, errors.New(C.GoString(C.inkblot_last_error()))
	}
	runtime.KeepAlive(r)
	if out.data == nil {
		return text, nil
	}
	defer C.inkblot_free(&out)
	return C.GoBytes(unsafe.Pointer(out.data), C.int(out.size)), nil
}

func main() {
	text, err := io.ReadAll(os.Stdin)
	if err == nil {
		var r *Redactor
		if r, err = New(); err == nil {
			text, err = r.Redact(text)
		}
	}
	if err != nil {
		os.Stderr.WriteString(err.Error() + "\n")
		os.Exit(1)
	}
	os.Stdout.Write(text)
}
