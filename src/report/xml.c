/* SPDX-License-Identifier: Apache-2.0
 *
 * XML in memory, by libxml2.
 */
#include <stdlib.h>

#include "report/xml.h"
#include "runner/runner.h"

amsref_xml amsref_xml_begin(void)
{
    amsref_xml xml = {.buffer = xmlBufferCreate()};

    xml.writer = xml.buffer ? xmlNewTextWriterMemory(xml.buffer, 0) : NULL;
    if (!xml.writer) {
        fputs("amsref: out of memory\n", stderr);
        exit(AMSREF_USAGE);
    }
    xmlTextWriterSetIndent(xml.writer, 1);
    return xml;
}

void amsref_xml_put(FILE *out, amsref_xml *xml)
{
    xmlTextWriterEndDocument(xml->writer);
    xmlFreeTextWriter(xml->writer);
    fwrite(xmlBufferContent(xml->buffer), 1, (size_t)xmlBufferLength(xml->buffer), out);
    xmlBufferFree(xml->buffer);
}
