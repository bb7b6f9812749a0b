//! The texts of new files. What is not known yet stands behind a `#`, with what it does.

use crate::date::{Date, Period};
use crate::load::events::example_day;
use crate::load::glossary::quoted as key;

use super::super::sheet::quoted;
use super::known::Known;

pub(super) fn service(title: &str, known: &Known, today: Date) -> String {
    let Known {
        owner,
        teams,
        personas,
        persona,
        category,
        categories,
        services,
    } = known;
    let title = quoted(title);
    format!(
        r##"+++
title = {title}
# summary = "A backed-up database in ten minutes"   # one sentence: cards and search show it
lifecycle = "idea"             # idea, preview, beta, live, deprecated or retired
{owner}             # a team: {teams}
# category = {category}   # its part of the catalogue, one of: {categories}
# also = ["postgresql"]        # other names, by which search finds it
# personas = [{personas}]   # for whom it is
# meets = ["no-ticket"]        # needs of personas in platform.toml
# request = "https://portal.example.org/…"   # how to get it: an address, a page, or words
# start = ["Order it in the portal", "Read the connection string"]   # the first steps, a line each
# support = {{ contact = "#help", hours = "Mon-Fri 08-18", response = "4 h", emergency = "+49 30 123" }}
# status = "https://status.example.org"   # where it says whether it is up
# providers = ["aws"]          # the clouds below
# runs_on = [{services}]   # the services without which it is down
# integrates_with = [{services}]   # those it works together with
# used_by = 3                  # how many products
# takes_over = ["Patching", "Backups"]   # what nobody has to do any longer; with a matrix its headlines say it
# reviewed = {today}        # the last day somebody read all of it and found it true: for you to say

# [benefit]                    # what it is good for, a line for each persona
# {persona} = {{ text = "No patching, no backup scripts", kind = "time" }}   # time, cost, security or quality

# [facts]                      # what can be compared
# "Availability" = "99.9 % a month"

# [day2]                       # after the first day
# patching = "Sundays 02-04"
# backup = "daily, kept 35 days"
# restore = {{ text = "by yourself", rto = "1 h", rpo = "5 min", tested = {today} }}

# [defaults]                   # what is set before anybody comes, and who may change it
# "Storage encryption" = {{ value = "on", change = "nobody" }}

# [[offering]]                 # only where it comes in variants: what is different
# id = "premium"
# name = "Premium"
# facts = {{ "Availability" = "99.95 % a month" }}

# [sunset]                     # only when it is deprecated
# date = 2027-03-31
# replaced_by = "…"            # the service that comes after it
+++

<!-- Here: what it is, in your own words. What a reader gets and how it begins stands above already. -->
"##
    )
}

pub(super) fn page(title: &str, known: &Known, today: Date) -> String {
    let Known {
        owner,
        teams,
        personas,
        services,
        ..
    } = known;
    let title = quoted(title);
    format!(
        r##"+++
title = {title}
# summary = "…"                # one sentence: lists and search show it, else the first paragraph
{owner}             # who keeps it true: {teams}
# personas = [{personas}]   # for whom it is
# services = [{services}]   # what it is about: the page is then listed there
# questions = ["How do I …?"]  # what a reader would ask: search finds it
# tags = ["start"]
# review_every = "6 months"    # where it differs from the platform's; "never" is allowed
# reviewed = {today}        # the last day somebody read all of it and found it true: for you to say
+++

<!-- Here: first what the reader can do afterwards, then how. -->
"##
    )
}

pub(super) fn news(title: &str, known: &Known) -> String {
    let Known {
        personas, services, ..
    } = known;
    let title = quoted(title);
    format!(
        r##"+++
title = {title}
kind = "new"                   # new, changed, deprecated, removed, security or incident
# summary = "…"                # what changes for the reader, in a sentence
# services = [{services}]   # what it is about: it is listed there too
# personas = [{personas}]   # for whom it is
# items = ["…"]                # items of the roadmap: services, personas and the deadline come from them
# action = "Move to version 18"   # what the reader has to do
# action_by = 2027-03-31       # until when
+++

<!-- Here: what is new, and what it means for the reader. -->
"##
    )
}

