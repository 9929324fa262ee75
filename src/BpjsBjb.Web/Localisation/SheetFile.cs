using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace BpjsBjb.Web.Localisation;

/// <summary>A workbook of one sheet (ECMA-376), written row by row. Text is never a formula: no cell has one.</summary>
public static class SheetFile
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const string Sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";

    /// <param name="rows">Cells as text or whole numbers; the first row is the head.</param>
    public static byte[] Of(string name, IEnumerable<IReadOnlyList<object>> rows)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part(zip, "[Content_Types].xml", writer => Types(writer));
            Part(zip, "_rels/.rels", writer => Relation(writer, "officeDocument", "xl/workbook.xml"));
            Part(zip, "xl/_rels/workbook.xml.rels", writer => Relation(writer, "worksheet", "worksheets/sheet1.xml"));
            Part(zip, "xl/workbook.xml", writer => Workbook(writer, name));
            Part(zip, "xl/worksheets/sheet1.xml", writer => Rows(writer, rows));
        }

        return file.ToArray();
    }

    private static void Part(ZipArchive zip, string path, Action<XmlWriter> write)
    {
        using var stream = zip.CreateEntry(path, CompressionLevel.Fastest).Open();
        using var writer = XmlWriter.Create(stream, new XmlWriterSettings { CheckCharacters = true });
        writer.WriteStartDocument(standalone: true);
        write(writer);
    }

    private static void Types(XmlWriter writer)
    {
        writer.WriteStartElement("Types", $"{Package}/content-types");
        Default("rels", "application/vnd.openxmlformats-package.relationships+xml");
        Default("xml", "application/xml");
        Override("/xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml");
        Override("/xl/worksheets/sheet1.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml");
        writer.WriteEndElement();

        void Default(string extension, string type) => Element("Default", "Extension", extension, type);

        void Override(string part, string type) => Element("Override", "PartName", part, type);

        void Element(string element, string attribute, string value, string type)
        {
            writer.WriteStartElement(element);
            writer.WriteAttributeString(attribute, value);
            writer.WriteAttributeString("ContentType", type);
            writer.WriteEndElement();
        }
    }

    private static void Relation(XmlWriter writer, string kind, string target)
    {
        writer.WriteStartElement("Relationships", $"{Package}/relationships");
        writer.WriteStartElement("Relationship");
        writer.WriteAttributeString("Id", "r1");
        writer.WriteAttributeString("Type", $"{Relations}/{kind}");
        writer.WriteAttributeString("Target", target);
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void Workbook(XmlWriter writer, string name)
    {
        writer.WriteStartElement("workbook", Sheet);
        writer.WriteStartElement("sheets");
        writer.WriteStartElement("sheet");
        writer.WriteAttributeString("name", name);
        writer.WriteAttributeString("sheetId", "1");
        writer.WriteAttributeString("r", "id", Relations, "r1");
        writer.WriteEndElement();
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void Rows(XmlWriter writer, IEnumerable<IReadOnlyList<object>> rows)
    {
        writer.WriteStartElement("worksheet", Sheet);
        writer.WriteStartElement("sheetData");
        foreach (var row in rows)
        {
            writer.WriteStartElement("row");
            foreach (var cell in row) Cell(writer, cell);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void Cell(XmlWriter writer, object cell)
    {
        writer.WriteStartElement("c");
        if (cell is long or int)
        {
            writer.WriteElementString("v", ((IFormattable)cell).ToString(null, CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteAttributeString("t", "inlineStr");
            writer.WriteStartElement("is");
            writer.WriteElementString("t", cell.ToString());
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }
}
