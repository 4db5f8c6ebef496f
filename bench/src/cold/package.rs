//! What is uploaded: the program's size, and its size in a zip.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Sizes in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Package {
    pub program: usize,
    pub zipped: usize,
}

impl Package {
    /// The package in which a file has this name; deflated, as cargo-lambda and SAM do it.
    pub fn of(name: &str, file: &Path) -> Result<Self, String> {
        let bytes = fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(name, options).map_err(|error| error.to_string())?;
        zip.write_all(&bytes).map_err(|error| error.to_string())?;
        let zipped = zip.finish().map_err(|error| error.to_string())?.into_inner().len();
        Ok(Self { program: bytes.len(), zipped })
    }
}
