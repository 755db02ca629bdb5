//! The directories: configuration, state, cache, from the environment or the platform.
