//! The lab.
pub mod program;
pub mod child;
pub mod site;
pub mod lab;
pub mod roundcube;
