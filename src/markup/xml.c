/* SPDX-License-Identifier: Apache-2.0 */
#include "markup/xml.h"

#include <stdarg.h>
#include <stdlib.h>

#include "runner/runner.h"

#define TEXT(s) ((const xmlChar *)(s))

amsref_xml amsref_xml_begin(bool indented)
{
    amsref_xml xml = {.buffer = xmlBufferCreate()};

    xml.writer = xml.buffer ? xmlNewTextWriterMemory(xml.buffer, 0) : NULL;
    if (!xml.writer) {
        fputs("amsref: out of memory\n", stderr);
        exit(AMSREF_USAGE);
    }
    xmlTextWriterSetIndent(xml.writer, indented);
    return xml;
}

void amsref_xml_finish(amsref_xml xml, FILE *out)
{
    xmlTextWriterEndDocument(xml.writer);
    xmlFreeTextWriter(xml.writer);
    fwrite(xmlBufferContent(xml.buffer), 1, (size_t)xmlBufferLength(xml.buffer), out);
    xmlBufferFree(xml.buffer);
}

void amsref_xml_open(amsref_xml xml, const char *element)
{
    xmlTextWriterStartElement(xml.writer, TEXT(element));
}

void amsref_xml_close(amsref_xml xml)
{
    xmlTextWriterEndElement(xml.writer);
}

void amsref_xml_text(amsref_xml xml, const char *name, const char *text)
{
    xmlTextWriterWriteAttribute(xml.writer, TEXT(name), TEXT(text));
}

void amsref_xml_format(amsref_xml xml, const char *name, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    xmlTextWriterWriteVFormatAttribute(xml.writer, TEXT(name), format, arguments);
    va_end(arguments);
}

void amsref_xml_content(amsref_xml xml, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    xmlTextWriterWriteVFormatString(xml.writer, format, arguments);
    va_end(arguments);
}
