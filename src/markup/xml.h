/* SPDX-License-Identifier: Apache-2.0
 *
 * XML in memory, by libxml2, which escapes what is put.
 */
#ifndef AMSREF_MARKUP_XML_H
#define AMSREF_MARKUP_XML_H

#include <libxml/xmlwriter.h>
#include <stdbool.h>
#include <stdio.h>

typedef struct amsref_xml {
    xmlBufferPtr buffer;
    xmlTextWriterPtr writer;
} amsref_xml;

/* Without memory the program ends, with AMSREF_USAGE. */
amsref_xml amsref_xml_begin(bool indented);
/* Closes what is open, writes all and frees it. */
void amsref_xml_finish(amsref_xml xml, FILE *out);

void amsref_xml_open(amsref_xml xml, const char *element);
void amsref_xml_close(amsref_xml xml);

/* Attributes of the element that is open. */
void amsref_xml_text(amsref_xml xml, const char *name, const char *text);
void amsref_xml_format(amsref_xml xml, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Its content. */
void amsref_xml_content(amsref_xml xml, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
