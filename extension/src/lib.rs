//! The worlds of the extension: background, panel, popup, options. They wire, they do not judge.
