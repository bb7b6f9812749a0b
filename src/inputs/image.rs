//! Width and height of images, from their first bytes.

/// Width and height in pixels. None where the header does not tell.
pub(crate) fn dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    // What is looked at must not depend on how much of a file was at hand.
    let head = &bytes[..bytes.len().min(HEAD)];
    if let Ok(size) = imagesize::blob_size(head) {
        return Some((size.width.try_into().ok()?, size.height.try_into().ok()?));
    }
    svg(std::str::from_utf8(head).unwrap_or_else(|error| {
        // The end of the head may cut a letter in two; the root element is long before it.
        std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
    }))
}

/// How many bytes of a file tell its dimensions.
pub(super) const HEAD: usize = 512 * 1024;

/// The size that an SVG's root element gives: `width` and `height`, and `viewBox` for what they
/// leave open. (SVG 2, section 8.2; CSS pixels of absolute units as in CSS Values 4, section 6.2.)
fn svg(text: &str) -> Option<(u32, u32)> {
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text).trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<?") => "?>",
            _ if rest.starts_with("<!--") => "-->",
            // A doctype with declarations of its own could change what follows.
            _ if rest.starts_with("<!DOCTYPE") && !rest[..rest.find('>')?].contains('[') => ">",
            _ => break,
        };
        rest = rest[rest.find(end)? + end.len()..].trim_start();
    }
    let mut rest = rest.strip_prefix("<svg")?;
    let (mut width, mut height, mut view_box) = (None, None, None);
    while rest.starts_with(|letter: char| letter.is_ascii_whitespace()) {
        rest = rest.trim_start();
        if rest.starts_with(['>', '/']) {
            break;
        }
        let (name, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let quote = after
            .chars()
            .next()
            .filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, after) = after[1..].split_once(quote)?;
        match name.trim_end() {
            "width" => width = pixels(value),
            "height" => height = pixels(value),
            "viewBox" => view_box = ratio(value),
            _ => {}
        }
        rest = after;
    }
    let (width, height) = match (width, height, view_box) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((w, h))) => (width, width * h / w),
        (None, Some(height), Some((w, h))) => (height * w / h, height),
        (None, None, Some(size)) => size,
        _ => return None,
    };
    Some((whole(width)?, whole(height)?))
}

/// A length in CSS pixels. None of one that depends on where the image stands: `100%`, `2em`.
fn pixels(value: &str) -> Option<f64> {
    let value = value.trim();
    let number =
        value.trim_end_matches(|letter: char| letter.is_ascii_alphabetic() || letter == '%');
    let factor = match &value[number.len()..] {
        "" | "px" => 1.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 9.6 / 2.54,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        _ => return None,
    };
    let number: f64 = number.parse().ok()?;
    (number > 0.0).then_some(number * factor)
}

/// Width and height of a `viewBox`.
fn ratio(value: &str) -> Option<(f64, f64)> {
    let mut numbers = value
        .split(|letter: char| letter.is_ascii_whitespace() || letter == ',')
        .filter(|part| !part.is_empty())
        .map(|part| part.parse::<f64>().ok().filter(|number| number.is_finite()));
    let (_, _) = (numbers.next()??, numbers.next()??);
    let (width, height) = (numbers.next()??, numbers.next()??);
    (numbers.next().is_none() && width > 0.0 && height > 0.0).then_some((width, height))
}

/// The nearest whole number of pixels, at least one. None of what no screen shows.
fn whole(pixels: f64) -> Option<u32> {
    (pixels < 1e6).then(|| pixels.round().max(1.0) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_svg_says_its_size_in_its_root_element() {
        for (text, size) in [
            ("<svg width='10' height=\"20px\"/>", Some((10, 20))),
            (
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24,12\">",
                Some((24, 12)),
            ),
            (
                "<?xml version='1.0'?>\n<!-- a > b -->\n<svg\n width = '50' viewBox='0 0 100 30'>",
                Some((50, 15)),
            ),
            (
                "<svg width='100%' height='100%' viewBox='0 0 16 9'>",
                Some((16, 9)),
            ),
            ("<svg width='1in' height='25.4mm'>", Some((96, 96))),
            ("<svg width='0.2' height='9'>", Some((1, 9))),
            ("<svg width='100%'>", None),
            ("<svg width='1e300' height='1'>", None),
            ("<svg width='NaN' height='inf'>", None),
            ("<svg viewBox='0 0 0 10'>", None),
            ("<svg width='10", None),
            ("<svgx width='1' height='1'>", None),
            ("<html><svg width='1' height='1'>", None),
            (
                "<!DOCTYPE svg [<!ENTITY w '1'>]><svg width='1' height='1'>",
                None,
            ),
            ("", None),
        ] {
            assert_eq!(dimensions(text.as_bytes()), size, "{text}");
        }
    }

    #[test]
    fn a_header_tells_the_size_of_a_picture() {
        let gif = b"GIF89a\x03\x00\x02\x00\x00\x00\x00;";
        assert_eq!(dimensions(gif), Some((3, 2)));
        assert_eq!(dimensions(b"hello"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_fail(start in 0..8_usize, tail: Vec<u8>) {
            let starts: [&[u8]; 8] = [
                b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8 ",
                b"BM", b"II*\0", b"\0\0\0\x18ftypavif", b"<svg ",
            ];
            dimensions(&[starts[start], &tail].concat());
        }
    }
}
