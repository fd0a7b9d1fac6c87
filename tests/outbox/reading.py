"""Reading a letter as programs do: its parts, its words, and its calendar by a parser that did not write it."""

import re
from email.utils import parseaddr

import icalendar


def lines(data):
    return data.decode().replace("\r\n ", "").split("\r\n")[:-1]


def values(data, name):
    return [line for line in lines(data) if re.match(rf"{name}[;:]", line)]


def entry(post):
    [found] = icalendar.Calendar.from_ical(post.calendar).walk("VEVENT")
    return found


def method(post):
    return str(icalendar.Calendar.from_ical(post.calendar)["METHOD"])


def parts(post):
    return [part.get_content_type() for part in post.message.walk()]


def inline(post):
    return next(part for part in post.message.walk() if part.get_content_type() == "text/calendar")


def words(post, kind):
    return post.message.get_body((kind,)).get_content()


def address_in(post, header):
    return parseaddr(post.message[header])[1]
