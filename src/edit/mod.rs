//! Writing content for its author: beginnings that teach.

pub mod file;
pub mod init;
