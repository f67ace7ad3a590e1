/* SPDX-License-Identifier: Apache-2.0
 *
 * The elements of JUnit XML.
 */
#ifndef AMSREF_REPORT_XML_H
#define AMSREF_REPORT_XML_H

#include <libxml/xmlwriter.h>
#include <stdio.h>

/* A document in memory. */
typedef struct amsref_xml {
    xmlBufferPtr buffer;
    xmlTextWriterPtr writer;
} amsref_xml;

/* Opens <testsuites name=...>; `finish` closes what is open and writes all. */
amsref_xml amsref_xml_begin(const char *name);
void amsref_xml_finish(amsref_xml xml, FILE *out);

void amsref_xml_open(amsref_xml xml, const char *element);
void amsref_xml_close(amsref_xml xml);

/* Attributes of the element that is open. */
void amsref_xml_text(amsref_xml xml, const char *name, const char *text);
void amsref_xml_format(amsref_xml xml, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void amsref_xml_counts(amsref_xml xml, size_t tests, size_t failures, size_t errors,
                       size_t skipped);

/* Whole elements: <property>; <failure>, <error> or <skipped>. */
void amsref_xml_property(amsref_xml xml, const char *name, const char *value);
void amsref_xml_bad(amsref_xml xml, const char *element, const char *message, const char *text);

#endif
