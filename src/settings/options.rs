//! What a person may set in config.toml, with the defaults that need no file.
