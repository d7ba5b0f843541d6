"""HTML as blocks: what a reader of the page would read, without the page's furniture."""

import itertools
import re
import warnings

from bs4 import BeautifulSoup, ParserRejectedMarkup
from bs4.element import CData, NavigableString, Tag

from knowledge.importing.blocks import Blocks, one_line
from knowledge.importing.errors import GuideImportError

_RANK = re.compile(r"h([1-6])")
_ITEMS = {"li", "dt", "dd"}
_BLOCKS = {
    *_ITEMS, "h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "section", "article", "main", "body", "html", "blockquote",
    "pre", "ul", "ol", "dl", "figure", "figcaption", "details", "summary", "address", "caption", "hr", "[document]",
}  # fmt: skip
_TEXT = (NavigableString, CData)  # and not their other kinds: comments, declarations
_UNSEEN = ("script", "style", "template", "noscript", "head")
_FURNITURE = ("nav", "footer", "aside", "form", "button", "select", "iframe", "svg", "video", "audio", "object")


def html_blocks(text: str) -> Blocks:
    """The blocks of an HTML text; tables, images, link addresses and page furniture are left out by name.

    Raises:
        GuideImportError: the parser refuses the markup.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Beautiful Soup wonders whether a short text was meant as a file's name
            soup = BeautifulSoup(text, "html.parser")
    except (ParserRejectedMarkup, AssertionError) as error:
        raise GuideImportError(f"The HTML cannot be parsed: {error}") from error
    blocks = Blocks()
    if soup.title:
        blocks.leave_out("page title", soup.title.get_text())
    for tag in soup.find_all(_UNSEEN):
        tag.extract()
    _take_out_tables(soup, blocks)
    for tag in soup.find_all([*_FURNITURE, _is_hidden]):
        blocks.leave_out("hidden text" if _is_hidden(tag) else f"page furniture <{tag.name}>", tag.get_text(" "))
        tag.extract()
    _take_out_media(soup, blocks)
    strings = [each for each in soup.descendants if isinstance(each, NavigableString) and type(each) in _TEXT]
    for _, group in itertools.groupby(strings, key=lambda each: id(_block_around(each))):
        run = list(group)
        _add(blocks, _block_around(run[0]), "".join(run))
    return blocks


def _take_out_tables(soup: BeautifulSoup, blocks: Blocks) -> None:
    for table in soup.find_all("table"):
        for row in table.find_all("tr"):
            cells = [one_line(cell.get_text(" ")) for cell in row.find_all(["td", "th"], recursive=False)]
            blocks.leave_out("table row", " | ".join(cells))
            row.extract()
        if rest := one_line(table.get_text(" ")):
            blocks.leave_out("table caption", rest)
        table.extract()


def _take_out_media(soup: BeautifulSoup, blocks: Blocks) -> None:
    for image in soup.find_all("img"):
        blocks.leave_out("image", f"{image.get('alt', '')} {image.get('src', '')}")
        image.extract()
    for link in soup.find_all("a", href=True):
        named = one_line(link.get_text())
        blocks.leave_out("link address" if named else "link without text", f"{named} {link['href']}")
    for line_break in soup.find_all("br"):
        line_break.insert_after("\n")


def _is_hidden(tag: Tag) -> bool:
    return tag.has_attr("hidden") or tag.get("aria-hidden") == "true"


def _block_around(node: NavigableString) -> Tag:
    return next(each for each in node.parents if each.name in _BLOCKS)


def _add(blocks: Blocks, block: Tag, text: str) -> None:
    if rank := _RANK.fullmatch(block.name):
        blocks.add("heading", text, int(rank[1]))
    elif block.name in _ITEMS or block.find_parent(list(_ITEMS)):
        blocks.add("item", text)
    else:
        blocks.add("paragraph", text)
