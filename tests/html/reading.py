# SPDX-License-Identifier: Apache-2.0
"""A page as data: what the tests of this folder share."""

from xml.etree import ElementTree as tree


class Page:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        assert text.startswith("<!DOCTYPE html>"), "it does not begin with the doctype"
        self.root = tree.fromstring(text.removeprefix("<!DOCTYPE html>"))

    def all(self, tag):
        return list(self.root.iter(tag))

    def facts(self):
        """What the verdict and the environment say, by name."""
        pairs = {}
        for listing in self.all("dl"):
            items = [element for element in listing.iter() if element.tag in ("dt", "dd")]
            for term, value in zip(items[::2], items[1::2]):
                pairs[text_of(term)] = text_of(value)
        return pairs

    def table(self, caption):
        """Rows of the table, each a dictionary by the heads of its columns; [] where there is none."""
        for table in self.all("table"):
            if text_of(table.find("caption")) == caption:
                heads = [text_of(cell) for cell in table.find("thead").iter("th")]
                rows = [
                    row
                    for part in ("tbody", "tfoot")
                    for body in table.findall(part)
                    for row in body
                ]
                return [dict(zip(heads, map(text_of, row))) for row in rows]
        return []

    def section(self, name):
        return next((part for part in self.all("section") if part.get("id") == name), None)


def text_of(element):
    return "".join(element.itertext()).strip()
