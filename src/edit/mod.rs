//! Writing content for its author: beginnings that teach.

pub mod import;
pub mod init;
