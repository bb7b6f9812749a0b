//! Writing content for its author: beginnings that teach.

pub mod init;
