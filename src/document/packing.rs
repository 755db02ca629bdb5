//! Packings around a source: gzip and Zstandard, one entry each, recognised by their first bytes.

use std::borrow::Cow;
use std::io::{self, Read};

/// Most bytes that are unpacked from one source: the size of the largest file that is opened.
pub(super) const LARGEST: usize = 64 << 20;

/// A packing.
pub(super) struct Packing {
    /// How the names of its files end: lower case, without the dot.
    pub extension: &'static str,
    /// What its bytes begin with.
    magic: &'static [u8],
    /// Opens a reader of the unpacked bytes; an error if the header is damaged.
    open: for<'a> fn(&'a [u8]) -> io::Result<Box<dyn Read + 'a>>,
}

/// The packings that are unpacked.
pub(super) const PACKINGS: [Packing; 2] = [
    Packing {
        extension: "gz",
        magic: &[0x1f, 0x8b, 0x08],
        open: |bytes| Ok(Box::new(flate2::read::MultiGzDecoder::new(bytes))),
    },
    Packing {
        extension: "zst",
        magic: &[0x28, 0xb5, 0x2f, 0xfd],
        open: |bytes| {
            let decoder = ruzstd::decoding::StreamingDecoder::new(bytes);
            Ok(Box::new(decoder.map_err(io::Error::other)?))
        },
    },
];

/// Unpacked bytes.
pub(super) struct Unpacked<'a> {
    pub bytes: Cow<'a, [u8]>,
    /// Whether the packing was damaged, ended early, or held more than [`LARGEST`].
    pub is_cut: bool,
}

/// Unpacks bytes; unpacked bytes are returned as they are. A damaged packing gives what can be
/// read.
pub(super) fn unpack<'a>(bytes: impl Into<Cow<'a, [u8]>>) -> Unpacked<'a> {
    let bytes = bytes.into();
    let mut packings = PACKINGS.iter();
    let Some(packing) = packings.find(|packing| bytes.starts_with(packing.magic)) else {
        return Unpacked {
            bytes,
            is_cut: false,
        };
    };
    let mut unpacked = Vec::new();
    let read = (packing.open)(&bytes)
        .and_then(|packed| packed.take(LARGEST as u64 + 1).read_to_end(&mut unpacked));
    let is_cut = read.is_err() || unpacked.len() > LARGEST;
    unpacked.truncate(LARGEST);
    Unpacked {
        bytes: Cow::Owned(unpacked),
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
    fn both_packings_are_known_by_their_first_bytes() {
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
        let bomb = gzip(&vec![b' '; LARGEST + 9]);
        let unpacked = unpack(&bomb);
        assert!(unpacked.is_cut && unpacked.bytes.len() == LARGEST);
    }
}
