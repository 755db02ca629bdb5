//! Packings around a source: gzip and Zstandard, one entry each, recognised by their first bytes.

use std::borrow::Cow;
use std::io::{self, Read};

use super::budget::Budget;

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
pub(super) static PACKINGS: [Packing; 2] = [
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
    /// Whether the packing was damaged or ended early.
    pub is_cut: bool,
}

/// Whether bytes are packed, by their beginning.
pub(super) fn is_packed(beginning: &[u8]) -> bool {
    packing(beginning).is_some()
}

fn packing(bytes: &[u8]) -> Option<&'static Packing> {
    let mut packings = PACKINGS.iter();
    packings.find(|packing| bytes.starts_with(packing.magic))
}

/// Unpacks bytes; unpacked bytes are returned as they are. A damaged packing gives what can be
/// read, one of more than the budget as much.
pub(super) fn unpack<'a>(bytes: Cow<'a, [u8]>, budget: &Budget) -> Unpacked<'a> {
    let Some(packing) = packing(&bytes) else {
        return Unpacked {
            bytes,
            is_cut: false,
        };
    };
    let mut unpacked = Vec::new();
    let most = budget.bytes();
    // One byte more tells that there are more.
    let read = (packing.open)(&bytes)
        .and_then(|packed| packed.take(most as u64 + 1).read_to_end(&mut unpacked));
    if unpacked.len() > most {
        unpacked.truncate(most);
        budget.spend();
    }
    budget.take_bytes(unpacked.len());
    Unpacked {
        bytes: Cow::Owned(unpacked),
        is_cut: read.is_err(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::budget::LARGEST;
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
        let unpack = |bytes: &[u8]| super::unpack(Cow::Owned(bytes.to_vec()), &Budget::whole());
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
        let budget = Budget::whole();
        let unpacked = unpack(bomb.into(), &budget);
        assert!(!unpacked.is_cut && budget.is_spent() && unpacked.bytes.len() == LARGEST);
        // What just fits is whole.
        let whole = gzip(&vec![b' '; LARGEST]);
        let budget = Budget::whole();
        let unpacked = unpack(whole.into(), &budget);
        assert!(!unpacked.is_cut && !budget.is_spent() && unpacked.bytes.len() == LARGEST);
    }
}
