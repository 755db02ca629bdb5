//! Bytes out of their wrapping: gzip and Zstandard, told by their first bytes.

use std::borrow::Cow;
use std::io::Read;

/// The most that is taken out of a wrapping: as much as the largest document that is opened.
const LARGEST: u64 = 64 << 20;

/// What came out of a wrapping.
pub(super) struct Unpacked<'a> {
    pub bytes: Cow<'a, [u8]>,
    /// Whether there was more, or was meant to be.
    pub is_cut: bool,
}

/// Unwraps bytes; those without a wrapping are as they were. What is damaged gives as much as can be read of it.
pub(super) fn unpack(bytes: &[u8]) -> Unpacked<'_> {
    match bytes {
        [0x1f, 0x8b, 0x08, ..] => read(flate2::read::MultiGzDecoder::new(bytes)),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => match ruzstd::decoding::StreamingDecoder::new(bytes) {
            Ok(decoder) => read(decoder),
            Err(_) => Unpacked {
                bytes: Cow::Borrowed(&[]),
                is_cut: true,
            },
        },
        _ => Unpacked {
            bytes: Cow::Borrowed(bytes),
            is_cut: false,
        },
    }
}

fn read<'a>(decoder: impl Read) -> Unpacked<'a> {
    let mut bytes = Vec::new();
    let read = decoder.take(LARGEST + 1).read_to_end(&mut bytes);
    let is_cut = read.is_err() || bytes.len() as u64 > LARGEST;
    bytes.truncate(LARGEST as usize);
    Unpacked {
        bytes: Cow::Owned(bytes),
        is_cut,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn both_wrappings_are_known_by_their_first_bytes() {
        let text = "第一条　为了规范。\n".repeat(500);
        let zstd = ruzstd::encoding::compress_to_vec(
            text.as_bytes(),
            ruzstd::encoding::CompressionLevel::Fastest,
        );
        for packed in [gzip(text.as_bytes()), zstd] {
            let unpacked = unpack(&packed);
            assert!(!unpacked.is_cut && &*unpacked.bytes == text.as_bytes());
            let half = unpack(packed.get(..packed.len() / 2).unwrap());
            assert!(half.is_cut && text.as_bytes().starts_with(&half.bytes));
        }
        // Two members, as `cat a.gz b.gz` makes them.
        let two = [gzip(b"a"), gzip(b"b")].concat();
        assert_eq!(&*unpack(&two).bytes, b"ab");
        assert_eq!(&*unpack(b"plain").bytes, b"plain");
        assert!(unpack(&[0x28, 0xb5, 0x2f, 0xfd]).is_cut);
    }

    #[test]
    fn a_bomb_is_cut() {
        let bomb = gzip(&vec![b' '; LARGEST as usize + 9]);
        let unpacked = unpack(&bomb);
        assert!(unpacked.is_cut && unpacked.bytes.len() as u64 == LARGEST);
    }
}
