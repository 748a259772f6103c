//! The bytes of one part: unpacked as they are asked for, with limits that hold whatever the file declares.

use std::{
    fmt,
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read as _, Seek as _, SeekFrom},
    sync::Arc,
};

use flate2::{Crc, bufread::DeflateDecoder};

use crate::{Limits, Source};

/// A part that unpacks to more than this many times its size is a bomb. Sheets reach 30, and 100 where every row is alike; deflate cannot
/// pass 1032.
const MOST_RATIO: u64 = 250;

/// So much may be unpacked at any ratio: small parts of one repeated element are harmless.
const ANY_RATIO_BYTES: u64 = 16 << 20;

/// Read from a file at once.
const FILE_BUFFER_BYTES: usize = 128 << 10;

/// Why a part cannot be read (on).
#[derive(Debug, Clone)]
pub(crate) struct Fault(pub(crate) String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for Fault {
    fn from(reason: String) -> Self {
        Self(reason)
    }
}

impl From<&str> for Fault {
    fn from(reason: &str) -> Self {
        Self(reason.to_owned())
    }
}

/// How the bytes of a part are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    Stored,
    Deflated,
}

/// Where a part lies in the file, by the directory of the container.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// As the container writes it.
    pub(crate) name: String,
    pub(crate) packing: Packing,
    pub(crate) start: u64,
    pub(crate) packed_bytes: u64,
    pub(crate) unpacked_bytes: u64,
    pub(crate) crc: u32,
}

impl Part {
    /// Opens the file anew, at this part.
    pub(crate) fn open(&self, source: &Source, limits: &Limits) -> Result<PartReader, Fault> {
        let most = limits.unpacked_bytes;
        if self.unpacked_bytes > most {
            return Err(Fault(format!("is said to unpack to {} bytes; at most {most} are read", self.unpacked_bytes)));
        }
        if is_bomb(self.unpacked_bytes, self.packed_bytes) {
            return Err(Fault(format!(
                "is said to unpack from {} to {} bytes, more than {MOST_RATIO} times its size; such a part is made to exhaust its reader",
                self.packed_bytes, self.unpacked_bytes
            )));
        }
        let packed = packed(source, self).map_err(|error| Fault(format!("cannot be opened: {error}")))?;
        let stream = match self.packing {
            Packing::Stored => Stream::Stored(packed),
            Packing::Deflated => Stream::Deflated(Box::new(DeflateDecoder::new(packed))),
        };
        Ok(PartReader { stream, bytes: 0, crc: Crc::new(), declared: self.clone(), ended: false })
    }

    /// The whole part, which must not be longer than `most`.
    pub(crate) fn bytes(&self, source: &Source, limits: &Limits, most: u64) -> Result<Vec<u8>, Fault> {
        let limits = Limits { unpacked_bytes: limits.unpacked_bytes.min(most), ..*limits };
        let mut reader = self.open(source, &limits)?;
        let mut bytes = Vec::new();
        loop {
            let begun = bytes.len();
            bytes.resize(begun + FILE_BUFFER_BYTES, 0);
            let read = reader.read(bytes.get_mut(begun..).unwrap_or_default())?;
            bytes.truncate(begun + read);
            if read == 0 {
                return Ok(bytes);
            }
        }
    }
}

fn is_bomb(unpacked: u64, packed: u64) -> bool {
    unpacked > ANY_RATIO_BYTES && unpacked / MOST_RATIO > packed
}

type Packed = Box<dyn BufRead + Send>;

fn packed(source: &Source, part: &Part) -> io::Result<Packed> {
    match source {
        Source::File(path) => {
            let mut file = File::open(path)?;
            file.seek(SeekFrom::Start(part.start))?;
            Ok(Box::new(BufReader::with_capacity(FILE_BUFFER_BYTES, file.take(part.packed_bytes))))
        }
        Source::Bytes(bytes) => {
            let mut cursor = Cursor::new(Arc::clone(bytes));
            cursor.set_position(part.start);
            Ok(Box::new(cursor.take(part.packed_bytes)))
        }
    }
}

enum Stream {
    Stored(Packed),
    Deflated(Box<DeflateDecoder<Packed>>),
}

/// Unpacks one part. The length and the checksum that the container declares are held against what comes out.
pub(crate) struct PartReader {
    stream: Stream,
    bytes: u64,
    crc: Crc,
    declared: Part,
    ended: bool,
}

impl fmt::Debug for PartReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PartReader").field("part", &self.declared.name).field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

impl PartReader {
    /// Unpacked so far.
    pub(crate) fn unpacked_bytes(&self) -> u64 {
        self.bytes
    }

    /// Fills the front of a buffer; 0 only at the end of a part that is whole.
    pub(crate) fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Fault> {
        if self.ended || buffer.is_empty() {
            return Ok(0);
        }
        let read = match &mut self.stream {
            Stream::Stored(stream) => stream.read(buffer),
            Stream::Deflated(stream) => stream.read(buffer),
        };
        let read = read.map_err(|error| Fault(format!("cannot be unpacked: {error}")))?;
        self.crc.update(buffer.get(..read).unwrap_or_default());
        self.bytes += read as u64;
        if self.bytes > self.declared.unpacked_bytes {
            return Err(Fault(format!("unpacks to more than the {} bytes that it is said to have", self.declared.unpacked_bytes)));
        }
        if read == 0 {
            self.check_end()?;
            self.ended = true;
        }
        Ok(read)
    }

    fn check_end(&self) -> Result<(), Fault> {
        if self.bytes < self.declared.unpacked_bytes {
            return Err(Fault(format!("was cut off: {} of its {} bytes are there", self.bytes, self.declared.unpacked_bytes)));
        }
        if self.crc.sum() != self.declared.crc {
            return Err(Fault::from("is damaged: its checksum is another"));
        }
        Ok(())
    }
}
