//! Cells of tables.

use pulldown_cmark::Alignment;

use super::Writer;

impl Writer<'_> {
    pub(super) fn table_cell(&mut self) {
        let class = match self.alignments.get(self.cell) {
            Some(Alignment::Left) => " class=\"left\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            _ => "",
        };
        self.cell += 1;
        let start = if self.in_head {
            "<th scope=\"col\""
        } else {
            "<td"
        };
        self.put(start);
        self.put(class);
        self.put(">");
    }

    /// An empty cell of the head is the head of nothing.
    pub(super) fn end_table_cell(&mut self) {
        if !self.in_head {
            self.put("</td>");
            return;
        }
        let html = &mut self.sink.html;
        let start = html.rfind("<th scope=\"col\"").filter(|start| {
            let rest = &html[*start..];
            rest.find('>') == Some(rest.len() - 1)
        });
        if let Some(start) = start {
            html.replace_range(start..start + "<th scope=\"col\"".len(), "<td");
            self.put("</td>");
        } else {
            self.put("</th>");
        }
    }
}
