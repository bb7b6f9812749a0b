//! What an object store has said, for people: never with a credential, an address that is signed, or
//! the request that was refused.

use object_store::Error;

use crate::publish::target::Cloud;

/// The longest text that is told.
const LONGEST: usize = 300;

/// What went wrong, in the store's own words where it has some.
pub fn of(error: &Error) -> String {
    let whole = chain(error);
    let told = match (between(&whole, "Code"), between(&whole, "Message")) {
        (Some(code), Some(message)) => format!("{code}: {message}"),
        (Some(code), None) => code.to_owned(),
        _ => without_queries(&whole),
    };
    told.chars().take(LONGEST).collect()
}

/// What to do.
pub fn help(error: &Error) -> &'static str {
    match error {
        Error::NotFound { source, .. } if is_bucket(&**source) => {
            "make the bucket first, or mend its name in the target"
        }
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => {
            "the credentials in the environment must allow to list, read, write and remove files there"
        }
        _ if may_pass(error) => {
            "see that the store can be reached, and run the command again: it goes on"
        }
        _ => "",
    }
}

/// Which variables a store is told by.
pub fn environment(cloud: Cloud) -> &'static str {
    match cloud {
        Cloud::S3 => {
            "set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION, and AWS_ENDPOINT for a store that is \
             not Amazon's"
        }
        Cloud::Gs => "set GOOGLE_SERVICE_ACCOUNT to the file of a service account",
        Cloud::Az => "set AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY",
    }
}

/// Whether the same call may go well a moment later.
pub fn may_pass(error: &Error) -> bool {
    match error {
        Error::Generic { .. } => {
            let whole = chain(error);
            // An answer that names what is wrong with the request stays the same.
            let is_refused = ["400 ", "401 ", "403 ", "405 ", "411 ", "413 "]
                .iter()
                .any(|status| whole.contains(status));
            !is_refused
        }
        _ => false,
    }
}

/// Whether it is the bucket that is missing, and not a file in it.
pub fn is_bucket(source: &(dyn std::error::Error + Send + Sync)) -> bool {
    let mut text = source.to_string();
    let mut next = source.source();
    while let Some(error) = next {
        text.push_str(&error.to_string());
        next = error.source();
    }
    [
        "NoSuchBucket",
        "ContainerNotFound",
        "The specified bucket does not exist",
    ]
    .iter()
    .any(|word| text.contains(word))
}

fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut next = std::error::Error::source(error);
    while let Some(error) = next {
        let more = error.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        next = error.source();
    }
    text
}

/// The text of an element of an answer in XML.
fn between<'a>(text: &'a str, element: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("<{element}>"))?;
    let (inside, _) = rest.split_once(&format!("</{element}>"))?;
    Some(inside)
}

/// A text whose addresses end before their `?`: behind it stand signatures and tokens.
fn without_queries(text: &str) -> String {
    let mut out = String::new();
    for (number, part) in text.split('?').enumerate() {
        if number == 0 {
            out.push_str(part);
            continue;
        }
        let end = part
            .find(|letter: char| letter.is_whitespace() || matches!(letter, '"' | '\'' | ')' | '>'))
            .unwrap_or(part.len());
        out.push_str(&part[end..]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generic(text: &str) -> Error {
        Error::Generic {
            store: "S3",
            source: text.to_owned().into(),
        }
    }

    #[test]
    fn signed_addresses_and_requests_are_not_told() {
        let error = generic(
            "error sending request for url (https://a.blob/docs?sig=SECRET&se=1): timed out",
        );
        assert!(!of(&error).contains("SECRET"));
        assert!(of(&error).contains("timed out"));
        let error = generic(
            "403 Forbidden: <Error><Code>SignatureDoesNotMatch</Code><Message>They differ</Message>\
             <AWSAccessKeyId>AKIA123</AWSAccessKeyId></Error>",
        );
        assert_eq!(of(&error), "SignatureDoesNotMatch: They differ");
        assert!(!may_pass(&error));
    }

    #[test]
    fn a_cut_connection_may_pass_and_a_missing_bucket_does_not() {
        assert!(may_pass(&generic(
            "connection closed before message completed"
        )));
        let error = Error::NotFound {
            path: "a".into(),
            source: "<Code>NoSuchBucket</Code>".into(),
        };
        assert!(!may_pass(&error));
        assert!(help(&error).contains("make the bucket"));
    }
}
