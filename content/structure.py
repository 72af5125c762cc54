"""The rows that describe a topic's current revision: a reading of its text, made anew with each revision."""

from content.models import Cell, Dimension, Option, Section, Table, Topic, Trait, TraitList
from content.reading.text import slugify
from content.reading.topic import ReadTopic


def rebuild(topic: Topic, read: ReadTopic) -> None:
    """Replace the rows that describe the current revision."""
    topic.sections.all().delete()
    topic.tables.all().delete()
    topic.trait_lists.all().delete()
    Section.objects.bulk_create(
        Section(topic=topic, key=s.key, title=s.title[:300], level=s.level, position=n, parent=s.parent)
        for n, s in enumerate(read.document.sections, 1)
    )
    tables = Table.objects.bulk_create(
        Table(
            topic=topic,
            key=c.key,
            caption=c.caption[:300],
            section=c.section,
            orientation=c.orientation,
            reason=c.reason,
            position=n,
        )
        for n, c in enumerate(read.comparisons, 1)
    )
    options = Option.objects.bulk_create(
        Option(table=table, key=o.key, name=o.text[:300], position=n)
        for table, c in zip(tables, read.comparisons, strict=True)
        for n, o in enumerate(c.options, 1)
    )
    dimensions = Dimension.objects.bulk_create(
        Dimension(table=table, key=d.key, label=d.text[:300], scale=" < ".join(d.scale)[:300], position=n)
        for table, c in zip(tables, read.comparisons, strict=True)
        for n, d in enumerate(c.dimensions, 1)
    )
    option_of = {(o.table_id, o.key): o for o in options}
    dimension_of = {(d.table_id, d.key): d for d in dimensions}
    Cell.objects.bulk_create(
        {
            (table.pk, cell.option, cell.dimension, cell.extra): Cell(
                option=option_of[table.pk, cell.option],
                dimension=dimension_of[table.pk, cell.dimension],
                key=slugify(cell.extra) if cell.extra else "",
                text=cell.text,
                qualifier=cell.qualifier[:300],
            )
            for table, c in zip(tables, read.comparisons, strict=True)
            for cell in c.cells
        }.values()
    )
    lists = TraitList.objects.bulk_create(
        TraitList(
            topic=topic,
            option_key=traits.option_key,
            option=traits.option[:300],
            group=traits.group,
            label_key=traits.label_key,
            label=traits.label,
            ordered=traits.ordered,
            position=n,
        )
        for n, traits in enumerate(read.document.lists, 1)
    )
    Trait.objects.bulk_create(
        Trait(list=row, text=item.text, qualifier=item.qualifier[:300], position=n)
        for row, traits in zip(lists, read.document.lists, strict=True)
        for n, item in enumerate(traits.items, 1)
    )
