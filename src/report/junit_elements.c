/* SPDX-License-Identifier: Apache-2.0 */
#include "report/junit_elements.h"

amsref_xml amsref_junit_begin(const char *name)
{
    amsref_xml xml = amsref_xml_begin(true);

    xmlTextWriterStartDocument(xml.writer, NULL, "UTF-8", NULL);
    amsref_xml_open(xml, "testsuites");
    amsref_xml_text(xml, "name", name);
    return xml;
}

void amsref_junit_counts(amsref_xml xml, size_t tests, size_t failures, size_t errors,
                         size_t skipped)
{
    amsref_xml_format(xml, "tests", "%zu", tests);
    amsref_xml_format(xml, "failures", "%zu", failures);
    amsref_xml_format(xml, "errors", "%zu", errors);
    amsref_xml_format(xml, "skipped", "%zu", skipped);
}

void amsref_junit_property(amsref_xml xml, const char *name, const char *value)
{
    amsref_xml_open(xml, "property");
    amsref_xml_text(xml, "name", name);
    amsref_xml_text(xml, "value", value);
    amsref_xml_close(xml);
}

void amsref_junit_bad(amsref_xml xml, const char *element, const char *message, const char *text)
{
    amsref_xml_open(xml, element);
    amsref_xml_text(xml, "message", message);
    if (*text) {
        amsref_xml_content(xml, "%s", text);
    }
    amsref_xml_close(xml);
}
