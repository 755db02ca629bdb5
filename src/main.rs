//! The thin binary at the roof: hands the arguments to `cli` and reports its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    zhangju::cli::run()
}
