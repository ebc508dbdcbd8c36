//! Redacts standard input through the C interface, piece by piece.
//!
//!     rustc main.rs $(pkg-config --libs-only-L inkblot) -l inkblot_c && ./main < text

use std::ffi::{c_char, c_int, c_void, CStr};
use std::io::{Read, Write};

#[repr(C)]
struct Text {
    data: *const c_char,
    size: usize,
}

#[repr(C)]
struct Taker {
    write: extern "C" fn(*mut c_void, *const c_char, usize) -> c_int,
    context: *mut c_void,
}

extern "C" {
    fn inkblot_engine_create(options: *const c_void, engine: *mut *mut c_void) -> c_int;
    fn inkblot_engine_destroy(engine: *mut c_void);
    fn inkblot_stream_create(
        engine: *const c_void,
        taker: *const Taker,
        listener: *const c_void,
        stream: *mut *mut c_void,
    ) -> c_int;
    fn inkblot_stream_write(stream: *mut c_void, text: Text) -> c_int;
    fn inkblot_stream_finish(stream: *mut c_void) -> c_int;
    fn inkblot_stream_destroy(stream: *mut c_void);
    fn inkblot_last_error() -> *const c_char;
}

/// A panic must not cross C.
extern "C" fn put(_: *mut c_void, data: *const c_char, size: usize) -> c_int {
    let piece = unsafe { std::slice::from_raw_parts(data as *const u8, size) };
    c_int::from(std::io::stdout().write_all(piece).is_err())
}

fn check(code: c_int) -> Result<(), String> {
    if code == 0 {
        return Ok(());
    }
    Err(unsafe { CStr::from_ptr(inkblot_last_error()) }.to_string_lossy().into_owned())
}

fn run() -> Result<(), String> {
    let (mut engine, mut stream) = (std::ptr::null_mut(), std::ptr::null_mut());
    check(unsafe { inkblot_engine_create(std::ptr::null(), &mut engine) })?;
    let taker = Taker { write: put, context: std::ptr::null_mut() };
    check(unsafe { inkblot_stream_create(engine, &taker, std::ptr::null(), &mut stream) })?;
    let mut piece = [0u8; 65536];
    loop {
        let size = std::io::stdin().read(&mut piece).map_err(|error| error.to_string())?;
        if size == 0 {
            break;
        }
        let text = Text { data: piece.as_ptr() as *const c_char, size };
        check(unsafe { inkblot_stream_write(stream, text) })?;
    }
    check(unsafe { inkblot_stream_finish(stream) })?;
    unsafe {
        inkblot_stream_destroy(stream);
        inkblot_engine_destroy(engine);
    }
    Ok(())
}

fn main() {
    if let Err(words) = run() {
        eprintln!("{words}");
        std::process::exit(1);
    }
}