pub(super) fn survey(title: &str, today: Date) -> String {
    let title = quoted(title);
    let wave = today.to_string();
    let wave = wave.get(..7).unwrap_or(&wave);
    format!(
        r##"title = {title}
# summary = "Twice a year, to everybody who deploys."
# min_group = 5                # smaller groups are hidden, so that nobody is recognised

[[question]]
id = "overall"
text = "How satisfied are you with the platform?"
scale = 5                      # 1 to 5, or 10 for 0 to 10
score = "top2"                 # mean, top2 (the share of 4 and 5) or nps (0 to 10)
# headline = true              # its number stands on the first page

# A wave is one time of asking. Take the # away when the answers are in.
# [[wave]]
# id = "{wave}"
# on = {today}
# invited = 180                # how many were asked
# counts = {{ overall = [2, 5, 14, 38, 21] }}   # how many chose 1, 2, 3, 4, 5
# quotes = [{{ persona = "developer", text = "What somebody wrote." }}]
# actions = [{{ text = "What you do about it" }}]
"##
    )
}

/// The event. Its day is an example, and the hour and the zone are left to the author: what is made
/// up here would be announced to readers.
pub(super) fn event(title: &str, id: &str, before: &str, known: &Known, today: Date) -> String {
    let Known {
        personas, services, ..
    } = known;
    let start = today.after(Period::Days(14)).unwrap_or(today);
    let example = example_day(start);
    let (title, id) = (quoted(title), quoted(id));
    let is_new = before.trim().is_empty();
    let head = match is_new {
        true => {
            "# Where people meet the platform. What repeats is a [[series]] instead of an [[event]]: it has\n# `first` and `until` in place of `start`, and `every`: \"2 weeks\", \"3rd Thursday\".\n# tz = \"Europe/Berlin\"         # by whose clock all times here are meant: choose yours\n\n"
        }
        false => "\n",
    };
    let in_head = before
        .lines()
        .take_while(|line| !line.trim_start().starts_with('['));
    let has_zone = in_head
        .into_iter()
        .any(|line| line.trim_start().starts_with("tz"));
    // No zone is better than one that nobody chose.
    let zone = match (has_zone || is_new, last_zone(before)) {
        (true, _) => String::new(),
        (false, Some(zone)) => format!("tz = {}\n", quoted(&zone)),
        (false, None) => "# tz = \"Europe/Berlin\"         # by whose clock\n".to_owned(),
    };
    format!(
        r##"{head}[[event]]
id = {id}
kind = "meetup"                # meetup, demo, office-hours, backlog-review, planning, refinement, training or maintenance
title = {title}
start = {start}             {example}
# minutes = 60                 # how long, where the hour is said
{zone}# where = "Room 4.12 and https://meet.example.org/platform"
# personas = [{personas}]   # for whom it is
# services = [{services}]   # what it is about
# items = ["…"]                # items of the roadmap that it is about
# agenda = ["A demo", "Your questions"]
"##
    )
}

/// The time zone that an event of the file has.
fn last_zone(text: &str) -> Option<String> {
    let value = |line: &str| {
        let (_, rest) = line.trim().strip_prefix("tz")?.split_once('"')?;
        rest.split_once('"').map(|(zone, _)| zone.to_owned())
    };
    text.lines().rev().find_map(value)
}

/// A line; behind a table it has to be a table too, or it would be a key of that.
pub(super) fn term(word: &str, means: &str, before: &str) -> String {
    let (word, means) = (key(word), quoted(means));
    if before
        .lines()
        .any(|line| line.trim_start().starts_with('['))
    {
        return format!("\n[{word}]\nlong = {means}\n");
    }
    let head = match before.trim().is_empty() {
        true => {
            "# Words that are explained at their first use on each page. More than one line is a table:\n# RTO = { long = \"Recovery time objective\", text = \"How long until it works again.\", also = [\"recovery time\"] }\n"
        }
        false => "",
    };
    format!("{head}{word} = {means}\n")
}
