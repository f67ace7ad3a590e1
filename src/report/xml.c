/* SPDX-License-Identifier: Apache-2.0 */
#include "report/xml.h"

#include <stdarg.h>
#include <stdlib.h>

#include "runner/runner.h"

#define TEXT(s) ((const xmlChar *)(s))

amsref_xml amsref_xml_begin(const char *name)
{
    amsref_xml xml = {.buffer = xmlBufferCreate()};

    xml.writer = xml.buffer ? xmlNewTextWriterMemory(xml.buffer, 0) : NULL;
    if (!xml.writer) {
        fputs("amsref: out of memory\n", stderr);
        exit(AMSREF_USAGE);
    }
    xmlTextWriterSetIndent(xml.writer, 1);
    xmlTextWriterStartDocument(xml.writer, NULL, "UTF-8", NULL);
    amsref_xml_open(xml, "testsuites");
    amsref_xml_text(xml, "name", name);
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

void amsref_xml_counts(amsref_xml xml, size_t tests, size_t failures, size_t errors, size_t skipped)
{
    amsref_xml_format(xml, "tests", "%zu", tests);
    amsref_xml_format(xml, "failures", "%zu", failures);
    amsref_xml_format(xml, "errors", "%zu", errors);
    amsref_xml_format(xml, "skipped", "%zu", skipped);
}

void amsref_xml_property(amsref_xml xml, const char *name, const char *value)
{
    amsref_xml_open(xml, "property");
    amsref_xml_text(xml, "name", name);
    amsref_xml_text(xml, "value", value);
    amsref_xml_close(xml);
}

void amsref_xml_bad(amsref_xml xml, const char *element, const char *message, const char *text)
{
    amsref_xml_open(xml, element);
    amsref_xml_text(xml, "message", message);
    if (*text) {
        xmlTextWriterWriteString(xml.writer, TEXT(text));
    }
    amsref_xml_close(xml);
}
