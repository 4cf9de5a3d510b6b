//! Serves HTTP on WASI 0.2 with the `wasi` crate, streaming both ways.
use std::io::{self, BufWriter, Read, Write};

use wasi::exports::http::incoming_handler::Guest;
use wasi::http::types::{Fields, IncomingBody, IncomingRequest, OutgoingBody, OutgoingResponse, ResponseOutparam};
use wasi::io::streams::{InputStream, OutputStream};

struct Server;
wasi::http::proxy::export!(Server);

impl Guest for Server {
    fn handle(request: IncomingRequest, out: ResponseOutparam) {
        let target = request.path_with_query().unwrap_or_default();
        let path = target.split('?').next().unwrap_or_default();
        match path {
            "/rust/" => answer(out, 200, "text/plain", |to| to.write_all(b"Hello from Rust!\n")),
            "/rust/request" => {
                let told = describe(&request, &target);
                answer(out, 200, "text/plain", |to| to.write_all(told.as_bytes()));
            }
            "/rust/echo" => with_body(&request, |body| {
                answer(out, 200, "application/octet-stream", |to| io::copy(body, to).map(drop))
            }),
            "/rust/panic" => panic!("asked to"),
            _ => match path.strip_prefix("/rust/lines/").and_then(|n| n.parse().ok()) {
                Some(count) => answer(out, 200, "text/plain", |to| lines(to, count)),
                None => answer(out, 404, "text/plain", |to| to.write_all(b"no such page\n")),
            },
        }
    }
}

fn with_body<T>(request: &IncomingRequest, reader: impl FnOnce(&mut InputStream) -> T) -> T {
    let body: IncomingBody = request.consume().expect("the body is consumed once");
    let mut stream = body.stream().expect("the stream is taken once");
    reader(&mut stream)
}

fn describe(request: &IncomingRequest, target: &str) -> String {
    let test = request.headers().get("x-test").into_iter().map(|v| String::from_utf8_lossy(&v).into_owned()).collect::<Vec<_>>();
    let length = with_body(request, |body| io::copy(&mut body.by_ref(), &mut io::sink()).unwrap_or_default());
    format!("{:?} {target} of {:?} by {:?}, x-test {test:?}, {length} in the body\n", request.method(), request.authority(), request.scheme())
}

fn lines(to: &mut OutputStream, count: u64) -> io::Result<()> {
    let mut to = BufWriter::with_capacity(4000, to);
    for n in 0..count {
        writeln!(to, "line {n}")?;
    }
    to.flush()
}

/// Sends the head, then what is written; a body that nobody takes any more is not finished.
fn answer(out: ResponseOutparam, status: u16, kind: &str, write: impl FnOnce(&mut OutputStream) -> io::Result<()>) {
    let headers = Fields::from_list(&[("content-type".to_owned(), kind.as_bytes().to_vec())]).expect("the headers are valid");
    let response = OutgoingResponse::new(headers);
    response.set_status_code(status).expect("the status is valid");
    let body = response.body().expect("the body is taken once");
    ResponseOutparam::set(out, Ok(response));
    let mut stream = body.write().expect("the stream is taken once");
    let written = write(&mut stream).and_then(|()| Write::flush(&mut stream));
    drop(stream);
    if written.is_ok() {
        let _ = OutgoingBody::finish(body, None);
    }
}
