//! Where a site stands.

/// An address that begins with `http://` or `https://` and ends with `/`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// A base address from its text; a missing last `/` is added. None when it is no web address.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))?;
        let host = rest.split('/').next().unwrap_or("");
        let clean = |letter: char| {
            !letter.is_whitespace() && !letter.is_control() && !"\"'<>?#\\`{}|^".contains(letter)
        };
        if host.is_empty() || !rest.chars().all(clean) {
            return None;
        }
        let slash = if text.ends_with('/') { "" } else { "/" };
        Some(Self(format!("{text}{slash}")))
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host of the address, without a port and without who signs in: `platform.example.org`.
    pub fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        let host = rest.split('/').next().unwrap_or("");
        let host = host.rsplit('@').next().unwrap_or(host);
        match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        }
    }

    /// The path of the address: `/` or `/docs/`.
    pub fn path(&self) -> &str {
        let host = self.0.find("://").map_or(0, |at| at + 3);
        let path = self.0[host..]
            .find('/')
            .map_or(self.0.len(), |at| host + at);
        &self.0[path..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_addresses_have_a_path_and_no_markup() {
        assert_eq!(
            BaseUrl::parse("https://a.b/c").unwrap().as_str(),
            "https://a.b/c/"
        );
        assert_eq!(BaseUrl::parse("https://a.b/c").unwrap().path(), "/c/");
        assert_eq!(BaseUrl::parse("https://a.b").unwrap().path(), "/");
        let host = |text: &str| BaseUrl::parse(text).unwrap().host().to_owned();
        assert_eq!(host("https://a.b:8080/c"), "a.b");
        assert_eq!(host("https://me@a.b/"), "a.b");
        assert_eq!(host("http://[::1]/"), "[::1]");
        for wrong in [
            "javascript:alert(1)",
            "https://",
            "https://a.b/\"><script>",
            "a.b",
        ] {
            assert_eq!(BaseUrl::parse(wrong), None, "{wrong}");
        }
    }
}
