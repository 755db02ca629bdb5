//! What comes in: keys, mouse, pastes, sizes and signals, from their threads into one channel.
