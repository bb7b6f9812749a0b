//! Writing content for its author: beginnings that teach, and changes that keep every comment.

pub mod diff;
pub mod github;
pub mod import;
pub mod init;
pub mod new;
pub mod relocate;
pub mod roadmap;
pub mod sheet;
pub mod write;
