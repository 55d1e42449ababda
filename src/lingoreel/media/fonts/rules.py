"""Which shaping rules a copy of a face still has, as far as letters beside one's own can change them.

A copy keeps the rules that its letters need, so those that act on a text are the same in every copy that has the
text's letters. But HarfBuzz also asks whether a font has rules of a kind at all: whether it positions by GPOS or
by the older table `kern`, which script's rules it falls back to, whether letters are joined by the font.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_ASKED_FOR = frozenset(("kern", "mark", "mkmk", "init", "medi", "fina", "isol", "rlig"))
_LATIN = frozenset(("DFLT", "dflt", "latn"))


class Rule(NamedTuple):
    """A kind of rule that a font has, "" for a script or a language (in OpenType's tags) without any asked for."""

    table: str
    script: str
    language: str
    feature: str


Rules = frozenset[Rule]


def layout_rules(font: TTFont) -> Rules:
    """The kinds of rules that a font has."""
    found = {Rule(table, "", "", "") for table in ("GSUB", "GPOS", "kern") if table in font}
    for name in ("GSUB", "GPOS"):
        table: Any = font[name].table if name in font else None
        if table is None or table.ScriptList is None or table.FeatureList is None:
            continue
        tags = [record.FeatureTag for record in table.FeatureList.FeatureRecord]
        for record in table.ScriptList.ScriptRecord:
            own = [("", record.Script.DefaultLangSys)]
            own += [(one.LangSysTag, one.LangSys) for one in record.Script.LangSysRecord or ()]
            for language, system in own:
                features = (
                    {""} if system is None else {"", *(tags[at] for at in system.FeatureIndex)} & {"", *_ASKED_FOR}
                )
                found |= {Rule(name, record.ScriptTag, language, feature) for feature in features}
    return frozenset(found)


def rules_for_ascii(rules: Rules) -> Rules:
    """Those of a font's kinds of rules that ASCII text can be laid out by: it has neither marks nor joined letters."""
    return frozenset(
        rule
        for rule in rules
        if rule.table != "GSUB" and (not rule.script or (rule.script in _LATIN and rule.feature in ("", "kern")))
    )
