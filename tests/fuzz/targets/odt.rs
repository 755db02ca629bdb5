//! Any parts make an OpenDocument text that is read without a panic: content, styles, properties.
#![no_main]

mod package;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|parts: (&str, &str, &str)| {
    let (content, styles, meta) = parts;
    let content = format!("<office:document-content>{content}");
    package::hold(&package::read(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", &content),
        ("styles.xml", styles),
        ("meta.xml", meta),
    ]));
});
