/* SPDX-License-Identifier: Apache-2.0
 *
 * XML in memory, by libxml2.
 */
#ifndef AMSREF_REPORT_XML_H
#define AMSREF_REPORT_XML_H

#include <libxml/xmlwriter.h>
#include <stdio.h>

#define TEXT(s) ((const xmlChar *)(s))

typedef struct amsref_xml {
    xmlBufferPtr buffer;
    xmlTextWriterPtr writer; /* indents */
} amsref_xml;

/* Without memory the program ends, with AMSREF_USAGE. */
amsref_xml amsref_xml_begin(void);

/* Ends the document, writes it and frees it. */
void amsref_xml_put(FILE *out, amsref_xml *xml);

#endif
