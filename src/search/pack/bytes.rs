//! Numbers and texts in bytes: small numbers take one byte.

/// Writes numbers and texts.
pub(super) trait Put {
    fn number(&mut self, number: usize);
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

/// Bytes that are being read. `None` where they are not what was written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    pub fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    pub fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let byte = *self.take(1)?.first()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub fn text(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        self.take(length)
    }

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
        let mut read = Bytes(&bytes);
        for number in numbers {
            assert_eq!(read.number(), Some(number));
        }
        assert_eq!(read.string(), Some("渡船"));
        assert_eq!(read.number(), None);
        assert_eq!(Bytes(&[0xff; 20]).number(), None);
        assert_eq!(Bytes(&[5, 1]).text(), None);
    }
}
