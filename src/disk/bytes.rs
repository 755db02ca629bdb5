//! Numbers and texts in the bytes of a file, read one after another.

/// Writes numbers and texts; small numbers take one byte.
pub trait Put {
    /// Writes a number.
    fn number(&mut self, number: usize);
    /// Writes a text and its length.
    fn text(&mut self, text: &[u8]);
}

impl Put for Vec<u8> {
    fn number(&mut self, mut number: usize) {
        while number >= 0x80 {
            self.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.push(number as u8);
    }

    fn text(&mut self, text: &[u8]) {
        self.number(text.len());
        self.extend_from_slice(text);
    }
}

/// The bytes that are still to be read. `None` where they are not what was written.
#[derive(Clone, Copy, Debug)]
pub struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    /// The next so many.
    pub fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    /// A number of two bytes, little endian.
    pub fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    /// A number of four bytes.
    pub fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    /// A number of eight bytes.
    pub fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    /// A number, by [`Put::number`].
    pub fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let [byte] = self.array()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// A text, by [`Put::text`].
    pub fn text(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        self.take(length)
    }

    /// A text in UTF-8.
    pub fn string(&mut self) -> Option<&'a str> {
        str::from_utf8(self.text()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_is_read() {
        let mut bytes = Vec::new();
        let numbers = [0, 1, 0x7f, 0x80, 0x3fff, 0x4000, u32::MAX as usize];
        for number in numbers {
            bytes.number(number);
        }
        bytes.text("渡船".as_bytes());
        bytes.extend(0x1234_u16.to_le_bytes());
        bytes.extend(u64::MAX.to_le_bytes());
        let mut read = Bytes(&bytes);
        for number in numbers {
            assert_eq!(read.number(), Some(number));
        }
        assert_eq!(read.string(), Some("渡船"));
        assert_eq!((read.u16(), read.u64()), (Some(0x1234), Some(u64::MAX)));
        assert_eq!((read.number(), read.u32()), (None, None));
        assert_eq!(Bytes(&[0xff; 20]).number(), None);
        assert_eq!(Bytes(&[5, 1]).text(), None);
    }
}
