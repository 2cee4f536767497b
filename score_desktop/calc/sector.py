"""Industry or services: which of two published factors of a fuel burnt in place fits a firm."""

from __future__ import annotations

import re
import unicodedata

INDUSTRY = "ind"
SERVICES = "com"

_CLASSIFICATION = re.compile(r"\b(?:caeb|ciiu|isic|naics)\b[ .:-]*(?:rev[ .]*\d+|(?:19|20)\d\d(?!\d))?")
_CODE = re.compile(r"\b([a-u])?[ .-]?(\d{2})[\d.]*\b")
# Divisions of ISIC Rev. 4 and CAEB: mining 05-09, manufacturing 10-33, construction 41-43.
# Source: IPCC 2006 Guidelines Vol. 2 Ch. 2, Table 2.3 (1A2, manufacturing industries and construction); Table 2.4 is
# for commerce and services.
_DIVISIONS = frozenset((*range(5, 34), 41, 42, 43))
_SERVICES = re.compile(
    r"comerci|venta|tienda|shop|store|trade|hotel|hostal|restaur|cafeter|oficin|office|clinic|hospital|escuel|school"
    r"|colegio|universi|transport|turis|touris|lavander|laundry|servici|service|banco|alquiler"
)
_INDUSTRY = re.compile(
    r"industr|manufact|fabric|factory|producci|production|elabora|process|panader|panific|baker|molin|aliment|lacte"
    r"|dairy|bebid|beverage|textil|confecci|garment|hilander|cuero|leather|curtiembr|tanner|calzado|shoe|carpinter"
    r"|muebl|furniture|mader|wood|aserrader|metal|fundici|foundry|plastic|ceramic|ladrill|brick|imprent|printing"
    r"|quimic|chemical|farmac|cement|vidri|glass|construc|mineri|mining|minera|quinua|quinoa|frigorific|matader"
)


def sector_of(words: str) -> str:
    """What an activity code or a person's words say.

    Args:
        words: "1071", "CAEB 10710", "C10", "Panadería", "Hotel" …, in Spanish or English.

    Returns:
        "ind" (manufacturing, mining, construction), "com" (all other), "" if it cannot be told.
    """
    split = unicodedata.normalize("NFD", words.casefold())
    plain = _CLASSIFICATION.sub(" ", "".join(c for c in split if not unicodedata.combining(c)))
    code = _CODE.search(plain)
    if code is not None:
        return INDUSTRY if int(code.group(2)) in _DIVISIONS else SERVICES
    if _SERVICES.search(plain):  # a shop of furniture makes none
        return SERVICES
    return INDUSTRY if _INDUSTRY.search(plain) else ""
