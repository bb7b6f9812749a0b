"""Reads the feeds and calendars of two builds of one site: each is valid, and what both have keeps its id."""
import datetime
import pathlib
import re
import sys

import feedparser
import icalendar


def fail(path, message):
    sys.exit(f"{path}: {message}")


def feed(path):
    """The entries of an Atom feed: id -> (title, link)."""
    read = feedparser.parse(path.read_bytes())
    if read.bozo:
        fail(path, f"is not well formed: {read.bozo_exception}")
    if read.version != "atom10":
        fail(path, f"is {read.version or 'no feed'}, not Atom 1.0")
    for key in ("id", "title", "updated"):
        if not read.feed.get(key):
            fail(path, f"has no {key}")
    if not any(link.rel == "self" for link in read.feed.links):
        fail(path, "does not say where it is")
    if not read.entries:
        fail(path, "has no entry")
    for entry in read.entries:
        for key in ("id", "title", "updated", "link"):
            if not entry.get(key):
                fail(path, f"an entry has no {key}: {entry.get('title')}")
        if not re.match(r"[a-z]+:", entry.id) or not entry.link.startswith("https://"):
            fail(path, f"an id or a link leads nowhere: {entry.id}")
    ids = [entry.id for entry in read.entries]
    if len(set(ids)) != len(ids):
        fail(path, "two entries have one id")
    newest = max(entry.updated_parsed for entry in read.entries)
    if read.feed.updated_parsed != newest:
        fail(path, "says another day than its newest entry")
    return {("feed", read.feed.id): read.feed.title} | {("entry", e.id): (e.title, e.link) for e in read.entries}


def calendar(path):
    """The events of a calendar: (UID, RECURRENCE-ID) -> what it is."""
    raw = path.read_bytes()
    if b"\n" in raw.replace(b"\r\n", b""):
        fail(path, "has a line that does not end with CR LF")
    if any(len(line) > 75 for line in raw.split(b"\r\n")):
        fail(path, "has a line of more than 75 bytes")
    read = icalendar.Calendar.from_ical(raw)
    if read.errors:
        fail(path, f"has errors: {read.errors}")
    for key in ("VERSION", "PRODID"):
        if key not in read:
            fail(path, f"has no {key}")
    zones = {str(zone["TZID"]) for zone in read.walk("VTIMEZONE")}
    for zone in read.walk("VTIMEZONE"):
        zone.to_tz()
    events = {}
    for event in read.walk("VEVENT"):
        if event.errors:
            fail(path, f"has errors: {event.errors}")
        for key in ("UID", "DTSTAMP", "DTSTART", "SUMMARY"):
            if key not in event:
                fail(path, f"an event has no {key}: {event.get('SUMMARY')}")
        start = event["DTSTART"]
        zone = start.params.get("TZID")
        if zone and zone not in zones:
            fail(path, f"does not declare the time zone {zone}")
        if "DTEND" in event and event.decoded("DTEND") < event.decoded("DTSTART"):
            fail(path, "an event ends before it begins")
        if "DTEND" in event and "DURATION" in event:
            fail(path, "an event has an end and a length")
        again = event.get("RECURRENCE-ID")
        name = (str(event["UID"]), str(again.dt) if again else "")
        if name in events:
            fail(path, f"two events are {name}")
        events[name] = (str(event["SUMMARY"]), str(event.decoded("DTSTART")))
    if not events:
        fail(path, "has no event")
    return events


def read(root):
    root = pathlib.Path(root)
    found = {}
    for path in sorted(root.rglob("*.xml")):
        if path.name == "feed.xml" or b"<feed" in path.read_bytes()[:400]:
            found[path.relative_to(root)] = feed(path)
    for path in sorted(root.rglob("*.ics")):
        found[path.relative_to(root)] = calendar(path)
    return found


first, second = read(sys.argv[1]), read(sys.argv[2])
feeds = [path for path in first if path.suffix == ".xml"]
calendars = [path for path in first if path.suffix == ".ics"]
if len(feeds) < 2 or len(calendars) < 2:
    sys.exit(f"only {len(feeds)} feeds and {len(calendars)} calendars were found")
for path, entries in first.items():
    for name, said in entries.items():
        if second.get(path, {}).get(name) != said:
            fail(path, f"{name} is another one in the second build: {said} and {second.get(path, {}).get(name)}")
more = sum(len(entries) for entries in second.values()) - sum(len(entries) for entries in first.values())
if more < 2:
    sys.exit("the new item is in no feed")
entries = sum(len(entries) for entries in first.values())
print(f"{len(feeds)} feeds and {len(calendars)} calendars with {entries} entries are valid, and keep their ids")
