//! Counts words of its input, or of the files it is given, as a program of WASI preview 1.
use std::collections::HashMap;
use std::io::{self, Read};
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    let files: Vec<String> = env::args().skip(1).collect();
    let mut text = String::new();
    if files.is_empty() {
        if let Err(e) = io::stdin().read_to_string(&mut text) {
            eprintln!("standard input: {e}");
            return ExitCode::from(3);
        }
    }
    for file in &files {
        match fs::read_to_string(file) {
            Ok(content) => text.push_str(&content),
            Err(e) => {
                eprintln!("{file}: {e}");
                return ExitCode::from(2);
            }
        }
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in text.split_whitespace() {
        *counts.entry(word).or_default() += 1;
    }
    let mut sorted: Vec<_> = counts.into_iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let limit = env::var("LIMIT").ok().and_then(|n| n.parse().ok()).unwrap_or(usize::MAX);
    for (word, count) in sorted.into_iter().take(limit) {
        println!("{count} {word}");
    }
    ExitCode::SUCCESS
}
