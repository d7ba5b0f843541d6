"""Markdown (CommonMark and its tables) as blocks."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.importing.blocks import Blocks, one_line
from knowledge.importing.from_html import html_blocks

_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
_RANK = re.compile(r"h([1-6])")
_CODE = ("fence", "code_block")


def markdown_blocks(text: str) -> Blocks:
    """The blocks of a Markdown text; tables, code, images and link addresses are left out by name."""
    blocks = Blocks()
    if front := _FRONT_MATTER.match(text):
        blocks.leave_out("front matter", front[1])
        text = text[front.end() :]
    inside: list[str] = []  # the open elements around a token
    for token in MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").parse(text):
        if token.nesting == 1:
            inside.append(token.tag if token.type == "heading_open" else token.type.removesuffix("_open"))
            _note_number(token, blocks)
        elif token.nesting == -1:
            inside.pop()
        elif token.type in _CODE:
            blocks.leave_out("code", token.content)
        elif token.type == "html_block":
            _take_html(token, blocks)
        elif token.type == "inline":
            _take_inline(token, inside, blocks)
    return blocks


def _note_number(token: Token, blocks: Blocks) -> None:
    if token.type == "list_item_open" and token.info:
        blocks.leave_out("list number", f"{token.info}{token.markup}")


def _take_html(token: Token, blocks: Blocks) -> None:
    within = html_blocks(token.content)
    blocks.found += within.found
    blocks.left_out += within.left_out


def _take_inline(token: Token, inside: list[str], blocks: Blocks) -> None:
    text = _inline_text(token, blocks)
    if "tr" in inside:
        blocks.leave_out("table cell", text)
    elif rank := _RANK.fullmatch(inside[-1]):
        blocks.add("heading", text, int(rank[1]))
    else:
        blocks.add("item" if "list_item" in inside else "paragraph", text)


def _inline_text(token: Token, blocks: Blocks) -> str:
    parts: list[str] = []
    address, start = "", 0
    for child in token.children or ():
        if child.type == "image":
            blocks.leave_out("image", f"{child.content} {child.attrGet('src')}")
        elif child.type == "link_open":
            address, start = str(child.attrGet("href")), len(parts)
        elif child.type == "link_close":
            named = one_line("".join(parts[start:]))
            blocks.leave_out("link address" if named else "link without text", f"{named} {address}")
        elif child.type == "html_inline":
            blocks.leave_out("HTML tag", child.content)
        else:
            parts.append(" " if child.type in ("softbreak", "hardbreak") else child.content)
    return "".join(parts)
