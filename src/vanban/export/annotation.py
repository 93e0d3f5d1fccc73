"""An analysis as one JSON object, in the shape of docs/annotation.md."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from vanban.model import Analysis, Document, Letterhead, Name, NameKind, Signature, Span, Statement, Table
from vanban.text import squeeze

Json = dict[str, Any]


def to_json(analysis: Analysis, *, with_text: bool = False, with_relative: bool = False) -> Json:
    """Give the whole analysis; `with_text` adds the text that the spans count in.

    Relative dates ("quý này"), resolved against a reference date, are left out unless asked for.
    """
    document = analysis.document
    return {
        "source": source_name(document.source),
        **({"text": document.text} if with_text else {}),
        "document": _letterhead(analysis.letterhead),
        "citations": [_citation(fact) for fact in analysis.citations],
        "dates": [_date(fact) for fact in analysis.dates if with_relative or not fact.relative],
        "figures": [_figure(fact) for fact in analysis.figures],
        "indicators": [_indicator(fact) for fact in analysis.indicators],
        "statements": [_statement(fact) for fact in analysis.statements],
        "entities": _entities(analysis.names),
        "tables": [_table(table, document.text) for table in document.tables],
        "sha256": document.sha256,
        "media_type": document.media_type,
        "n_pages": len(document.pages) or None,
        "notices": _notices(document),
        "signatures": [_signature(found) for found in document.signatures],
    }


def source_name(source: str) -> str:
    """Give the name of a file without its folders; of a bundle's member, "bundle.zip!/thư mục/a.docx"."""
    bundle, mark, inner = source.partition("!/")
    return (PurePath(bundle).name or bundle) + mark + inner


def plain_number(value: Decimal | None) -> int | float | None:
    """Give a JSON number; None for what JSON cannot say."""
    if value is None or not value.is_finite():
        return None
    if value == value.to_integral_value() and abs(value) < 10**18:
        return int(value)
    number = float(value)
    return number if abs(number) < float("inf") else None


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _where(fact: Any) -> Json:
    return {"span": list(fact.span), "page": fact.page, "score": round(fact.score, 4)}


def _letterhead(head: Letterhead) -> Json:
    signer = head.signer
    return {
        "doc_type": head.doc_type,
        "number": head.number,
        "symbol": head.symbol,
        "issuer": head.issuer,
        "parent_issuer": head.parent_issuer,
        "place": head.place,
        "issued_on": _iso(head.issued_on),
        "subject": head.subject,
        "recipients": list(head.recipients) if head.recipients is not None else None,
        "cc": list(head.cc) if head.cc is not None else None,
        "signer": {"name": signer.name, "title": signer.title, "authority": signer.authority} if signer else None,
        "province": head.province,
        "province_now": head.province_now,
        "secrecy": head.secrecy,
        "spans": {name: list(span) for name, span in head.spans.items()},
    }


def _citation(fact: Any) -> Json:
    return {
        "text": fact.text,
        "doc_type": fact.doc_type,
        "number": fact.number,
        "year": fact.year,
        "symbol": fact.symbol,
        "date": _iso(fact.date),
        "issuer": fact.issuer,
        "title": fact.title,
        "article": fact.article,
        "clause": fact.clause,
        "point": fact.point,
        **_where(fact),
    }


def _date(fact: Any) -> Json:
    found = {"text": fact.text, "start": _iso(fact.start), "end": _iso(fact.end), "mod": fact.mod, **_where(fact)}
    return {**found, "relative": True} if fact.relative else found


def _figure(fact: Any) -> Json:
    return {
        "text": fact.text,
        "kind": fact.kind,
        "value": plain_number(fact.value),
        "value2": plain_number(fact.value2),
        "unit": fact.unit,
        "comparator": fact.comparator,
        "amount": plain_number(fact.amount),
        **_where(fact),
    }


def _indicator(fact: Any) -> Json:
    return {
        "name": fact.name,
        "value": plain_number(fact.value),
        "value2": plain_number(fact.value2),
        "unit": fact.unit,
        "comparator": fact.comparator,
        "target": plain_number(fact.target),
        "target_unit": fact.target_unit,
        "period": {"start": _iso(fact.period[0]), "end": _iso(fact.period[1])} if fact.period else None,
        "subject": fact.subject,
        "status": fact.status,
        "source": fact.source,
        "indicator_id": fact.indicator_id,
        **_where(fact),
    }


def _statement(fact: Statement) -> Json:
    return {
        "text": fact.text,
        "label": fact.label,
        "topics": list(fact.topics),
        "addressee": fact.addressee,
        "second": fact.second,
        "unsure": fact.rule.endswith(".unsure"),
        **_where(fact),
    }


def _entities(names: Iterable[Name]) -> Json:
    """Give distinct names by kind, in the order of their first mention, and all mentions with their places."""
    organizations: dict[str, None] = {}
    places: dict[str, None] = {}
    persons: dict[str, str | None] = {}
    mentions: list[Json] = []
    for fact in names:
        if fact.kind is NameKind.PERSON:
            persons[fact.name] = persons.get(fact.name) or fact.title
        else:
            (organizations if fact.kind is NameKind.ORGANIZATION else places).setdefault(fact.name)
        mentions.append(
            {
                "text": fact.text,
                "kind": fact.kind.value,
                "name": fact.name,
                "title": fact.title,
                "code": fact.code,
                **_where(fact),
            }
        )
    return {
        "organizations": list(organizations),
        "persons": [{"name": name, "title": title} for name, title in persons.items()],
        "places": list(places),
        "mentions": mentions,
    }


def _table(table: Table, text: str) -> Json:
    return {
        "title": squeeze(table.title.of(text)) if table.title else None,
        "columns": table.columns(text),
        "rows": table.rows(text),
        "sheet": table.sheet,
        "span": list(table.span),
        "page": table.page,
    }


def _signature(signature: Signature) -> Json:
    signed_at = signature.signed_at.isoformat() if signature.signed_at is not None else None
    return {**asdict(signature), "signed_at": signed_at}


def _notices(document: Document) -> list[Json]:
    def span_of(span: Span | None) -> list[int] | None:
        return list(span) if span is not None else None

    return [{"code": n.code, "message": n.message, "page": n.page, "span": span_of(n.span)} for n in document.notices]
